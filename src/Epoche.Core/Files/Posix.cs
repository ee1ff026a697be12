using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Epoche;

/// <summary>The calls of Unix that the base library has no name for. Where they are missing, callers do without.</summary>
internal static partial class Posix
{
    private const int ReadOnly = 0, PermissionDenied = 13, Exists = 17, Invalid = 22, ReadOnlyFiles = 30;
    private const uint AllRights = 0x1FF; // less what the user's mask takes away

    private static readonly int s_closeOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;
    private static readonly int s_nonBlocking = OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    /// <summary>Whether this system has them.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>
    /// Opens a file to look at it, without waiting: to open a named pipe in the usual way waits until somebody writes to it. Null where it
    /// cannot be opened.
    /// </summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        int descriptor = Open(path, ReadOnly | s_closeOnExec | s_nonBlocking);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>
    /// Flushes what was written to a file to the disk. Unlike <see cref="FileStream.Flush(bool)"/>, which passes over them, it throws where
    /// the disk reports errors: what was written before may be lost then.
    /// </summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void FlushFile(FileStream file)
    {
        if (!OperatingSystem.IsLinux())
        {
            file.Flush(flushToDisk: true); // on a Mac this flushes the disk's own cache too
        }

        file.Flush();
        if (IsAvailable && Flush(file.SafeFileHandle) < 0
            && Marshal.GetLastPInvokeError() is not (Invalid or ReadOnlyFiles) and int error)
        {
            string reason = Marshal.GetPInvokeErrorMessage(error);
            throw new IOException(Shown.Message($"'{file.Name}' cannot be flushed to the disk: {reason}."));
        }
    }

    /// <summary>Flushes the names in a folder to the disk: files that appeared, were renamed or deleted.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void FlushFolder(string path)
    {
        if (!IsAvailable)
        {
            return;
        }

        using SafeFileHandle? folder = TryOpen(path);
        // A file system that cannot flush folders refuses the call as invalid, and a folder that may not be read cannot be flushed.
        if (folder is not null && Flush(folder) < 0 && Marshal.GetLastPInvokeError() is not (Invalid or PermissionDenied) and int error)
        {
            throw new IOException($"The folder '{path}' cannot be flushed to the disk: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    /// <summary>Makes a folder: false where its name is taken, null where it cannot be made.</summary>
    public static bool? TryMakeFolder(string path) =>
        !IsAvailable ? null : MakeFolder(path, AllRights) == 0 ? true : Marshal.GetLastPInvokeError() == Exists ? false : null;

    [LibraryImport("libc", EntryPoint = "mkdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MakeFolder(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(SafeFileHandle descriptor);
}
