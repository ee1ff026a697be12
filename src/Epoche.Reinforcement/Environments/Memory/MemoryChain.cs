using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Remember what was shown at the start until it is asked for at the end (Osband et al. 2020, bsuite's memory tests). The first two
/// observations show a context of ±1 for each bit; after L steps without any a bit's number is shown, and the next action is to say that
/// bit. What was done before does not count.
/// <para>Observation <c>[2 + bits]</c>: 1 − t/L, the bit that is asked for (at t = L − 1, else 0), the context (at t = 0, else 0); the
/// first two observations are those of t = 0. Actions: 0 says −1 and 1 says +1. Reward 0, for the last action 1 where it is right and −1
/// where it is wrong. Terminates after L + 1 steps, which is also the time limit. The best return is 1, who does not remember earns 0 on
/// average.</para>
/// </summary>
public sealed partial class MemoryChain : IStatefulEnvironment
{
    private const int MostBits = 40, MostSteps = 10_000;

    private readonly int _length, _bits;
    private ulong _context;
    private int _query, _step;

    /// <summary>A chain of some length.</summary>
    /// <param name="length">
    /// L, how long to remember. Default 20; from 1 to 10,000. bsuite has 1 to 10, 12, 14, 17, 20, 25, 30, 40, … 100.
    /// </param>
    /// <param name="bits">How many bits to remember. Default 1; from 1 to 40.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MemoryChain(int length = 20, int bits = 1)
    {
        CountChecks.AtLeast(1, length);
        CountChecks.AtMost(MostSteps, length);
        CountChecks.AtLeast(1, bits);
        CountChecks.AtMost(MostBits, bits);
        (_length, _bits) = (length, bits);
        ObservationLayout layout = ObservationLayout.Of(
            new("time left", [1]), new("asked for", [1]) { IsConstant = bits == 1 }, new("context", [bits]));
        Spec = new()
        {
            Name = bits == 1 ? $"MemoryChain-{length}" : $"MemoryChain-{length}-bits-{bits}",
            Observation = layout.Shape,
            Layout = layout,
            Actions = ActionSpec.Discrete(2),
            TimeLimit = length + 1, // the task itself ends there
            BestReturn = 1,
        };
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        _context = rng.NextUInt64() & ((1UL << _bits) - 1);
        _query = rng.NextInt(_bits);
        _step = 0;
        Observe(0, observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        Observe(_step, observation);
        bool isLast = _step++ == _length;
        return new(!isLast ? 0 : action.Index == (int)((_context >> _query) & 1) ? 1 : -1, Terminated: isLast, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_context);
        writer.Write(_query);
        writer.Write(_step);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        (ulong context, int query, int step) = (reader.ReadUInt64(), reader.ReadInt32(), reader.ReadInt32());
        reader.End();
        reader.Require(context < 1UL << _bits && (uint)query < (uint)_bits && (uint)step <= (uint)_length + 1);
        (_context, _query, _step) = (context, query, step);
    }

    private void Observe(int time, Span<float> observation)
    {
        Spec.RequireRoom(observation);
        observation[0] = 1 - ((float)time / _length);
        observation[1] = time == _length - 1 ? _query : 0;
        for (int bit = 0; bit < _bits; bit++)
        {
            observation[2 + bit] = time > 0 ? 0 : ((_context >> bit) & 1) == 1 ? 1 : -1;
        }
    }
}
