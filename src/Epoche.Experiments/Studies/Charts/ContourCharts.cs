using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>
/// How good trials are over two parameters: between trials the mean of their ranks, the nearer the heavier; nothing where no trial is near.
/// </summary>
internal static class ContourCharts
{
    private const int MostParameters = 4, MostTrials = 500, MostDots = 150, Cells = 24;
    private const double Near = 0.15, Softness = 0.004;

    public static IEnumerable<PlotChart> Of(StudyView view)
    {
        ParameterScale[] parameters = [.. view.Parameters.Where(IsSpread).Take(MostParameters)];
        IReadOnlyList<TrialRecord> trials = view.Some(view.Ranked, MostTrials);
        return from i in Enumerable.Range(0, parameters.Length)
               from k in Enumerable.Range(i + 1, parameters.Length - i - 1)
               let chart = Of(view, parameters[i], parameters[k], trials)
               where chart is not null
               select chart;
    }

    private static bool IsSpread(ParameterScale parameter) =>
        parameter.IsNames ? parameter.Names.Count > 1 : parameter.High > parameter.Low;

    private static PlotChart? Of(StudyView view, ParameterScale x, ParameterScale y, IReadOnlyList<TrialRecord> trials)
    {
        TrialRecord[] both = [.. trials.Where(trial => x.Of(trial) is not null && y.Of(trial) is not null)];
        if (both.Length < 3)
        {
            return null;
        }

        (double X, double Y, double Shade)[] points =
            [.. both.Select(trial => (Unit(x, x.Of(trial)!.Value), Unit(y, y.Of(trial)!.Value), (double)view.Shade(trial)))];
        List<PlotMark> marks = [];
        foreach (((double Low, double High, double Middle) across, (double Low, double High, double Middle) up) in
            from across in Parts(x)
            from up in Parts(y)
            select (across, up))
        {
            if (Mean(points, across.Middle, up.Middle, x.IsNames, y.IsNames) is { } shade)
            {
                marks.Add(new CellMark(across.Low, up.Low, across.High, up.High) { Paint = ChartPaint.Shade((int)Math.Round(shade)) });
            }
        }

        foreach (TrialRecord trial in view.Some(both, MostDots).OrderBy(view.IsBest))
        {
            bool isBest = view.IsBest(trial);
            marks.Add(new DotMark(x.Of(trial)!.Value, y.Of(trial)!.Value, isBest ? PlotSign.Diamond : PlotSign.Circle, isBest ? 5.5 : 2)
            {
                Paint = isBest ? ChartPaint.Marker(1) : ChartPaint.Point, Title = StudyText.Line(trial),
            });
        }

        return new()
        {
            Title = $"{StudyText.Cut(x.Name)} and {StudyText.Cut(y.Name)}",
            XLabel = x.Label,
            YLabel = y.Label,
            X = units => x.ToAxis(units, isHorizontal: true),
            Y = units => y.ToAxis(units, isHorizontal: false),
            Marks = marks,
            Legend = [ShadeLegend.OfRanks[0], ShadeLegend.OfRanks[2]],
            Description = $"How good {Format.Count(both.Length, "trial")} are over {x.Name} and {y.Name}"
                + (view.Best is { } best && x.Of(best) is not null && y.Of(best) is not null
                    ? $"; the best at {StudyText.Of(best.Find(x.Name)!)} and {StudyText.Of(best.Find(y.Name)!)}." : "."),
        };
    }

    /// <summary>The parts of an axis: their ends as values, their middle from 0 to 1, or the place of a name.</summary>
    private static IEnumerable<(double Low, double High, double Middle)> Parts(ParameterScale scale) => scale.IsNames
        ? Enumerable.Range(0, scale.Names.Count).Select(i => (i - 0.5, i + 0.5, (double)i))
        : scale.IsFew
        ? Enumerable.Range(0, (int)(scale.High - scale.Low) + 1).Select(i => scale.Low + i)
            .Select(value => (value - 0.5, value + 0.5, scale.Unit(value)))
        : Enumerable.Range(0, Cells).Select(i =>
            (scale.FromUnit(i / (double)Cells), scale.FromUnit((i + 1) / (double)Cells), (i + 0.5) / Cells));

    private static double Unit(ParameterScale scale, double value) => scale.IsNames ? value : scale.Unit(value);

    private static double? Mean((double X, double Y, double Shade)[] points, double x, double y, bool isNamesX, bool isNamesY)
    {
        double sum = 0, weights = 0, nearest = double.PositiveInfinity;
        foreach ((double px, double py, double shade) in points)
        {
            if ((isNamesX && px != x) || (isNamesY && py != y))
            {
                continue;
            }

            double dx = isNamesX ? 0 : px - x, dy = isNamesY ? 0 : py - y, distance = (dx * dx) + (dy * dy);
            double weight = 1 / ((distance + Softness) * (distance + Softness));
            (sum, weights, nearest) = (sum + (weight * shade), weights + weight, Math.Min(nearest, distance));
        }

        return nearest <= Near * Near ? sum / weights : null;
    }
}
