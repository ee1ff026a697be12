using System.Text.Json;
using Epoche.Cli.Recording;

namespace Epoche.Cli.Imitation;

/// <summary>The pictures of a study, from its folder alone.</summary>
internal static class ImitationReport
{
    private const int MostCurves = 4;

    private static readonly (string Tag, string Title)[] s_overlays =
    [
        (NetworkRecorder.TestAccuracy, "Test accuracy"), (RunTags.TrainAccuracy, "Training accuracy"), (NetworkRecorder.TestLoss, "Test loss"), (RunTags.TrainLoss, "Training loss"),
    ];

    public static ReportData Of(string folder, ImitationRecipe recipe)
    {
        string table = Path.Combine(folder, ImitationCall.TableName);
        (string words, IReadOnlyList<IReadOnlyList<string>> rows) = File.Exists(table) ? TextTable.Parse(File.ReadAllText(table)) : ("", []);
        return new ReportData
        {
            Title = $"{recipe.Name} · seed {recipe.Seed}",
            Subtitle = "Learning a policy from records",
            Status = File.Exists(table) ? "complete" : "not finished",
            Figures = [.. Figures(Path.Combine(folder, "result.json"))],
            Charts = Charts(folder, recipe),
            Grids = rows is [var head, ..] ? [new ReportGrid("Networks", head, [.. rows.Skip(1)])] : [],
            Texts =
            [
                .. words.Length > 0 ? [new ReportText("Result", words)] : Array.Empty<ReportText>(),
                new ReportText("Configuration", recipe.ResolvedYaml, IsYaml: true),
            ],
        };
    }

    /// <summary>All networks in one chart for each quantity; then each network's two losses, which show where it over- or underfits.</summary>
    public static IReadOnlyList<Chart> Charts(string folder, ImitationRecipe recipe)
    {
        (NetworkSize Size, RunLog Log)[] logs =
        [
            .. from size in recipe.Networks
               let path = Path.Combine(folder, size.FolderName)
               where Directory.Exists(path)
               let log = RunLog.Read(path)
               where log.ScalarNames.Count > 0
               select (size, log),
        ];
        if (logs.Length == 0)
        {
            return [];
        }

        // More than some curves in one chart are a tangle: then the first, the last and those between at equal distances.
        (NetworkSize Size, RunLog Log)[] shown = logs.Length <= MostCurves ? logs : [.. Enumerable.Range(0, MostCurves).Select(i => logs[i * (logs.Length - 1) / (MostCurves - 1)])];
        return
        [
            .. from overlay in s_overlays
               select Chart(overlay.Title, shown.Select(l => Series(l.Size.Name, l.Log, overlay.Tag))),
            .. from l in shown
               select Chart($"{l.Size.Name}: loss", [Series("training", l.Log, RunTags.TrainLoss), Series("test", l.Log, NetworkRecorder.TestLoss)]),
        ];
    }

    /// <summary>Writes <c>report.html</c>, <c>curves.svg</c> and <c>curves.png</c>.</summary>
    public static void Save(string folder, ImitationRecipe recipe)
    {
        ReportData report = Of(folder, recipe);
        Report.Save(report, Path.Combine(folder, RunPictures.ReportName));
        Chart[] curves = [.. report.Charts.Where(c => c.Title is "Test accuracy" or "Test loss")];
        if (curves.Length > 0)
        {
            Comparison.ComparisonCharts.Save(curves, Path.Combine(folder, "curves.svg"), Path.Combine(folder, "curves.png"));
        }
    }

    /// <summary>What came of it, in large letters; nothing where there is no result yet.</summary>
    private static IEnumerable<ReportFigure> Figures(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using JsonDocument document = Parse(path);
        JsonElement result = document.RootElement;
        yield return new("Test accuracy", Format.Accuracy(result.GetProperty("evaluation").GetProperty("accuracy").GetDouble()), $"network {result.GetProperty("best").GetString()}");
        yield return new("Baseline", Format.Accuracy(result.GetProperty("baseline").GetProperty("test_accuracy").GetDouble()), "always the same action");
        if (result.GetProperty("smallest_perfect") is { ValueKind: JsonValueKind.Object } smallest)
        {
            yield return new("Plays perfectly", Format.Count(smallest.GetProperty("units").GetInt32(), "hidden unit"), Format.Count(smallest.GetProperty("parameters").GetInt32(), "parameter"));
        }
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(path, $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}", "JSON", "something else", exception);
        }
    }

    private static LineChart Chart(string title, IEnumerable<ChartSeries> series) => new() { Title = title, XLabel = "epochs", Series = [.. series] };

    private static ChartSeries Series(string name, RunLog log, string tag) => new() { Name = name, Points = [.. log.Scalars(tag).Select(p => new ChartPoint(p.Step, p.Value))] };
}
