namespace Epoche.Cli.Progress;

/// <summary>One named number of a running training, formatted for people.</summary>
internal readonly record struct Figure(string Name, string Value);

/// <summary>What a person watching a training sees at one moment.</summary>
internal sealed record ProgressSnapshot
{
    /// <summary>How much is done, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>How much is done, in words: "31,000 of 50,000 steps".</summary>
    public required string Position { get; init; }

    /// <summary>An estimate of the seconds left; null while there is nothing to estimate from.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>The quantity that tells whether learning works, such as the return.</summary>
    public required Figure Headline { get; init; }

    /// <summary>The history of the headline's quantity, oldest first.</summary>
    public IReadOnlyList<double> Curve { get; init; } = [];

    /// <summary>More quantities with their histories, each below the headline; plain lines show where they stand.</summary>
    public IReadOnlyList<(Figure Figure, IReadOnlyList<double> Curve)> Curves { get; init; } = [];

    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>The share as people read it: "62%".</summary>
    public string Percent => $"{Math.Floor((100 * Share) + 1e-9)}%";

    public string Left => SecondsLeft is { } seconds ? $"{Format.Duration(seconds)} left" : "";
}
