using System.Buffers;
using System.Numerics;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Catch for many environments at once: the same rules as <see cref="Catch"/>, bit for bit, on packed states in SIMD registers.
/// </summary>
public sealed class CatchBatch : IBatchEnvironment
{
    private const int StateVersion = 1;

    private readonly CatchRules _rules;
    private readonly CatchColumns _states;
    private readonly Rng[] _rngs;
    private readonly byte[] _appearing, _ended; // a bit for each environment
    private readonly int _cells;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private bool _started;

    /// <summary>A batch of Catch-8x8 or Catch-16x16.</summary>
    /// <param name="count">How many environments.</param>
    /// <param name="size">Rows and columns: 8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive, or another size.</exception>
    public CatchBatch(int count, int size = 8)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        _rules = new(size);
        _states = new(count);
        _rngs = new Rng[count];
        _appearing = new byte[_states.Bar.Length / CatchColumns.Lanes];
        _ended = new byte[_appearing.Length];
        _cells = size * size;
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _rules.Spec;

    /// <inheritdoc/>
    public int Count => _states.Count;

    /// <inheritdoc/>
    public IBatchEnvironment WithCount(int count) => new CatchBatch(count, _rules.Size);

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = Rng.Stream(seed, "env", i);
            Begin(i);
            Show(i, observations);
        }

        _started = true;
    }

    /// <inheritdoc/>
    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        BatchChecks.Transition(Spec, Count, result);
        BatchChecks.DiscreteLength(Spec, Count, actions);
        int wrong = actions.Indices.IndexOfAnyExceptInRange(0, Spec.Actions.Count - 1);
        if (wrong >= 0)
        {
            throw BatchChecks.OutOfRange(Spec, wrong, actions.Indices[wrong]);
        }

        CatchKernel.Advance(_rules, _states, actions.Indices, result.Rewards, _appearing, _ended);
        DropBalls();
        for (int i = 0; i < Count; i++)
        {
            Show(i, result.Observations);
        }

        result.Terminated.Clear();
        result.Truncated.Clear();
        FinishEpisodes(result);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, $"{Spec.Name}, packed", Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_rngs[i]);
        }

        writer.WriteAll<int>(_states.Bar.AsSpan(0, Count));
        writer.WriteAll<int>(_states.Phase.AsSpan(0, Count));
        writer.WriteAll<int>(_states.Elapsed.AsSpan(0, Count));
        writer.WriteAll<int>(_states.Balls.AsSpan(0, Count));
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, $"{Spec.Name}, packed", Count);
        reader.Expect(Count * ((2 * sizeof(ulong)) + (4 * sizeof(int))));
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = reader.ReadRng();
        }

        reader.ReadAll(_states.Bar.AsSpan(0, Count));
        reader.ReadAll(_states.Phase.AsSpan(0, Count));
        reader.ReadAll(_states.Elapsed.AsSpan(0, Count));
        reader.ReadAll(_states.Balls.AsSpan(0, Count));
        reader.Require(!_states.Bar.AsSpan(0, Count).ContainsAnyExceptInRange(0, _rules.LastBar)
            && !_states.Phase.AsSpan(0, Count).ContainsAnyExceptInRange(0, CatchRules.StepsBetweenBalls - 1));
        _started = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void DropBalls()
    {
        for (int group = 0; group < _appearing.Length; group++)
        {
            for (int bits = _appearing[group]; bits != 0; bits &= bits - 1)
            {
                int i = (CatchColumns.Lanes * group) + BitOperations.TrailingZeroCount(bits);
                int newest = (_states.Balls[i] >> CatchColumns.BitsPerBall) & (_rules.Size - 1);
                _states.Balls[i] |= _rules.NextColumn(newest, ref _rngs[i]);
            }
        }
    }

    private void FinishEpisodes(in BatchTransition result)
    {
        for (int group = 0; group < _ended.Length; group++)
        {
            for (int bits = _ended[group]; bits != 0; bits &= bits - 1)
            {
                int i = (CatchColumns.Lanes * group) + BitOperations.TrailingZeroCount(bits);
                result.Terminated[i] = result.Rewards[i] < 0;
                result.Truncated[i] = _states.Elapsed[i] >= CatchRules.TimeLimit;
                result.Observations.Slice(i * _cells, _cells).CopyTo(result.FinalObservations.Slice(i * _cells, _cells));
                Begin(i);
                Show(i, result.Observations);
            }
        }
    }

    private void Begin(int i)
    {
        _states.Bar[i] = _rules.FirstBar(ref _rngs[i]);
        _states.Balls[i] = _rules.FirstColumn(ref _rngs[i]);
        _states.Phase[i] = 0;
        _states.Elapsed[i] = 0;
    }

    private void Show(int i, Span<float> observations)
    {
        Span<float> observation = observations.Slice(i * _cells, _cells);
        observation.Clear();
        int balls = _states.Balls[i], oldest = Math.Min(_states.Elapsed[i], _rules.BottomRow), size = _rules.Size;
        for (int row = _states.Phase[i]; row <= oldest; row += CatchRules.StepsBetweenBalls)
        {
            observation[(row * size) + (balls & (size - 1))] = CatchRules.BallPixel;
            balls >>= CatchColumns.BitsPerBall;
        }

        _rules.ShowBar(_states.Bar[i], observation);
    }
}
