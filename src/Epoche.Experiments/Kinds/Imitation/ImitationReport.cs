using System.Text.Json;

namespace Epoche.Experiments;

/// <summary>The pictures of a study, from its folder alone.</summary>
internal static class ImitationReport
{
    private const int MostCurves = 4;

    private static readonly (string Tag, string Title)[] s_overlays =
    [
        (NetworkRecorder.TestAccuracy, "Test accuracy"),
        (RunTags.TrainAccuracy, "Training accuracy"),
        (NetworkRecorder.TestLoss, "Test loss"),
        (RunTags.TrainLoss, "Training loss"),
    ];

    public static ReportData Of(RunFolder run, ImitationRecipe recipe)
    {
        string table = Path.Combine(run.Path, ImitationFiles.Table);
        (string words, IReadOnlyList<IReadOnlyList<string>> rows) = File.Exists(table) ? ReadTable(table) : ("", []);
        return new ReportData
        {
            Title = $"{recipe.Name} · seed {recipe.Seed}",
            Subtitle = "Learning a policy from records",
            Status = File.Exists(table) ? "complete" : "not finished",
            Figures = [.. Figures(run)],
            Charts = Charts(run.Path, recipe),
            Grids = rows is [var head, ..] ? [new ReportGrid("Networks", head, [.. rows.Skip(1)])] : [],
            Texts =
            [
                .. words.Length > 0 ? [new ReportText("Result", words)] : Array.Empty<ReportText>(),
                new ReportText("Configuration", recipe.ResolvedYaml, IsYaml: true),
            ],
        };
    }

    /// <summary>
    /// All networks in one chart for each quantity; then each network's two losses, which show where it over- or underfits.
    /// </summary>
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
        (NetworkSize Size, RunLog Log)[] shown = logs.Length <= MostCurves
            ? logs
            : [.. Enumerable.Range(0, MostCurves).Select(i => logs[i * (logs.Length - 1) / (MostCurves - 1)])];
        return
        [
            .. from overlay in s_overlays
               select Chart(overlay.Title, shown.Select(l => Series(l.Size.Name, l.Log, overlay.Tag))),
            .. from l in shown
               select Chart(
                   $"{l.Size.Name}: loss", [Series("training", l.Log, RunTags.TrainLoss), Series("test", l.Log, NetworkRecorder.TestLoss)]),
        ];
    }

    /// <summary>Writes <c>curves.svg</c> and <c>curves.png</c>.</summary>
    public static void SaveCurves(string folder, ImitationRecipe recipe)
    {
        Chart[] curves = [.. Charts(folder, recipe).Where(c => c.Title is "Test accuracy" or "Test loss")];
        if (curves.Length > 0)
        {
            ChartFiles.Save(curves, Path.Combine(folder, "curves.svg"), Path.Combine(folder, "curves.png"));
        }
    }

    private static (string Words, IReadOnlyList<IReadOnlyList<string>> Rows) ReadTable(string path)
    {
        string text = ReadableFile.ReadText(path, ImitationFiles.MostTableBytes);
        (string words, IReadOnlyList<IReadOnlyList<string>> rows) = TextTable.Parse(text);
        return rows.FirstOrDefault(row => row.Count != rows[0].Count) is { } other
            ? throw new DataFormatException(path, $"the row '{other[0]}'", $"{rows[0].Count} cells, as the heading has", $"{other.Count}")
            : (words, rows);
    }

    /// <summary>What came of it, in large letters; nothing where there is no result yet.</summary>
    private static IEnumerable<ReportFigure> Figures(RunFolder run)
    {
        if (run.ReadResult() is not { Status: RunStatus.Complete } result)
        {
            yield break;
        }

        ImitationHeadline headline = ImitationJson.Headline(result, run.Path);
        yield return new("Test accuracy", Format.Accuracy(headline.Accuracy), $"network {headline.Best}");
        yield return new("Baseline", Format.Accuracy(headline.BaselineAccuracy), "always the same action");
        if (headline.Smallest is { } smallest)
        {
            yield return new(
                "Plays perfectly", Format.Count(smallest.Units, "hidden unit"), Format.Count(smallest.Parameters, "parameter"));
        }
    }

    private static LineChart Chart(string title, IEnumerable<ChartSeries> series) =>
        new() { Title = title, XLabel = "epochs", Series = [.. series] };

    private static ChartSeries Series(string name, RunLog log, string tag) =>
        new() { Name = name, Points = [.. log.Scalars(tag).Select(p => new ChartPoint(p.Step, p.Value))] };
}
