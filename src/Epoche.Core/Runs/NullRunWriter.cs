namespace Epoche;

/// <summary>The writer that records nothing: the default wherever a run can report.</summary>
public sealed class NullRunWriter : IRunWriter
{
    /// <summary>The only instance; it has no state.</summary>
    public static NullRunWriter Instance { get; } = new();

    private NullRunWriter()
    {
    }

    /// <inheritdoc/>
    public void Write(in RunEvent runEvent)
    {
    }
}
