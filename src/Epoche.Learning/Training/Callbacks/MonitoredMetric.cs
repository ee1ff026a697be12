using System.Globalization;

namespace Epoche;

/// <summary>A measured number that should get better, and the best of it so far.</summary>
/// <param name="name">Its name, such as <c>validation/loss</c>.</param>
/// <param name="higherIsBetter">Whether it should rise.</param>
/// <param name="leastChange">By how much it must be better than the best to count, 0 or more.</param>
internal sealed class MonitoredMetric(string name, bool higherIsBetter, float leastChange)
{
    private IReadOnlyList<ScopedSlab>? _weights;

    internal BestWeights Best => field ??= new(Require.NotNegative(leastChange, "least change")) { Of = () => _weights };

    /// <summary>The best number; NaN before the first.</summary>
    internal double Value => Best.Evaluation?.Measurements[0].Value ?? double.NaN;

    internal string Name => name;

    /// <summary>What it is the best of, for states: the best of one number says nothing about another.</summary>
    internal string Text => $"the {(higherIsBetter ? "highest" : "lowest")} {name}";

    internal string BestText => $"{name} {Value.ToString("G6", CultureInfo.InvariantCulture)}";

    /// <summary>Says whose weights are kept with the best: those of a loaded state must be of the same sizes.</summary>
    internal void Keep(IReadOnlyList<ScopedSlab> weights) => _weights = weights;

    /// <summary>Loads the best number, and the weights that belong to it.</summary>
    internal void Load(StateLoader from)
    {
        from.Part("best", Best);
        if (Best.Evaluation is { Measurements.Count: not 1 } evaluation)
        {
            throw from.Mismatch("best", $"one number, {name}", $"{evaluation.Measurements.Count}");
        }
    }

    /// <summary>Whether the epoch is the best so far; a NaN never is.</summary>
    /// <param name="epoch">What was measured.</param>
    /// <param name="weights">The weights to keep then; empty: none.</param>
    internal bool Improves(EpochReport epoch, IReadOnlyList<ScopedSlab> weights)
    {
        double value = epoch.Measured(name);
        return Best.Offer(
            new LoopEvaluation(new Score(higherIsBetter ? value : -value), [new MetricValue(name, value)]), epoch.Epoch, weights);
    }
}
