namespace Epoche;

/// <summary>
/// A log that knows whether a worker that took a trial is still there, so that trials of killed workers are taken over at once.
/// </summary>
public interface IWorkerPresence
{
    /// <summary>Says that a worker is there, until the result is disposed or the process ends.</summary>
    /// <param name="worker">Its name, which is a file name.</param>
    IDisposable Enter(string worker);

    /// <summary>Whether a worker is there; null where that cannot be known, as of another machine.</summary>
    /// <param name="worker">Its name.</param>
    bool? IsThere(string worker);
}
