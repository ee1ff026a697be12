using System.Globalization;
using Epoche.Tracking.Runs;

namespace Epoche.Tracking.Reports;

/// <summary>Gathers what the folder of a run says about it.</summary>
internal sealed class RunReport(string folder, RunResult? result)
{
    private const int LargestText = 1 << 22, LargestPicture = 1 << 25;
    private const string LowerBound = "_min", UpperBound = "_max";
    private const int MostDistributions = 12, MostPictures = 8;

    // What one person looks at; what is beyond it is counted on the page.
    private const int MostCharts = 60, MostSeries = 24, MostRows = 500, LongestName = 100, LongestShownText = 1 << 18;

    // How the last words of usual names are called, in the order in which they are shown.
    private static readonly (string Word, string Title)[] s_titles =
    [
        ("return", "Return"), ("accuracy", "Accuracy"), ("r2", "R²"), ("mae", "MAE"), ("loss", "Loss"), ("epsilon", "Exploration ε"),
        ("q_mean", "Mean action value"), ("gradient_norm", "Gradient norm"), ("learning_rate", "Learning rate"), ("rmse", "RMSE"),
    ];

    private readonly List<string> _leftOut = [];
    private readonly RunLog _log =
        Directory.Exists(folder) ? RunLog.Read(folder) : throw new DirectoryNotFoundException($"There is no folder '{folder}'.");

    public ReportData Build()
    {
        ResultFigures? figures = result is null ? null : new(result);
        string? recipe = Text(Path.Combine(folder, "recipe.yaml")) ?? Unfenced(Latest(RunTags.Recipe)?.Text);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        LineChart[] curves = [.. Curves(figures?.XLabel ?? "steps")];
        LineChart[] charts = [.. Some(curves.Where(chart => !IsSinglePoints(chart)), MostCharts, "charts")];
        ReportTable[] tables = [.. Tables(figures, curves)];
        if (recipe is { Length: > LongestShownText })
        {
            _leftOut.Add("the middle of the configuration");
            recipe = Shown.Cut(recipe, LongestShownText);
        }

        return new ReportData
        {
            Title = figures?.Title ?? name,
            Subtitle = Summary(recipe),
            Status = (result is null ? null : RunResultFile.Word(result.Status)) ?? (_log.Succeeded is null ? "not finished" : null),
            Figures = [.. figures?.Figures ?? []],
            Charts = [.. charts, .. Distributions()],
            Images = Pictures(),
            Tables = tables,
            Texts =
            [
                .. _leftOut.Count > 0
                    ? [new ReportText("Left out of this report", string.Join('\n', _leftOut))]
                    : Array.Empty<ReportText>(),
                .. _log.Skipped.Count > 0
                    ? [new ReportText("Left out of this report, for it cannot be read", string.Join('\n', _log.Skipped))]
                    : Array.Empty<ReportText>(),
                .. recipe is null ? Array.Empty<ReportText>() : [new ReportText("Configuration", recipe, IsYaml: true)],
            ],
        };
    }

    // What was measured once is no curve: it is a row of a table.
    private static bool IsSinglePoints(LineChart chart) => chart.Series.All(series => series.Points.Count <= 1);

    /// <summary>The first of some things; how many more there are is noted.</summary>
    private T[] Some<T>(IEnumerable<T> all, int most, string what)
    {
        T[] array = [.. all];
        if (array.Length > most)
        {
            _leftOut.Add(string.Create(CultureInfo.InvariantCulture, $"{array.Length - most:N0} more {what}"));
        }

        return array[..Math.Min(array.Length, most)];
    }

    private static IEnumerable<KeyValuePair<string, string>> SinglePoints(IEnumerable<LineChart> charts) =>
        from chart in charts.Where(IsSinglePoints)
        from series in chart.Series
        from point in series.Points
        select KeyValuePair.Create(
            $"{chart.Title}, {series.Name}",
            string.Create(CultureInfo.InvariantCulture, $"{point.Y:G4} after {point.X:N0} {chart.XLabel}"));

    /// <summary>Curves whose names end alike stand in one chart: train/loss and validation/loss.</summary>
    private IEnumerable<LineChart> Curves(string xLabel) =>
        from name in _log.ScalarNames
        where !IsBound(name)
        group name by name[(name.LastIndexOf('/') + 1)..] into curves
        let isOnce = curves.All(name => _log.Scalars(name).Count <= 1)
        let place = Array.FindIndex(s_titles, title => title.Word == curves.Key)
        orderby place < 0 ? s_titles.Length : place, curves.Key
        select new LineChart
        {
            Title = place < 0 ? Words(curves.Key) : s_titles[place].Title,
            XLabel = xLabel,
            Series =
            [
                .. Some(
                    curves.OrderBy(name => !IsTraining(name)).ThenBy(name => name, StringComparer.Ordinal),
                    isOnce ? int.MaxValue : MostSeries,
                    $"curves of the chart '{Words(curves.Key)}'").Select(Series),
            ],
        };

