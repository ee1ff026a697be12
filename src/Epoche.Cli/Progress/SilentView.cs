namespace Epoche.Cli.Progress;

/// <summary>Nobody watches.</summary>
internal sealed class SilentView : IProgressView
{
    public bool IsDue => false;

    public void Show(ProgressSnapshot snapshot)
    {
    }

    public void Dispose()
    {
    }
}
