namespace Epoche;

/// <summary>Which of the bars of a <see cref="Market"/> episodes are of; bars are split by time, never at random.</summary>
public enum MarketPart
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>The first, for training.</summary>
    Train,

    /// <summary>Those behind them, for the choice of settings.</summary>
    Validation,

    /// <summary>The last, for the figures that are published.</summary>
    Test,
}
