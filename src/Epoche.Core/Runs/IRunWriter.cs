namespace Epoche;

/// <summary>Where a run reports to. Training writes and never asks who listens: a table on the terminal, an event file, a test.</summary>
/// <remarks>
/// <see cref="Write"/> is called from the training thread between two steps, so it must be quick, must not throw, and must change nothing that
/// training reads: a writer whose disk is full drops events and the run goes on. What it is given stays valid after it returns.
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
    public static void Scalar(this IRunWriter writer, string name, long step, double value) => writer.Write(new RunEvent(name, step, value));
}
