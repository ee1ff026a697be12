using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Epoche.Tracking.TensorBoard;

namespace Epoche.Cli.Tests.Disturbed;

/// <summary>
/// Everything that is in the folder of a run, times apart, under a name for each part: the same for each run of a recipe and seed, however
/// often it was interrupted.
/// </summary>
internal static partial class WholeRun
{
    private const string Events = "events.out.tfevents.";

    private static readonly string[] s_hashed = [".png", ".gif", ".svg", ".safetensors", ".yaml", ".md", ".csv"];

    public static SortedDictionary<string, string> Of(string folder)
    {
        SortedDictionary<string, string> parts = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            parts[Kind(name)] = Path.GetFileName(path) switch
            {
                "result.json" => Timeless(JsonNode.Parse(File.ReadAllText(path))!).ToJsonString(),
                "report.html" => Timeless(File.ReadAllText(path), folder),
                "refusal.json" => File.ReadAllText(path),
                string file when s_hashed.Contains(Path.GetExtension(file)) => Hash(File.ReadAllBytes(path)),
                _ => "",
            };
        }

        foreach (string with in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path).StartsWith(Events, StringComparison.Ordinal))
            .Select(path => Path.GetDirectoryName(path)!).Distinct())
        {
            string name = Path.GetRelativePath(folder, with);
            parts[$"{name}: our reader"] = Curves(with);
            parts[$"{name}: TensorBoard"] = TensorBoard(with);
        }

        return parts;
    }

    /// <summary>The first part that differs, in a few words; empty where none does.</summary>
    public static string Difference(SortedDictionary<string, string> expected, SortedDictionary<string, string> found)
    {
        string[] missing = [.. expected.Keys.Except(found.Keys)], more = [.. found.Keys.Except(expected.Keys)];
        string? other = expected.Keys.Intersect(found.Keys).FirstOrDefault(key => expected[key] != found[key]);
        return (missing, more, other) switch
        {
            ([_, ..], _, _) => $"missing: {string.Join(", ", missing)}",
            (_, [_, ..], _) => $"too many: {string.Join(", ", more)}",
            (_, _, { } key) => $"{key} differs: {At(expected[key], found[key])}",
            _ => "",
        };
    }

    private static string At(string expected, string found)
    {
        int at = expected.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count(), from = Math.Max(0, at - 200);
        return $"expected …{expected[from..Math.Min(expected.Length, at + 200)]}…\nfound …{found[from..Math.Min(found.Length, at + 200)]}…";
    }

    // How many checkpoints and event files there are depends on the interruptions.
    private static string Kind(string name) => Numbered().Replace(name, "");

    private static JsonNode Timeless(JsonNode node)
    {
        foreach (string key in node is JsonObject map ? map.Select(pair => pair.Key).ToArray() : [])
        {
            if (key is "run" or "agent" || key.EndsWith("seconds", StringComparison.Ordinal))
            {
                node.AsObject().Remove(key);
            }
            else if (node[key] is { } inner)
            {
                Timeless(inner);
            }
        }

        foreach (JsonNode? item in node as JsonArray ?? [])
        {
            if (item is not null)
            {
                Timeless(item);
            }
        }

        return node;
    }

    private static string Timeless(string html, string folder)
    {
        IEnumerable<string> figures = html.Split("<figure").Where(part => !part.Contains("per second", StringComparison.Ordinal));
        return Seconds().Replace(string.Join("<figure", figures).Replace(folder, "RUN", StringComparison.Ordinal), "TIME");
    }

    private static string Curves(string folder)
    {
        RunLog log = RunLog.Read(folder);
        StringBuilder text = new();
        foreach (string name in log.ScalarNames.Where(IsTimeless))
        {
            text.AppendLine(string.Join(' ', log.Scalars(name).Select(point => $"{point.Step}={point.Value:R}").Prepend(name)));
        }

        foreach (string name in log.OtherNames)
        {
            text.AppendLine(string.Join(' ', log.Others(name).Select(e => $"{e.Step}={Content(e)}").Prepend(name)));
        }

        return text.ToString();
    }

    /// <summary>As TensorBoard reads it: where a session starts, what was read about its step and later ones is forgotten.</summary>
    private static string TensorBoard(string folder)
    {
        List<RunEvent> events = [];
        foreach (string path in FolderListing.Files(folder, name => name.StartsWith(Events, StringComparison.Ordinal)))
        {
            using EventFileReader reader = new(path);
            while (reader.TryRead(out EventRecord? record))
            {
                if (record.IsSessionStart)
                {
                    events.RemoveAll(e => e.Step >= record.Step);
                }

                events.AddRange(record.Events);
            }
        }

        return string.Join('\n', events.Where(e => IsTimeless(e.Name)).OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Step)
            .Select(e => $"{e.Name} {e.Step}={Content(e)}"));
    }

    private static bool IsTimeless(string name) => !name.EndsWith("_per_second", StringComparison.Ordinal);

    private static string Content(RunEvent e) => e.Kind switch
    {
        RunEventKind.Scalar => $"{e.Value:R}",
        RunEventKind.Histogram => $"{e.Histogram!.Sum:R}",
        RunEventKind.Image => Hash(e.Image!.Encoded.Span),
        _ => e.Text!,
    };

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    [GeneratedRegex(@"(?<=events\.out\.tfevents\.).*|(?<=checkpoint-).*(?=\.json$)|[0-9a-f]{32}(?=\.segment$)")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\d[\d.,:]* ?(s|ms|min|h)\b|seconds</th><td>[^<]*")]
    private static partial Regex Seconds();
}
