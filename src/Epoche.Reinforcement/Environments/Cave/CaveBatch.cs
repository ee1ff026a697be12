using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Cave for many environments at once: the same rules as <see cref="Cave"/>, bit for bit, on screens packed
/// into words and heights in half rows.
/// </summary>
public sealed class CaveBatch : IBatchEnvironment
{
    private const int StateVersion = 1, Size = CaveRules.Size, Cells = Size * Size;
    private const int StartHeight = (int)(2 * CaveRules.StartHeight), MaxSpeed = (int)(2 * CaveRules.MaxSpeed);

    private readonly Rng[] _rngs;
    private readonly CaveTunnel[] _tunnels;
    private readonly ulong[] _screens; // 48 rows each
    private readonly SoleUse _use = BatchChecks.SoleUse();
    private readonly int[] _heights, _speeds, _elapsed; // half rows from the top; half rows a step, upwards positive; steps
    private bool _started;

    /// <summary>A batch of Cave-48x48.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public CaveBatch(int count)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        _rngs = new Rng[count];
        _tunnels = new CaveTunnel[count];
        _screens = new ulong[count * Size];
        _heights = new int[count];
        _speeds = new int[count];
        _elapsed = new int[count];
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec => CaveRules.Spec;

    /// <inheritdoc/>
    public int Count => _rngs.Length;

    /// <inheritdoc/>
    public IBatchEnvironment WithCount(int count) => new CaveBatch(count);

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observations)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Observations(Spec, Count, observations.Length);
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = Rng.Stream(seed, "env", i);
            Begin(i, observations.Slice(i * Cells, Cells));
        }

        _started = true;
    }

    /// <inheritdoc/>
    public void Step(in BatchActions actions, in BatchTransition result)
    {
        using SoleUse.Scope use = _use.Enter();
        BatchChecks.Step(Spec, Count, _started, actions, result);
        for (int i = 0; i < Count; i++)
        {
            int push = actions.Indices[i] == CaveRules.Hold ? 1 : -1;
            _speeds[i] = Math.Clamp(_speeds[i] + push, -MaxSpeed, MaxSpeed);
            _heights[i] -= _speeds[i];
            Span<ulong> screen = Screen(i);
            CaveScreen.Scroll(screen, _tunnels[i].Next(ref _rngs[i]).Bits());
            Span<float> observation = result.Observations.Slice(i * Cells, Cells);
            CaveScreen.Show(screen, UpperRow(i), observation);
            bool touched = CaveScreen.Touches(screen, UpperRow(i)), late = ++_elapsed[i] >= CaveRules.TimeLimit;
            result.Rewards[i] = touched ? 0 : 1;
            result.Terminated[i] = touched;
            result.Truncated[i] = late;
            if (touched | late)
            {
                observation.CopyTo(result.FinalObservations.Slice(i * Cells, Cells));
                Begin(i, observation);
            }
        }
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
            _tunnels[i].Save(writer);
        }

        writer.WriteAll<ulong>(_screens);
        writer.WriteAll<int>(_heights);
        writer.WriteAll<int>(_speeds);
        writer.WriteAll<int>(_elapsed);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using SoleUse.Scope use = _use.Enter();
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, $"{Spec.Name}, packed", Count);
        for (int i = 0; i < Count; i++)
        {
            _rngs[i] = reader.ReadRng();
            _tunnels[i].Restore(ref reader);
        }

        reader.ReadAll<ulong>(_screens);
        reader.ReadAll<int>(_heights);
        reader.ReadAll<int>(_speeds);
        reader.ReadAll<int>(_elapsed);
        reader.End();
        reader.Require(!_heights.AsSpan().ContainsAnyExceptInRange(0, 2 * (Size - CaveRules.FlyerSize))
            && !_speeds.AsSpan().ContainsAnyExceptInRange(-MaxSpeed, MaxSpeed));
        _started = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Span<ulong> Screen(int i) => _screens.AsSpan(i * Size, Size);

    private int UpperRow(int i) => (_heights[i] + 1) >> 1; // half a row below a row's middle counts as the next one

    private void Begin(int i, Span<float> observation)
    {
        (_heights[i], _speeds[i], _elapsed[i], _tunnels[i]) = (StartHeight, 0, 0, CaveTunnel.Start());
        for (int x = 0; x < Size; x++)
        {
            CaveScreen.Scroll(Screen(i), _tunnels[i].Next(ref _rngs[i]).Bits());
        }

        CaveScreen.Show(Screen(i), UpperRow(i), observation);
    }
}