    private ChartSeries Series(string name) => new()
    {
        Name = Shown.Cut(name.Contains('/', StringComparison.Ordinal) ? Prefix(name) : name, LongestName),
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
        string words = Shown.Cut(name, LongestName).Replace('_', ' ');
        return words.Length == 0 ? "Values" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    // The returns of the evaluations first, then weights and whatever else the run counted.
    private HistogramChart[] Distributions() => Some(
        from name in _log.OtherNames
        let last = _log.Others(name)[^1]
        where last.Kind == RunEventKind.Histogram
        orderby name != RunTags.FinalReturns, name != RunTags.EvaluationReturns, name != RunTags.ActionValues, name
        select new HistogramChart
        {
            Title = name switch
            {
                RunTags.FinalReturns => "Returns of the final evaluation",
                RunTags.EvaluationReturns => "Returns of the last evaluation",
                RunTags.ActionValues => $"Action values, step {Axis.Number(last.Step)}",
                _ => $"{Words(name.Replace('/', ' '))}, step {Axis.Number(last.Step)}",
            },
            XLabel = name is RunTags.FinalReturns or RunTags.EvaluationReturns ? "return of an episode" : "",
            Histogram = last.Histogram!,
        },
        MostDistributions,
        "distributions");

    private ReportImage[] Pictures()
    {
        IEnumerable<ReportImage> recorded = from name in _log.OtherNames
                                            let last = _log.Others(name)[^1]
                                            // The distribution itself is a chart.
                                            where last.Kind == RunEventKind.Image && name != RunTags.EvaluationPicture
                                            let title = name == RunTags.EvaluationEpisode ? "An episode of the greedy policy"
                                                : name == RunTags.Confusion ? "Answers by class"
                                                : name == RunTags.Predictions ? "Predicted and true numbers"
                                                : Words(name.Replace('/', ' '))
                                            select new ReportImage(title, last.Image!, $"{title}, after {Axis.Number(last.Step)} steps")
                                            {
                                                IsDiagram = name is RunTags.Confusion or RunTags.Predictions,
                                            };
        IEnumerable<ReportImage> files = from path in FolderListing.Files(folder)
                                         where Path.GetExtension(path) is ".gif" or ".png" && Path.GetFileName(path) != "evaluation.png"
                                             && IsShort(path)
                                         let title = Words(Path.GetFileNameWithoutExtension(path))
                                         select new ReportImage(
                                             title, Picture(path), title)
                                         {
                                             IsDiagram = Path.GetFileName(path) is "confusion.png" or "predictions.png",
                                         };
        return Some(
            recorded.Concat(files).DistinctBy(picture => Sha256.Of(picture.Image.Encoded.Span)),
            MostPictures,
            "pictures");
    }

    private bool IsShort(string path)
    {
        try
        {
            ReadableFile.Open(path, LargestPicture).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is DataFormatException or IOException)
        {
            _leftOut.Add(exception.Message);
            return false;
        }
    }

    private static RunImage Picture(string path)
    {
        try
        {
            return new RunImage(ReadableFile.ReadBytes(path, LargestPicture));
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(path, "byte 0", "a PNG or GIF file", exception.Message, exception);
        }
    }

    private IEnumerable<ReportTable> Tables(ResultFigures? figures, IEnumerable<LineChart> curves)
    {
        if (figures is not null)
        {
            yield return new ReportTable("Result", Some(figures.Rows, MostRows, "rows of the result"));
        }

        KeyValuePair<string, string>[] once = [.. SinglePoints(curves)];
        if (once.Length > 0)
        {
            yield return new ReportTable("Measured once", Some(once, MostRows, "values that were measured once"));
        }

        KeyValuePair<string, string>[] machine = [.. MachineInfo.FromMarkdown(Latest(RunTags.Machine)?.Text ?? "")];
        if (machine.Length > 0)
        {
            yield return new ReportTable("Machine and versions", Some(machine, MostRows, "rows on the machine"));
        }

        // Settings stand in the recipe where there is one.
        if (_log.Parameters.Count > 0 && !File.Exists(Path.Combine(folder, "recipe.yaml")))
        {
            yield return new ReportTable(
                "Settings",
                Some(_log.Parameters.Select(setting => KeyValuePair.Create(setting.Name, setting.ToString())), MostRows, "settings"));
        }
    }

    private RunEvent? Latest(string name) => _log.Others(name) is { Count: > 0 } events ? events[^1] : null;

    private static string? Text(string path) => Path.Exists(path) ? ReadableFile.ReadText(path, LargestText) : null;

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
        recipe is not null && recipe.StartsWith("# ", StringComparison.Ordinal)
            ? Shown.Cut(recipe[2..].Split('\n')[0].Trim(), Shown.LongestQuote)
            : null;
}
