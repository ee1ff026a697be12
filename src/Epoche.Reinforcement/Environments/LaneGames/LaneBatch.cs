using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>
/// Many environments of a game, one in each SIMD lane, with a float32 state: the rules of the scalar form in single precision, the same
/// bits at every vector width.
/// </summary>
internal sealed class LaneBatch<TGame> : IBatchEnvironment
    where TGame : struct, ILaneGame
{
    private const int StateVersion = 1;

    private readonly LaneColumns _columns; // of the state, then the steps since the reset
    private readonly Rng[] _rngs;
    private readonly ulong[] _terminated, _ended; // a bit for each environment
    private readonly int _lanes;
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private bool _started;

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public LaneBatch(int count)
        : this(count, Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4)
    {
    }

    /// <summary>With registers of so many lanes; for tests.</summary>
    public LaneBatch(int count, int lanes)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        _lanes = lanes;
        _columns = new(count, TGame.StateSize + 1);
        _rngs = new Rng[count];
        _terminated = new ulong[(count + 63) / 64];
        _ended = new ulong[_terminated.Length];
    }

    public EnvironmentSpec Spec => TGame.Spec;

    public int Count => _columns.Count;

    public IBatchEnvironment WithCount(int count) => new LaneBatch<TGame>(count, _lanes);

    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = Rng.Stream(seed, "env", i);
            Begin(i, observations);
        }

        _started = true;
    }

    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        BatchChecks.Transition(Spec, Count, result);
        ReadOnlySpan<float> chosen = Checked(actions);
        switch (_lanes)
        {
            case 16:
                LaneKernel<TGame, Vector512<float>, Simd512, RowStore512>.Advance(
                    _columns, chosen, result.Observations, result.Rewards, _terminated, _ended);
                break;
            case 8:
                LaneKernel<TGame, Vector256<float>, Simd256, RowStore256>.Advance(
                    _columns, chosen, result.Observations, result.Rewards, _terminated, _ended);
                break;
            default:
                LaneKernel<TGame, Vector128<float>, Simd128, RowStore128>.Advance(
                    _columns, chosen, result.Observations, result.Rewards, _terminated, _ended);
                break;
        }

        result.Terminated.Clear();
        result.Truncated.Clear();
        FinishEpisodes(result);
    }

    public void SaveState(IBufferWriter<byte> destination)
    {
        using SoleUse.Scope use = _use.Enter();
        ArgumentNullException.ThrowIfNull(destination);
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, Kind, Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_rngs[i]);
        }

        for (int column = 0; column <= TGame.StateSize; column++)
        {
            writer.WriteAll<float>(_columns[column]);
        }
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Kind, Count);
        reader.Expect(Count * ((2 * sizeof(ulong)) + ((TGame.StateSize + 1) * sizeof(float))));
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = reader.ReadRng();
        }

        for (int column = 0; column <= TGame.StateSize; column++)
        {
            reader.ReadAll(_columns[column]);
        }

        _started = true;
    }

    public void Dispose()
    {
    }

    private static string Kind => $"{TGame.Spec.Name}, float32";

    /// <summary>The actions as the kernel loads them, once all are known to be right.</summary>
    private ReadOnlySpan<float> Checked(in BatchActions actions)
    {
        if (!Spec.Actions.IsDiscrete)
        {
            BatchChecks.Actions(Spec, Count, actions);
            return actions.Values;
        }

        BatchChecks.DiscreteLength(Spec, Count, actions);
        int wrong = actions.Indices.IndexOfAnyExceptInRange(0, Spec.Actions.Count - 1);
        return wrong < 0
            ? MemoryMarshal.Cast<int, float>(actions.Indices)
            : throw BatchChecks.OutOfRange(Spec, wrong, actions.Indices[wrong]);
    }

    private void FinishEpisodes(in BatchTransition result)
    {
        int width = Spec.Observation.ElementCount;
        float limit = Spec.TimeLimit ?? float.PositiveInfinity;
        ReadOnlySpan<float> elapsed = _columns[TGame.StateSize];
        for (int word = 0; word < _ended.Length; word++)
        {
            for (ulong bits = _ended[word]; bits != 0; bits &= bits - 1)
            {
                int bit = BitOperations.TrailingZeroCount(bits), i = (64 * word) + bit;
                result.Terminated[i] = ((_terminated[word] >> bit) & 1) != 0;
                result.Truncated[i] = elapsed[i] >= limit;
                result.Observations.Slice(i * width, width).CopyTo(result.FinalObservations.Slice(i * width, width));
                Begin(i, result.Observations);
            }
        }
    }

    private void Begin(int i, Span<float> observations)
    {
        int width = Spec.Observation.ElementCount;
        Span<float> state = stackalloc float[TGame.StateSize];
        TGame.Begin(ref _rngs[i], state);
        for (int column = 0; column < state.Length; column++)
        {
            _columns[column][i] = state[column];
        }

        _columns[state.Length][i] = 0;
        TGame.Observe(state, observations.Slice(i * width, width));
    }
}
