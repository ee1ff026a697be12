using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>
/// Memory that another process sees too: a mapped file, in memory where the system keeps files there. Room is taken when it is made, so
/// that a full disk is an error then and not a signal later.
/// </summary>
internal sealed unsafe class SharedMemory : IDisposable
{
    private const string InMemory = "/dev/shm";

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private bool _isDisposed;

    private SharedMemory(string path, long bytes)
    {
        (Path, Bytes) = (path, bytes);
        FileStream stream = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete,
            PreallocationSize = bytes, BufferSize = 0,
        });
        try
        {
            stream.SetLength(bytes);
            _file = MemoryMappedFile.CreateFromFile(
                stream, mapName: null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        }
        catch (Exception)
        {
            stream.Dispose();
            Unlink();
            throw;
        }

        _view = _file.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.ReadWrite);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    /// <summary>Where the file is, until <see cref="Unlink"/>.</summary>
    public string Path { get; private set; }

    /// <summary>How long it is.</summary>
    public long Bytes { get; }

    /// <summary>Makes memory of zeros.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    /// <exception cref="UnauthorizedAccessException">No folder for temporary files may be written to.</exception>
    public static SharedMemory Create(long bytes)
    {
        if (Directory.Exists(InMemory))
        {
            try
            {
                return new(NameIn(InMemory), bytes);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Containers often have little of it; the folder of temporary files does as well.
            }
        }

        return new(NameIn(System.IO.Path.GetTempPath()), bytes);
    }

    /// <summary>Numbers from a place on.</summary>
    public Span<T> Of<T>(long at, int count)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return at >= 0 && count >= 0 && at + ((long)count * Unsafe.SizeOf<T>()) <= Bytes
            ? new(_start + at, count)
            : throw new ArgumentOutOfRangeException(
                nameof(at), $"{count} elements from byte {at} on are not within {Bytes} bytes of shared memory.");
    }

    /// <summary>Takes the file's name away once the other process has opened it: nothing stays of it, whoever is killed.</summary>
    public void Unlink()
    {
        if (Path.Length == 0)
        {
            return;
        }

        try
        {
            File.Delete(Path);
            TemporaryName.Release(Path);
            Path = "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In use, as Windows sees it: again when it is disposed.
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        Unlink();
    }

    private static string NameIn(string folder) => TemporaryName.Next(System.IO.Path.Combine(folder, "epoche"), TemporaryName.File);
}
