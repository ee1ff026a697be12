using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// Names of what is written beside its place, <c>.NAME.PROCESS-NUMBER.tmp</c> for a file and <c>….new</c> for a folder: nobody had them
/// before, and they say whose they are, so that those of killed processes can be removed.
/// </summary>
internal static class TemporaryName
{
    /// <summary>How they end.</summary>
    public const string File = ".tmp", Folder = ".new";

    private const int LongestStem = 200; // in UTF-8; names of files have at most 255 bytes

    private static readonly ConcurrentDictionary<string, byte> s_inWork = new(StringComparer.Ordinal);
    private static int s_counter;

    /// <summary>A name that this process has not used yet, as one in work.</summary>
    /// <param name="path">Whose place it will take.</param>
    /// <param name="end">Of which kind it is.</param>
    public static string Next(string path, string end)
    {
        string full = Path.GetFullPath(path);
        int number = Interlocked.Increment(ref s_counter);
        string name = Path.Combine(
            Path.GetDirectoryName(full)!, $".{Stem(Path.GetFileName(full))}.{Environment.ProcessId}-{number}{end}");
        s_inWork[name] = 0;
        return name;
    }

    /// <summary>What stands of a file's name in that of a temporary one, which is longer, and has to be a name too.</summary>
    public static string Stem(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > LongestStem)
        {
            name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        }

        return name;
    }

    /// <summary>Says that a name has its place, or is given up.</summary>
    public static void Release(string name) => s_inWork.TryRemove(name, out _);

    /// <summary>Whether a process began to write it that has ended since.</summary>
    /// <param name="path">A path.</param>
    /// <param name="end">Of which kind it would be.</param>
    public static bool IsLeftover(string path, string end)
    {
        string[] parts = Path.GetFileName(path).Split('.');
        return parts.Length >= 4 && parts[0].Length == 0 && $".{parts[^1]}" == end
            && parts[^2].Split('-') is [var process, var number] && TryNumber(process, out int id) && TryNumber(number, out _)
            && (id == Environment.ProcessId ? !s_inWork.ContainsKey(Path.GetFullPath(path)) : !IsAlive(id));
    }

    /// <summary>Whether a name is taken, by a link to nothing too.</summary>
    public static bool IsTaken(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsAlive(int process)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
