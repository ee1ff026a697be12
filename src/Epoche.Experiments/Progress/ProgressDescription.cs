namespace Epoche;

/// <summary>How a number of a progress is written.</summary>
public enum ProgressFormat
{
    /// <summary>About three significant digits: a loss.</summary>
    Number,

    /// <summary>One decimal: a return.</summary>
    Score,

    /// <summary>In percent: an accuracy from 0 to 1.</summary>
    Percent,

    /// <summary>Whole: a speed.</summary>
    Count,
}

/// <summary>A number that a person watches while a training runs.</summary>
/// <param name="Name">What it is called, such as <c>return</c>.</param>
/// <param name="Tag">The tag under which it is reported, such as <see cref="RunTags.TrainReturn"/>.</param>
/// <param name="Format">How it is written.</param>
public sealed record ProgressFigure(string Name, string Tag, ProgressFormat Format = ProgressFormat.Number)
{
    /// <summary>What it is called, such as <c>return</c>.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>The tag under which it is reported, such as <see cref="RunTags.TrainReturn"/>.</summary>
    public string Tag { get; init => field = NotNull.Of(value); } = NotNull.Of(Tag);

    /// <summary>The weight of a new value in a running mean, above 0 and at most 1. Default 1: the value itself.</summary>
    public double Smoothing { get; init; } = 1;

    /// <summary>What the value is multiplied by, such as the images of an update. Default 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether the best evaluation stands beside it. Default false.</summary>
    public bool ShowsBest { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Tag}";
}

/// <summary>How far a training is.</summary>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Text">In words: "31,000 of 50,000 steps".</param>
/// <param name="Part">What is in training where the training has parts, such as a network of several; empty where it has none.</param>
public readonly record struct ProgressPosition(double Share, string Text, string Part = "")
{
    /// <summary>In words: "31,000 of 50,000 steps".</summary>
    public string Text { get; init => field = NotNull.Of(value); } = NotNull.Of(Text);

    /// <summary>What is in training where the training has parts, such as a network of several; empty where it has none.</summary>
    public string Part { get; init => field = NotNull.Of(value); } = NotNull.Of(Part);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>What of a training a person watches: which tags, and how the position is reported.</summary>
public sealed record ProgressDescription
{
    /// <summary>The quantity that tells whether learning works, such as the return; its history is shown as a curve.</summary>
    public required ProgressFigure Headline { get; init => field = NotNull.Of(value); }

    /// <summary>More quantities with a curve.</summary>
    public IReadOnlyList<ProgressFigure> Curves { get; init => field = NotNull.Of(value); } = [];

    /// <summary>Quantities without one.</summary>
    public IReadOnlyList<ProgressFigure> Figures { get; init => field = NotNull.Of(value); } = [];

    /// <summary>How far the training is.</summary>
    public required Func<LoopReport, ProgressPosition> Position { get; init => field = NotNull.Of(value); }

    /// <inheritdoc/>
    public override string ToString() => $"{Headline}";
}
