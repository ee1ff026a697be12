using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Epoche.Cli.Tests;

/// <summary>What a command asked of the system about files, in the order in which it did, as strace tells it.</summary>
internal sealed partial class SystemCalls
{
    private const string Watched =
        "openat,open,creat,write,pwrite64,writev,pwritev,fsync,fdatasync,rename,renameat,renameat2,mkdir,unlink,close";

    private const string Unfinished = "<unfinished ...>";

    private readonly Dictionary<int, string> _open = [];
    private readonly HashSet<string> _unflushed = [], _unflushedNames = [];
    private readonly string _folder;

    /// <summary>Follows the calls of a trace.</summary>
    /// <param name="trace">The lines of strace.</param>
    /// <param name="folder">The folder whose files count.</param>
    private SystemCalls(IEnumerable<string> trace, string folder)
    {
        _folder = folder;
        foreach (string line in Whole(trace))
        {
            if (Call().Match(line) is { Success: true } call)
            {
                Follow(call.Groups["name"].Value, call.Groups["args"].Value, call.Groups["result"].Value);
            }
        }

        Breaches.AddRange(_unflushedNames.Select(path => $"{path}: its name was never flushed"));
    }

    /// <summary>Whether strace is installed and may trace here.</summary>
    public static bool IsAvailable { get; } = Try();

    /// <summary>What got its name by a rename, in order.</summary>
    public List<string> Renamed { get; } = [];

    /// <summary>Where the order was another than write, flush, rename, flush.</summary>
    public List<string> Breaches { get; } = [];

    public static SystemCalls Of(string[] args, string folder)
    {
        string file = Path.Combine(folder, "calls.txt");
        string[] options = ["-f", "-qq", "-s", "1000", "-e", $"trace={Watched}", "-o", file];
        using ChildProcess process = ChildProcess.Under("strace", options, folder, args);
        CliRun call = process.Wait();
        Assert.True(call.ExitCode == 0, call.Error);
        return new(File.ReadLines(file), Path.GetFullPath(folder));
    }

    private void Follow(string name, string args, string result)
    {
        if (result.StartsWith('-'))
        {
            return;
        }

        string[] paths = [.. Quoted().Matches(args).Select(match => Path.GetFullPath(Path.Combine(_folder, match.Groups[1].Value)))];
        string? open = int.TryParse(args.Split(',', ')')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor)
            ? _open.GetValueOrDefault(descriptor)
            : null;
        switch (name)
        {
            case "open" or "openat" or "creat":
                _open[int.Parse(result, CultureInfo.InvariantCulture)] = paths[0];
                break;
            case "close":
                _open.Remove(descriptor);
                break;
            case "write" or "pwrite64" or "writev" or "pwritev" when open is not null && IsOurs(open):
                _unflushed.Add(open);
                break;
            case "fsync" or "fdatasync" when open is not null:
                _unflushed.Remove(open);
                _unflushedNames.RemoveWhere(path => Path.GetDirectoryName(path) == open);
                break;
            case "mkdir" when IsOurs(paths[0]):
                _unflushedNames.Add(paths[0]);
                break;
            case "unlink" when Path.GetFileName(paths[0]) == "result.json":
                _unflushedNames.Add(paths[0]);
                break;
            case "rename" or "renameat" or "renameat2" when IsOurs(paths[^1]):
                Rename(paths[0], paths[1]);
                break;
        }
    }

    private void Rename(string from, string to)
    {
        if (_unflushed.Any(path => path == from || path.StartsWith(from + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            Breaches.Add($"{to}: renamed before all of it was flushed");
        }

        // What says that other files are there is the last: their names are flushed by then.
        string folder = Path.GetDirectoryName(to)!;
        IEnumerable<string> needed = Path.GetFileName(to) switch
        {
            "result.json" => _unflushedNames,
            { } name when name.StartsWith("checkpoint-", StringComparison.Ordinal) =>
                _unflushedNames.Where(path => Path.GetDirectoryName(path) == folder),
            _ => [],
        };
        Breaches.AddRange(needed.Select(path => $"{to}: renamed before the name of {path} was flushed"));
        _unflushedNames.RemoveWhere(path => path == from || path.StartsWith(from + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        _unflushedNames.Add(to);
        Renamed.Add(Path.GetRelativePath(_folder, to));
    }

    private bool IsOurs(string path) => path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>
    /// The calls of one thread that those of another came between, in one piece: where they ended; but a file is closed, and its number is
    /// free for the next, where that began.
    /// </summary>
    private static IEnumerable<string> Whole(IEnumerable<string> trace)
    {
        Dictionary<string, string> begun = [];
        foreach (string line in trace)
        {
            string thread = line.Split(' ')[0];
            if (line.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                begun[thread] = line[..^Unfinished.Length];
                if (line.Contains(" close(", StringComparison.Ordinal))
                {
                    yield return $"{begun[thread]}) = 0";
                }
            }
            else if (Resumed().Match(line) is { Success: true } end)
            {
                if (!begun.GetValueOrDefault(thread, "").Contains(" close(", StringComparison.Ordinal))
                {
                    yield return begun.GetValueOrDefault(thread) + line[(end.Index + end.Length)..];
                }
            }
            else
            {
                yield return line;
            }
        }
    }

    private static bool Try()
    {
        try
        {
            ProcessStartInfo start = new("strace", ["-qq", "-o", "/dev/null", "true"]) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\d+\s+(?<name>\w+)\((?<args>.*)\)\s+= (?<result>-?\d+)")]
    private static partial Regex Call();

    [GeneratedRegex(@"<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Quoted();
}
