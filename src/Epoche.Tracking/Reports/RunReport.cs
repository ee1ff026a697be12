using System.Globalization;
using System.Text;

namespace Epoche.Tracking.Reports;

/// <summary>Gathers what the folder of a run says about it.</summary>
internal sealed class RunReport(string folder)
{
    private const long LargestText = 1 << 22, LargestPicture = 1 << 25;
    private const string LowerBound = "_min", UpperBound = "_max";
    private const int MostDistributions = 12, MostPictures = 8;

    // How the last words of usual names are called, in the order in which they are shown.
    private static readonly (string Word, string Title)[] s_titles =
    [
        ("return", "Return"), ("accuracy", "Accuracy"), ("loss", "Loss"), ("epsilon", "Exploration ε"), ("q_mean", "Mean action value"),
        ("gradient_norm", "Gradient norm"), ("learning_rate", "Learning rate"),
    ];

    private readonly RunLog _log = Directory.Exists(folder) ? RunLog.Read(folder) : throw new DirectoryNotFoundException($"There is no folder '{folder}'.");

    public ReportData Build()
    {
        RunResultFile? result = RunResultFile.Read(Path.Combine(folder, "result.json"));
        string? recipe = Text(Path.Combine(folder, "recipe.yaml")) ?? Unfenced(Latest(RunTags.Recipe)?.Text);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new ReportData
        {
            Title = result?.Title ?? name,
            Subtitle = Summary(recipe),
            Status = result?.Status ?? (_log.Succeeded is null ? "not finished" : null),
            Figures = result?.Figures ?? [],
            Charts = [.. CurveFirst(Curves(result?.XLabel ?? "steps")), .. Distributions()],
            Images = [.. Pictures()],
            Tables = [.. Tables(result)],
            Texts =
            [
                .. _log.LeftOut.Count > 0 ? [new ReportText("Left out of this report, for it cannot be read", string.Join('\n', _log.LeftOut))] : Array.Empty<ReportText>(),
                .. recipe is null ? Array.Empty<ReportText>() : [new ReportText("Configuration", recipe, IsYaml: true)],
            ],
        };
    }

    // The first chart is shown large: a curve, where there is one, not single points.
    private static List<LineChart> CurveFirst(IEnumerable<LineChart> all)
    {
        List<LineChart> charts = [.. all];
        int first = charts.FindIndex(chart => chart.Series.Any(series => series.Points.Count > 1));
        if (first > 0)
        {
            LineChart large = charts[first];
            charts.RemoveAt(first);
            charts.Insert(0, large);
        }

        return charts;
    }

    /// <summary>Curves whose names end alike stand in one chart: train/loss and validation/loss.</summary>
    private IEnumerable<LineChart> Curves(string xLabel) =>
        from name in _log.ScalarNames
        where !IsBound(name)
        group name by name[(name.LastIndexOf('/') + 1)..] into curves
        let place = Array.FindIndex(s_titles, title => title.Word == curves.Key)
        orderby place < 0 ? s_titles.Length : place, curves.Key
        select new LineChart
        {
            Title = place < 0 ? Words(curves.Key) : s_titles[place].Title,
            XLabel = xLabel,
            Series = [.. curves.OrderBy(name => !IsTraining(name)).ThenBy(name => name, StringComparer.Ordinal).Select(Series)],
        };

    private ChartSeries Series(string name) => new()
    {
        Name = name.Contains('/', StringComparison.Ordinal) ? Prefix(name) : name,
        Points = [.. _log.Scalars(name).Select(point => new ChartPoint(point.Step, point.Value))],
        IsSmoothed = IsTraining(name),
        Band = Band(name),
    };

    // The spread around a curve is its band, where every point has one.
    private (double Low, double High)[]? Band(string name)
    {
        IReadOnlyList<ScalarPoint> low = _log.Scalars(name + LowerBound), high = _log.Scalars(name + UpperBound);
        int count = _log.Scalars(name).Count;
        return count > 0 && low.Count == count && high.Count == count ? [.. low.Zip(high, (l, h) => (l.Value, h.Value))] : null;
    }

    private bool IsBound(string name) =>
        (name.EndsWith(LowerBound, StringComparison.Ordinal) && Band(name[..^LowerBound.Length]) is not null)
        || (name.EndsWith(UpperBound, StringComparison.Ordinal) && Band(name[..^UpperBound.Length]) is not null);

