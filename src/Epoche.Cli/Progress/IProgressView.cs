namespace Epoche.Cli.Progress;

/// <summary>
/// Shows a training to whoever watches. Training asks <see cref="IsDue"/> often and builds a snapshot only when one is wanted.
/// </summary>
internal interface IProgressView : IDisposable
{
    /// <summary>Whether enough time has passed since the last snapshot. Cheap: a look at the clock.</summary>
    bool IsDue { get; }

    void Show(ProgressSnapshot snapshot);
}
