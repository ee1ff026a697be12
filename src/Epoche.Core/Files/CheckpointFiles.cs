namespace Epoche;

/// <summary>What a folder of checkpoints says without being opened: who only looks needs no lock, and no training.</summary>
internal static class CheckpointFiles
{
    private const string LockName = "lock";

    /// <summary>The file that the process at work holds.</summary>
    public static string LockIn(string folder) => Path.Combine(folder, LockName);

    /// <summary>Whether a process has the folder open now.</summary>
    public static bool IsOpen(string folder) => FolderLock.IsTaken(LockIn(folder));

    /// <summary>The step of the newest checkpoint, without checking its data; null where there is none that can be read.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static long? StepIn(string folder)
    {
        foreach (string path in Manifests(folder))
        {
            try
            {
                return CheckpointManifest.Read(path).Step;
            }
            catch (Exception exception) when (exception is DataFormatException or FileNotFoundException)
            {
                // Damaged, or just replaced by a newer one: the next may do.
            }
        }

        return null;
    }

    /// <summary>The paths of the manifests, the newest first.</summary>
    public static string[] Manifests(string folder) =>
        Directory.Exists(folder)
            ?
            [
                .. FolderListing.Files(folder, CheckpointManifest.IsName)
                    .Where(p => CheckpointManifest.NumberOf(p) >= 0)
                    .OrderByDescending(CheckpointManifest.NumberOf),
            ]
            : [];
}