    private static string Prefix(string name) => name[..name.LastIndexOf('/')] is "train" ? "training" : name[..name.LastIndexOf('/')];

    private static bool IsTraining(string name) => name.StartsWith("train/", StringComparison.Ordinal);

    private static string Words(string name)
    {
        string words = name.Replace('_', ' ');
        return words.Length == 0 ? "Values" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    // The returns of the last evaluation first, then weights and whatever else the run counted.
    private IEnumerable<HistogramChart> Distributions() =>
        (from name in _log.OtherNames
         let last = _log.Others(name)[^1]
         where last.Kind == RunEventKind.Histogram
         orderby name != RunTags.EvaluationReturns, name != RunTags.ActionValues, name
         select new HistogramChart
         {
             Title = name == RunTags.EvaluationReturns ? "Returns of the last evaluation" : $"{(name == RunTags.ActionValues ? "Action values" : Words(name.Replace('/', ' ')))}, step {Axis.Number(last.Step)}",
             XLabel = name == RunTags.EvaluationReturns ? "return of an episode" : "",
             Histogram = last.Histogram!,
         }).Take(MostDistributions);

    private IEnumerable<ReportImage> Pictures()
    {
        IEnumerable<ReportImage> recorded = from name in _log.OtherNames
                                            let last = _log.Others(name)[^1]
                                            where last.Kind == RunEventKind.Image && name != RunTags.EvaluationPicture // the distribution itself is a chart
                                            let title = name == RunTags.EvaluationEpisode ? "An episode of the greedy policy" : name == RunTags.Confusion ? "Answers by class" : Words(name.Replace('/', ' '))
                                            select new ReportImage(title, last.Image!, $"{title}, after {Axis.Number(last.Step)} steps") { IsDiagram = name == RunTags.Confusion };
        IEnumerable<ReportImage> files = from path in Directory.GetFiles(folder).Order(StringComparer.Ordinal)
                                         where Path.GetExtension(path) is ".gif" or ".png" && Path.GetFileName(path) != "evaluation.png" && new FileInfo(path).Length <= LargestPicture
                                         let title = Words(Path.GetFileNameWithoutExtension(path))
                                         select new ReportImage(title, Picture(path), title) { IsDiagram = Path.GetFileName(path) == "confusion.png" };
        return recorded.Concat(files).DistinctBy(picture => Convert.ToBase64String(picture.Image.Encoded.Span)).Take(MostPictures);
    }

    private static RunImage Picture(string path)
    {
        try
        {
            return new RunImage(File.ReadAllBytes(path));
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(path, "byte 0", "a PNG or GIF file", exception.Message, exception);
        }
    }

    private IEnumerable<ReportTable> Tables(RunResultFile? result)
    {
        if (result is not null)
        {
            yield return new ReportTable("Result", result.Rows);
        }

        KeyValuePair<string, string>[] machine = [.. MachineInfo.FromMarkdown(Latest(RunTags.Machine)?.Text ?? "")];
        if (machine.Length > 0)
        {
            yield return new ReportTable("Machine and versions", machine);
        }

        // Settings stand in the recipe where there is one.
        if (_log.Parameters.Count > 0 && !File.Exists(Path.Combine(folder, "recipe.yaml")))
        {
            yield return new ReportTable("Settings", [.. _log.Parameters.Select(setting => KeyValuePair.Create(setting.Name, setting.ToString()))]);
        }
    }

    private RunEvent? Latest(string name) => _log.Others(name) is { Count: > 0 } events ? events[^1] : null;

    private static string? Text(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        long length = new FileInfo(path).Length;
        if (length > LargestText)
        {
            throw new DataFormatException(path, "end of the file", $"at most {LargestText} bytes", string.Create(CultureInfo.InvariantCulture, $"{length}"));
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataFormatException(path, $"byte {exception.Index}", "text in UTF-8", "other bytes", exception);
        }
    }

    // What RunWriterExtensions.Code put around a text.
    private static string? Unfenced(string? text)
    {
        if (text is null || !text.StartsWith("```", StringComparison.Ordinal))
        {
            return text;
        }

        int start = text.IndexOf('\n', StringComparison.Ordinal), end = text.LastIndexOf('\n');
        return start < end ? text[(start + 1)..end] : text;
    }

    // The first line of a recipe is a comment that says what it is.
    private static string? Summary(string? recipe) =>
        recipe is not null && recipe.StartsWith("# ", StringComparison.Ordinal) ? recipe[2..].Split('\n')[0].Trim() : null;
}
