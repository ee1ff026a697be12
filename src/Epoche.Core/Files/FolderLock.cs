namespace Epoche;

/// <summary>
/// Keeps a folder to one process. The system drops the lock when the process ends, however it ends: there is
/// nothing to clean up after a kill.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int Attempts = 10, WaitMilliseconds = 20; // whoever only asks whether a folder is in use holds the lock for a moment
    private const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35, SharingViolationOnWindows = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, which is a file in the folder.</summary>
    /// <exception cref="IOException">Another process, or another part of this one, holds it; or the file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static FolderLock Take(string path)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                RequireOwn(path);
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                if (attempt == Attempts)
                {
                    throw new FolderInUseException(Path.GetDirectoryName(Path.GetFullPath(path))!, exception);
                }

                Thread.Sleep(WaitMilliseconds);
            }
        }
    }

    /// <summary>Whether somebody holds the lock now.</summary>
    public static bool IsTaken(string path)
    {
        try
        {
            RequireOwn(path);
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return false;
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // no such file, or none that anybody could hold
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The lock is a file in its folder; a link would lock, and create, a file elsewhere.</summary>
    private static void RequireOwn(string path)
    {
        FolderLinks.RequireNone(path);
        ReadableFile.RequireRegular(path);
    }

    private static bool IsHeld(IOException exception) =>
        exception.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows;
}
