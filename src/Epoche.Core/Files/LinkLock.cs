using System.Diagnostics;
using System.Globalization;

namespace Epoche;

/// <summary>
/// Keeps a file to one writer at a time, across machines too: a link of a known name beside the file, which only one can make. Python's
/// Optuna locks its journals like this. One that was left behind by a crash is removed once nobody has changed it for a while.
/// </summary>
internal sealed class LinkLock : IDisposable
{
    private const int LongestWaitMilliseconds = 1000, MostFailures = 20, Patience = 4;

    private static int s_count;

    private readonly string _link;

    private LinkLock(string link) => _link = link;

    /// <summary>Waits until the lock is free, and takes it. The folder is made if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="grace">For how long a lock that does not change is waited for.</param>
    /// <exception cref="IOException">The link cannot be made, or others keep taking it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static LinkLock Take(string path, TimeSpan grace)
    {
        string link = $"{path}.lock";
        NewFolder.MakeLasting(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DateTime seen = default;
        long began = Stopwatch.GetTimestamp(), since = began;
        int failures = 0;
        for (int wait = 1; ; wait = Math.Min(wait * 2, LongestWaitMilliseconds))
        {
            if (TryMake(link, path, ref failures))
            {
                return new(link);
            }

            if (Stopwatch.GetElapsedTime(began) > grace * Patience)
            {
                throw new IOException(Shown.Message(
                    $"'{path}' is locked: others have held '{link}' for {(grace * Patience).TotalSeconds} s in turn. "
                    + $"Wait until they are done; if nobody works on it, delete that file."));
            }

            DateTime made = MadeAt(link);
            if (made != seen)
            {
                (seen, since) = (made, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) >= grace)
            {
                RemoveLeftover(link, made);
                (seen, wait) = (default, 1);
                continue;
            }

            Thread.Sleep(Math.Min(wait, (int)Math.Max(1, grace.TotalMilliseconds / 4)));
        }
    }

    /// <summary>Frees it. One that was taken away meanwhile, as by someone who waited too long, is not an error here.</summary>
    public void Dispose()
    {
        string aside = Aside(_link);
        try
        {
            File.Move(_link, aside, overwrite: true);
            File.Delete(aside);
        }
        catch (FileNotFoundException)
        {
            // Somebody took it for one that a crash left behind.
        }
    }

    /// <summary>Whether it could be made; where it could not, somebody has it, or had it until a moment ago.</summary>
    private static bool TryMake(string link, string path, ref int failures)
    {
        try
        {
            if (Posix.IsAvailable)
            {
                File.CreateSymbolicLink(link, path);
            }
            else
            {
                new FileStream(link, FileMode.CreateNew, FileAccess.Write).Dispose(); // links need rights that users of Windows lack
            }

            return true;
        }
        catch (IOException) when (TemporaryName.IsTaken(link))
        {
            failures = 0;
            return false;
        }
        catch (IOException) when (++failures < MostFailures)
        {
            return false; // freed between the attempt and the look, perhaps
        }
    }

    private static DateTime MadeAt(string link) => new FileInfo(link).LastWriteTimeUtc;

    private static void RemoveLeftover(string link, DateTime made)
    {
        string aside = Aside(link);
        try
        {
            File.Move(link, aside, overwrite: true);
            if (MadeAt(aside) == made)
            {
                File.Delete(aside);
            }
            else
            {
                File.Move(aside, link); // freed and taken by another between the look and the removal: it is theirs
            }
        }
        catch (IOException)
        {
            AtomicFile.TryDelete(aside); // another removed it first
        }
    }

    /// <summary>A name that nobody has, on any machine.</summary>
    private static string Aside(string link)
    {
        string process = $"{Environment.MachineName}-{Environment.ProcessId}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{link}{process}-{Stopwatch.GetTimestamp():x}-{Interlocked.Increment(ref s_count)}.rename");
    }
}
