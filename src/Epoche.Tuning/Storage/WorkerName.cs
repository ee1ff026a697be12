using System.Diagnostics;
using System.Globalization;

namespace Epoche.Tuning;

/// <summary>Names of workers: which machine and process they are of, and no two alike.</summary>
internal static class WorkerName
{
    private static int s_count;

    /// <summary>The machine's name, as far as it can stand in a file's.</summary>
    public static string Machine { get; } =
        string.Concat(Environment.MachineName.Where(char.IsAsciiLetterOrDigit).Take(40)) is { Length: > 0 } name ? name : "machine";

    /// <summary>A name that nobody had.</summary>
    public static string Next() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Machine}-{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}-{Interlocked.Increment(ref s_count)}");

    /// <summary>Whether a text of a file can be one.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 200 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && text[0] != '-';
}
