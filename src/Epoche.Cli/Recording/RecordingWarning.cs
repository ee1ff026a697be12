namespace Epoche.Cli.Recording;

/// <summary>Says that curves are lost, and never stops what they are curves of.</summary>
internal static class RecordingWarning
{
    public static void Write(TextWriter warnings, Exception exception)
    {
        try
        {
            warnings.WriteLine($"warning: {exception.Message} Training goes on without a record of its curves.");
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            // Nobody listens any more, and training depends on no listener.
        }
    }
}
