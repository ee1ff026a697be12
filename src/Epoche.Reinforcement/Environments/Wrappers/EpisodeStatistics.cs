using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Returns and lengths of the episodes that a batch finishes. Beside the environment, not around it: show it every transition.
/// Allocates nothing after construction.
/// </summary>
public sealed class EpisodeStatistics
{
    private const int StateVersion = 1;

    private readonly double[] _returns; // of the unfinished episodes
    private readonly int[] _lengths;
    private readonly double[] _lastReturns; // rings of the finished ones
    private readonly int[] _lastLengths;

    /// <summary>For a batch of <paramref name="count"/> environments.</summary>
    /// <param name="count">Environments in the batch.</param>
    /// <param name="window">Over how many of the last episodes the means go. Default 100, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public EpisodeStatistics(int count, int window = 100)
    {
        OptionChecks.AtLeastOne(count, "environments");
        OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
        OptionChecks.AtLeastOne(window, "episodes");
        OptionChecks.AtMost(1 << 24, window, "episodes");
        _returns = new double[count];
        _lengths = new int[count];
        _lastReturns = new double[window];
        _lastLengths = new int[window];
    }

    /// <summary>Environment steps seen.</summary>
    public long Steps { get; private set; }

    /// <summary>Episodes finished.</summary>
    public long Episodes { get; private set; }

    /// <summary>The mean return (sum of rewards) of the last episodes; null before the first has finished.</summary>
    public double? MeanReturn => Mean<double>(_lastReturns);

    /// <summary>The mean length in steps of the last episodes; null before the first has finished.</summary>
    public double? MeanLength => Mean<int>(_lastLengths);

    /// <summary>
    /// The return of the episode that finished last (of those that finish in one step, the one with the
    /// highest index); null before the first.
    /// </summary>
    public double? LastReturn => Episodes == 0 ? null : _lastReturns[(int)((Episodes - 1) % _lastReturns.Length)];

    /// <summary>The length of the episode that finished last.</summary>
    public int? LastLength => Episodes == 0 ? null : _lastLengths[(int)((Episodes - 1) % _lastLengths.Length)];

    private int Window => (int)Math.Min(Episodes, _lastReturns.Length);

    /// <summary>Counts one step of the batch.</summary>
    /// <exception cref="ArgumentException">The transition is of another number of environments.</exception>
    /// <exception cref="NonFiniteException">A reward is NaN or infinite; nothing of this step was counted.</exception>
    public void Record(in BatchTransition transition)
    {
        if (transition.Rewards.Length != _returns.Length)
        {
            throw new ArgumentException(
                $"These statistics are for {_returns.Length} environments; the transition has {transition.Rewards.Length}.",
                nameof(transition));
        }

        if (transition.Rewards.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and int odd)
        {
            throw new NonFiniteException(
                Steps + _returns.Length, $"the reward of environment {odd}", transition.Rewards[odd],
                "Nothing of this step was counted: every mean would be lost.");
        }

        for (int i = 0; i < _returns.Length; i++)
        {
            _returns[i] += transition.Rewards[i];
            _lengths[i]++;
            if (transition.Ended(i))
            {
                int slot = (int)(Episodes++ % _lastReturns.Length);
                (_lastReturns[slot], _lastLengths[slot]) = (_returns[i], _lengths[i]);
                (_returns[i], _lengths[i]) = (0, 0);
            }
        }

        Steps += _returns.Length;
    }

    /// <summary>Forgets the unfinished episodes, for when the environments are reset from outside.</summary>
    public void Abandon()
    {
        Array.Clear(_returns);
        Array.Clear(_lengths);
    }

    /// <summary>Writes everything, unfinished episodes included.</summary>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, $"episode statistics over {_lastReturns.Length}", _returns.Length);
        writer.Write((ulong)Steps);
        writer.Write((ulong)Episodes);
        writer.WriteAll<double>(_returns);
        writer.WriteAll<int>(_lengths);
        writer.WriteAll<double>(_lastReturns);
        writer.WriteAll<int>(_lastLengths);
    }

    /// <summary>Continues from what <see cref="SaveState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or come from another count or window.</exception>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, $"episode statistics over {_lastReturns.Length}", _returns.Length);
        reader.Expect((2 * sizeof(ulong)) + ((_returns.Length + _lastReturns.Length) * (sizeof(double) + sizeof(int))));
        (long steps, long episodes) = ((long)reader.ReadUInt64(), (long)reader.ReadUInt64());
        reader.Require(steps >= 0 && episodes >= 0);
        (Steps, Episodes) = (steps, episodes);
        reader.ReadAll<double>(_returns);
        reader.ReadAll<int>(_lengths);
        reader.ReadAll<double>(_lastReturns);
        reader.ReadAll<int>(_lastLengths);
    }

    private double? Mean<T>(ReadOnlySpan<T> ring)
        where T : struct, System.Numerics.INumber<T>
    {
        if (Episodes == 0)
        {
            return null;
        }

        double sum = 0;
        foreach (T value in ring[..Window])
        {
            sum += double.CreateChecked(value);
        }

        return sum / Window;
    }
}
