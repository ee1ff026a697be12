using System.Globalization;

namespace Epoche;

/// <summary>How a <see cref="Market"/> is traded.</summary>
public sealed record MarketOptions
{
    /// <summary>
    /// What is paid of the value that is bought or sold, as a share: fees and half of the spread. Default 0.001; range 0 to 0.5.
    /// </summary>
    public double Cost { get; init; } = 0.001;

    /// <summary>By how much the price that is had is worse than the bar's, as a share. Default 0.0005; range 0 to 0.5.</summary>
    public double Slippage { get; init; } = 0.0005;

    /// <summary>How many past returns an observation holds. Default 16; range 1 to 1,000.</summary>
    public int Window { get; init; } = 16;

    /// <summary>The most bars of an episode, which begins at a random one. Default 250; range 1 to 1,000,000.</summary>
    public int Episode { get; init; } = 250;

    /// <summary>Which bars. Default: all.</summary>
    public MarketPart Part { get; init; } = MarketPart.All;

    /// <summary>The share of the bars that is for training. Default 0.6; above 0, below 1.</summary>
    public double TrainShare { get; init; } = 0.6;

    /// <summary>The share of the bars, behind those for training, that is for validation. Default 0.2; range 0 to 1.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Whether positions may be short, down to −1. Default false: 0 is the least.</summary>
    public bool Short { get; init; }

    /// <summary>
    /// By how many bars observations are late. An edge that one bar more destroys was never there for anybody who cannot trade at the very
    /// price that is observed. Default 0; range 0 to 1,000.
    /// </summary>
    public int Lag { get; init; }

    /// <summary>
    /// The seed by which the returns of the part are shuffled: what is earned then is luck, costs and the market's drift. Default null: not
    /// shuffled.
    /// </summary>
    public ulong? Shuffle { get; init; }

    internal MarketOptions Checked()
    {
        Within(nameof(Cost), Cost, 0, 0.5);
        Within(nameof(Slippage), Slippage, 0, 0.5);
        Within(nameof(Window), Window, 1, 1_000);
        Within(nameof(Episode), Episode, 1, 1_000_000);
        Within(nameof(TrainShare), TrainShare, 0.01, 0.99);
        Within(nameof(ValidationShare), ValidationShare, 0, 0.99 - TrainShare);
        Within(nameof(Lag), Lag, 0, 1_000);
        return Enum.IsDefined(Part)
            ? this
            : throw new ArgumentOutOfRangeException(nameof(Part), $"Market: there is no part {(int)Part}.");
    }

    /// <summary>The bars of the part, of so many: the first, and the one behind the last.</summary>
    internal (int From, int To) Bars(int count)
    {
        int train = (int)(count * TrainShare), validation = train + (int)(count * ValidationShare);
        return Part switch
        {
            MarketPart.Train => (0, train),
            MarketPart.Validation => (train, validation),
            MarketPart.Test => (validation, count),
            _ => (0, count),
        };
    }

    private static void Within(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentOutOfRangeException(
                name, string.Create(CultureInfo.InvariantCulture, $"Market: {name} must be from {low} to {high}; received {value}."));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(MarketOptions), PrintMembers);
}
