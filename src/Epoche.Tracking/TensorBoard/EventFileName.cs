using System.Globalization;

namespace Epoche.Tracking.TensorBoard;

/// <summary>
/// Names of event files: <c>events.out.tfevents.TIME.HOST.PID.UID</c>. Readers take the files of a directory in the order of their names.
/// </summary>
internal static class EventFileName
{
    private const string Prefix = "events.out.tfevents.";
    private const int TimeDigits = 10;
    private const long LastTime = 9_999_999_999;

    /// <summary>Event files of a directory, the oldest first; none where there is no directory.</summary>
    public static IReadOnlyList<string> In(string directory) =>
        Directory.Exists(directory) ? FolderListing.Files(directory, name => name.StartsWith(Prefix, StringComparison.Ordinal)) : [];

    /// <summary>
    /// A name that sorts after all that are there. A clock that stands still or goes back between two starts must not put the newer file
    /// first, so the time is at least one second after the newest file's.
    /// </summary>
    /// <exception cref="IOException">No time of ten digits is later.</exception>
    public static string Next(string directory, DateTimeOffset now, string host, int process, int counter)
    {
        long time = Math.Clamp(now.ToUnixTimeSeconds(), 0, LastTime);
        foreach (string path in In(directory))
        {
            if (TimeOf(path) is { } taken && taken >= time)
            {
                time = taken + 1;
            }
        }

        if (time > LastTime)
        {
            throw new IOException($"'{directory}' holds an event file with the last possible time, {LastTime}: no newer file can sort "
                + "after it. Remove or rename it.");
        }

        string safeHost = string.Concat(host.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
        return string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{time:D10}.{(safeHost.Length == 0 ? "localhost" : safeHost)}.{process}.{counter}");
    }

    private static long? TimeOf(string path)
    {
        string name = Path.GetFileName(path);
        return name.Length > Prefix.Length + TimeDigits && name[Prefix.Length + TimeDigits] == '.'
            && long.TryParse(name.AsSpan(Prefix.Length, TimeDigits), NumberStyles.None, CultureInfo.InvariantCulture, out long time)
            ? time
            : null;
    }
}
