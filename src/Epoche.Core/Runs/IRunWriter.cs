namespace Epoche;

/// <summary>Where a run reports to. Training writes and never asks who listens: a table on the terminal, an event file, a test.</summary>
/// <remarks>
/// <see cref="Write"/> is called from the training thread between two steps, so it must be quick, must not throw, and must change nothing
/// that training reads: a writer whose disk is full drops events and the run goes on. What it is given stays valid after it returns.
/// </remarks>
public interface IRunWriter
{
    /// <summary>Records one event.</summary>
    /// <param name="runEvent">The event. Steps of one name never decrease.</param>
    void Write(in RunEvent runEvent);
}

/// <summary>Convenience over <see cref="IRunWriter"/>.</summary>
public static class RunWriterExtensions
{
    /// <summary>Records one number; see <see cref="RunEvent"/> for the arguments.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The curve, such as <c>train/loss</c>.</param>
    /// <param name="step">Where on the curve, at least 0.</param>
    /// <param name="value">The number.</param>
    public static void Scalar(this IRunWriter writer, string name, long step, double value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(name);
        writer.Write(new RunEvent(name, step, value));
    }

    /// <summary>Records how numbers are distributed. Where nobody listens nothing is counted.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The name, such as <c>weights/dense_1</c>.</param>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="values">The numbers; see <see cref="RunHistogram"/>.</param>
    /// <param name="buckets">
    /// How many buckets of one width; null for buckets that grow with the size of the numbers, as weights need them.
    /// </param>
    public static void Histogram(this IRunWriter writer, string name, long step, ReadOnlySpan<float> values, int? buckets = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(name);
        if (writer is not NullRunWriter)
        {
            writer.Write(new RunEvent(name, step, buckets is { } number ? RunHistogram.Of(values, number) : RunHistogram.Of(values)));
        }
    }

    /// <summary>Records a picture.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The name.</param>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="encoded">The bytes of a PNG or a GIF file; they are not copied and must not change.</param>
    /// <exception cref="ArgumentException">The bytes are neither.</exception>
    public static void Image(this IRunWriter writer, string name, long step, ReadOnlyMemory<byte> encoded)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(name);
        writer.Write(new RunEvent(name, step, new RunImage(encoded)));
    }

    /// <summary>Records a text in Markdown.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The name.</param>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="text">The text.</param>
    public static void Text(this IRunWriter writer, string name, long step, string text)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        writer.Write(new RunEvent(name, step, text));
    }

    /// <summary>Records a text that is shown as it stands, such as a recipe: as a block of code in Markdown.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The name.</param>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="code">The text.</param>
    /// <param name="language">Its language, such as <c>yaml</c>.</param>
    public static void Code(this IRunWriter writer, string name, long step, string code, string language = "")
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(code);
        string fence = "```";
        while (code.Contains(fence, StringComparison.Ordinal))
        {
            fence += '`';
        }

        writer.Text(name, step, $"{fence}{language}\n{code.TrimEnd('\n')}\n{fence}");
    }
}
