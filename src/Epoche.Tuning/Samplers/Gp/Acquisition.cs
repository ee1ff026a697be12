namespace Epoche.Tuning;

/// <summary>How much a trial is expected to be worth; to be maximised. Not safe for several threads.</summary>
internal abstract class Acquisition
{
    /// <summary>The worth of a trial.</summary>
    /// <param name="row">Its coordinates.</param>
    /// <param name="gradient">Receives the gradient; empty where none is needed.</param>
    public abstract double Value(ReadOnlySpan<double> row, Span<double> gradient);
}
