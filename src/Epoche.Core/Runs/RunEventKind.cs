namespace Epoche;

/// <summary>What a <see cref="RunEvent"/> reports.</summary>
public enum RunEventKind
{
    /// <summary>A number: a point of a curve.</summary>
    Scalar,

    /// <summary>A distribution of numbers.</summary>
    Histogram,

    /// <summary>A picture, still or moving.</summary>
    Image,

    /// <summary>A text in Markdown.</summary>
    Text,
}
