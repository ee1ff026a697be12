using System.Globalization;

namespace Epoche;

/// <summary>A measured number that should get better.</summary>
/// <param name="name">Its name, such as <c>validation/loss</c>.</param>
/// <param name="higherIsBetter">Whether it should rise.</param>
/// <param name="leastChange">By how much it must be better than the best to count, 0 or more.</param>
internal sealed class Watched(string name, bool higherIsBetter, float leastChange)
{
    private readonly float _leastChange = Require.NotNegative(leastChange, "least change");

    /// <summary>The best so far; NaN before the first.</summary>
    internal double Best { get; set; } = double.NaN;

    internal string Name => name;

    /// <summary>What it is the best of, for states: the best of one number says nothing about another.</summary>
    internal string Text => $"the {(higherIsBetter ? "highest" : "lowest")} {name}";

    internal string BestText => $"{name} {Best.ToString("G6", CultureInfo.InvariantCulture)}";

    /// <summary>Whether the epoch is the best so far; a NaN never is.</summary>
    internal bool Improves(EpochReport epoch)
    {
        double value = epoch.Measured(name);
        bool better = !double.IsNaN(value) && (double.IsNaN(Best) || (higherIsBetter ? value > Best + _leastChange : value < Best - _leastChange));
        Best = better ? value : Best;
        return better;
    }
}
