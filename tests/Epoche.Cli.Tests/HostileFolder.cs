using System.Diagnostics;
using System.Security.Cryptography;

namespace Epoche.Cli.Tests;

/// <summary>Runs as somebody may send them: copies of a good one, each with one thing in it that no run writes.</summary>
internal static class HostileFolder
{
    private const long Sparse = 900_000_000;

    private static readonly string[] s_files =
    [
        "recipe.yaml", "result.json", "extension.json", "episode.gif", "evaluation.png", "report.html", ".events.lock",
        "events.out.tfevents.0000000001.x.1.0", "checkpoints/lock", "checkpoints/checkpoint-000000099-0123456789abcdef.json",
        "checkpoints/new-0.segment", "model/model.yaml", "model/weights.safetensors", "model/weights.safetensors.next", "classified",
        "play.gif", "refusal/refusal.json", "result.json.new", ".result.json.1-1.tmp",
    ];

    /// <summary>Links: their names, and where each leads.</summary>
    public static IEnumerable<(string Name, string Target)> Links(string outside) =>
    [
        .. s_files.Select(file => (file, Path.Combine(outside, "file"))),
        ("checkpoints", Path.Combine(outside, "folder")), ("model", Path.Combine(outside, "folder")),
        ("new", Path.Combine(outside, "folder")),
        ("dangling.png", Path.Combine(outside, "nothing")), ("loop", "loop"), ("result.json", "/dev/zero"), ("up", ".."),
        ("a/b/c", "../../recipe.yaml"),
    ];

    /// <summary>Everything else, by name: what is done to the folder of a run.</summary>
    public static IEnumerable<(string Name, Action<string> Change)> Others(string outside) =>
    [
        .. s_files.Select(file => ($"pipe {file}", (Action<string>)(run => Make("mkfifo", Place(run, file))))),
        .. s_files.Select(file => ($"sparse {file}", (Action<string>)(run => MakeSparse(Place(run, file))))),
        .. s_files.Select(file => ($"folder {file}", (Action<string>)(run => Directory.CreateDirectory(Place(run, file))))),
        .. s_files.Select(
            file => ($"hard link {file}", (Action<string>)(run => Make("ln", Path.Combine(outside, "file"), Place(run, file))))),
        .. s_files.Select(file => ($"device {file}", (Action<string>)(run => Make("mknod", Place(run, file), "c", "1", "5")))),
        ("deep", run => Directory.CreateDirectory(Path.Combine([run, .. Enumerable.Repeat("d", 200)]))),
        ("names", run => File.WriteAllText(Path.Combine(run, "a\e[31m\n\u202eb.png"), "")),
        ("\e]0;title\a\u202enames\nof runs", _ => { }),
    ];

    /// <summary>A copy of a run, with all that is below it.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(path, Place(to, Path.GetRelativePath(from, path)));
        }
    }

    /// <summary>Names, kinds, contents and times of all that is in a folder.</summary>
    public static string Fingerprint(string folder) => string.Join(
        '\n',
        from path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let content = File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "folder"
        select $"{path} {File.GetLastWriteTimeUtc(path).Ticks} {content}");

    /// <summary>The place of a file or a link in a run, with nothing in it any more.</summary>
    public static string Place(string run, string name)
    {
        string path = Path.Combine(run, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(path);
        return path;
    }

    private static void MakeSparse(string path)
    {
        using FileStream file = File.Create(path);
        file.SetLength(Sparse);
    }

    /// <summary>Where it may not be made, as devices may not by most users, the place stays empty.</summary>
    private static void Make(string program, params string[] args)
    {
        using Process made = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        made.WaitForExit();
    }
}
