namespace Epoche;

/// <summary>
/// Something that a run reports under a name at a step: a number (a point of a curve), a distribution of numbers, a picture or a text.
/// </summary>
/// <param name="Name">
/// The curve, a path of lower-case words: <c>train/loss</c>, <c>evaluation/return</c>; see <see cref="RunTags"/> for the usual ones.
/// </param>
/// <param name="Step">Where on the curve, at least 0: the number of environment steps, or of updates where there is no environment.</param>
/// <param name="Value">
/// The number; NaN for an event that is none. Not a number and the infinities are allowed: they are what one wants to see.
/// </param>
/// <remarks>
/// It carries no time of day, so that a run repeated writes the same events; a writer that needs the time looks at its own clock.
/// </remarks>
public readonly record struct RunEvent(string Name, long Step, double Value)
{
    /// <summary>The curve, a path of lower-case words: <c>train/loss</c>; see <see cref="RunTags"/> for the usual ones.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    // null, RunHistogram, RunImage or string: what the constructors below allow, and nothing else.
    private readonly object? _content;

    private RunEvent(string name, long step, object content)
        : this(name ?? throw new ArgumentNullException(nameof(name)), step, double.NaN) => _content = content;

    /// <summary>A distribution of numbers.</summary>
    /// <param name="name">The name.</param>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="histogram">The distribution.</param>
    /// <exception cref="ArgumentNullException">There is no histogram.</exception>
    public RunEvent(string name, long step, RunHistogram histogram)
        : this(name, step, (object)histogram) => ArgumentNullException.ThrowIfNull(histogram);

    /// <summary>A picture, still or moving.</summary>
    /// <param name="name">The name.</param>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="image">The picture.</param>
    /// <exception cref="ArgumentNullException">There is no picture.</exception>
    public RunEvent(string name, long step, RunImage image)
        : this(name, step, (object)image) => ArgumentNullException.ThrowIfNull(image);

    /// <summary>A text in Markdown.</summary>
    /// <param name="name">The name.</param>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentNullException">There is no text.</exception>
    public RunEvent(string name, long step, string text)
        : this(name, step, (object)text) => ArgumentNullException.ThrowIfNull(text);

    /// <summary>What is reported.</summary>
    public RunEventKind Kind => _content switch
    {
        null => RunEventKind.Scalar,
        RunHistogram => RunEventKind.Histogram,
        RunImage => RunEventKind.Image,
        _ => RunEventKind.Text,
    };

    /// <summary>The distribution; null where the event is something else.</summary>
    public RunHistogram? Histogram => _content as RunHistogram;

    /// <summary>The picture; null where the event is something else.</summary>
    public RunImage? Image => _content as RunImage;

    /// <summary>The text; null where the event is something else.</summary>
    public string? Text => _content as string;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(RunEvent), PrintMembers);
}
