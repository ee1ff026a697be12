using System.Globalization;
using System.Text;
using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>
/// Each trial as a line over the axes of all parameters and of the value. Where axes side by side would have no room for their names they
/// lie below each other.
/// </summary>
internal sealed record ParallelChart : DrawnChart
{
    private const int MostTrials = 300, MostAxes = 24, Narrowest = 110, RowHeight = 46, LetterWidth = 7, Side = 50;

    private IReadOnlyList<(string Name, Func<double, bool, Axis> Axis)> Axes { get; init; } = [];

    /// <summary>The lines, the last one on top: a value for each axis, or none.</summary>
    private IReadOnlyList<(double?[] Values, string Paint, string Title)> Lines { get; init; } = [];

    private string Description { get; init; } = "";

    /// <summary>Null where there is nothing to compare.</summary>
    public static ParallelChart? Of(StudyView view)
    {
        ParameterScale[] parameters = [.. view.Parameters.Take(MostAxes)];
        IReadOnlyList<TrialRecord> shown = view.Some(view.Ranked, MostTrials);
        if (parameters.Length == 0 || shown.Count == 0)
        {
            return null;
        }

        int objectives = Math.Min(3, view.Study.Directions.Count);
        ValueScale[] scales =
            [.. Enumerable.Range(0, objectives).Select(i => new ValueScale(shown.Select(trial => trial.Values![i])))];
        return new()
        {
            Title = "Parallel coordinates",
            IsWide = true,
            Axes =
            [
                .. parameters.Select(parameter => (parameter.Name, (Func<double, bool, Axis>)parameter.ToAxis)),
                .. scales.Select((scale, i) => (view.Objectives[i], (Func<double, bool, Axis>)scale.ToAxis)),
            ],
            Lines =
            [
                .. shown.OrderBy(view.IsBest).ThenBy(view.Shade).ThenByDescending(trial => trial.Number).Select(trial => (
                    (double?[])[.. parameters.Select(parameter => parameter.Of(trial)), .. trial.Values!.Take(objectives).Cast<double?>()],
                    view.IsBest(trial) ? ChartPaint.Line(1) : ChartPaint.ShadeLine(view.Shade(trial)), StudyText.Line(trial))),
            ],
            Legend =
            [
                (PlotSigns.LineKey(ChartPaint.Line(1)), view.Best is null ? "the front" : "the best"), ShadeLegend.OfRanks[0],
                ShadeLegend.OfRanks[2],
            ],
            Note = string.Join(' ', ((string?[])
            [
                StudyView.Thinned(shown.Count, view.Ranked.Count),
                view.Parameters.Count > MostAxes
                    ? $"The {MostAxes} most important of {Format.Count(view.Parameters.Count, "parameter")}." : null,
                shown.Any(trial => parameters.Any(parameter => parameter.Of(trial) is null))
                    ? "A dotted line passes over parameters that a trial does not have." : null,
            ]).OfType<string>()) is { Length: > 0 } note ? note : null,
            Description = $"{Format.Count(shown.Count, "complete trial")} over {string.Join(", ", parameters.Select(one => one.Name))}"
                + $"{(view.Best is { } best ? $"; the best: {StudyText.Line(best).Replace("\n", ", ", StringComparison.Ordinal)}" : "")}.",
        };
    }

    public override int HeightAt(int width, int usual) => IsUpright(width) ? usual : (RowHeight * Axes.Count) + 24;

    public override void Append(StringBuilder svg, ChartSize size)
    {
        ChartRoot.Open(svg, size, Title, Description);
        int above = 0;
        if (size.IsAlone)
        {
            Text(svg, 10, 22, "start", Title, ChartPaint.Heading);
            above = 30 + LegendHeight(size);
            AppendLegend(svg, size, 10);
        }

        if (IsUpright(size.Width))
        {
            Upright(svg, size, above);
        }
        else
        {
            Flat(svg, size, above);
        }

        svg.Append("</svg>");
    }

    private bool IsUpright(int width) => (width - (2 * Side)) / Math.Max(1, Axes.Count - 1) >= Narrowest;

    private void Upright(StringBuilder svg, ChartSize size, int above)
    {
        double top = above + 30, bottom = size.Height - 14, gap = (size.Width - (2.0 * Side)) / Math.Max(1, Axes.Count - 1);
        Axis[] axes = [.. Axes.Select(one => one.Axis(bottom - top, false))];
        Draw(svg, (i, value) => (Side + (i * gap), bottom - (Within(axes[i], value) * (bottom - top))));
        for (int i = 0; i < axes.Length; i++)
        {
            double x = Side + (i * gap);
            svg.Append(CultureInfo.InvariantCulture, $"<path {ChartPaint.Axis} d=\"M{Markup.Coordinate(x)},{top}V{bottom}\"/>");
            string anchor = i == 0 ? "start" : i == axes.Length - 1 ? "end" : "middle";
            Text(svg, i == 0 ? 4 : i == axes.Length - 1 ? size.Width - 4 : x, top - 14, anchor, StudyText.Cut(
                Axes[i].Name, Math.Clamp((int)(gap / LetterWidth), 4, 40)), ChartPaint.Text, Axes[i].Name);
            foreach (double tick in axes[i].Ticks)
            {
                double y = bottom - (axes[i].At(tick) * (bottom - top));
                svg.Append(
                    CultureInfo.InvariantCulture, $"<path {ChartPaint.Axis} d=\"M{Markup.Coordinate(x)},{Markup.Coordinate(y)}h-4\"/>");
                Text(svg, x - 7, y + 4, "end", StudyText.Cut(axes[i].Label(tick), i == 0 ? 6 : 14), ChartPaint.Text);
            }
        }
    }

    private void Flat(StringBuilder svg, ChartSize size, int above)
    {
        const int Left = 16, Right = 16;
        double wide = size.Width - Left - Right;
        Axis[] axes = [.. Axes.Select(one => one.Axis(wide, true))];
        Draw(svg, (i, value) => (Left + (Within(axes[i], value) * wide), Row(i)));
        for (int i = 0; i < axes.Length; i++)
        {
            double y = Row(i);
            svg.Append(
                CultureInfo.InvariantCulture, $"<path {ChartPaint.Axis} d=\"M{Left},{Markup.Coordinate(y)}H{size.Width - Right}\"/>");
            Text(svg, Left, y - 7, "start", StudyText.Cut(Axes[i].Name, size.Width / LetterWidth), ChartPaint.Text);
            foreach (double tick in axes[i].Ticks)
            {
                double x = Left + (axes[i].At(tick) * wide);
                svg.Append(
                    CultureInfo.InvariantCulture, $"<path {ChartPaint.Axis} d=\"M{Markup.Coordinate(x)},{Markup.Coordinate(y)}v4\"/>");
                string label = axes[i].Label(tick);
                double half = label.Length * LetterWidth / 2.0;
                Text(svg, Math.Clamp(x, half, Math.Max(half, size.Width - half)), y + 16, "middle", label, ChartPaint.Text);
            }
        }

        double Row(int i) => above + 22 + (i * RowHeight);
    }

    /// <summary>Where a value lies on its axis; what lies beyond it, ∞ too, a little beyond its end.</summary>
    private static double Within(Axis axis, double value) => Math.Clamp(axis.At(value), -0.02, 1.02);

    private void Draw(StringBuilder svg, Func<int, double, (double X, double Y)> place)
    {
        foreach ((double?[] values, string paint, string title) in Lines)
        {
            StringBuilder line = new(), over = new();
            int before = -1;
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] is not { } number || double.IsNaN(number))
                {
                    continue;
                }

                if (before >= 0 && before < i - 1)
                {
                    over.Append('M').Append(At(before, values[before]!.Value)).Append('L').Append(At(i, number));
                }

                line.Append(before >= 0 && before == i - 1 ? 'L' : 'M').Append(At(i, number));
                before = i;
            }

            string words = $"><title>{Markup.Escape(title)}</title></path>";
            svg.Append(CultureInfo.InvariantCulture, $"<path {paint} d=\"{line}\"{words}");
            if (over.Length > 0)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<path {paint} stroke-dasharray=\"1.5 4\" d=\"{over}\"{words}");
            }
        }

        string At(int i, double value)
        {
            (double x, double y) = place(i, value);
            return $"{Markup.Coordinate(x)},{Markup.Coordinate(y)}";
        }
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string paint, string? whole = null)
    {
        string title = whole is null || whole == text ? "" : $"<title>{Markup.Escape(whole)}</title>";
        double wide = (text.Length * LetterWidth) + 2, left = anchor == "end" ? x - wide + 1 : anchor == "middle" ? x - (wide / 2) : x - 1;
        if (paint == ChartPaint.Text && text.Length > 0)
        {
            // Lines that pass behind a label leave it readable.
            svg.Append(CultureInfo.InvariantCulture, $"<rect {ChartPaint.Background} fill-opacity=\"0.7\" x=\"{Markup.Coordinate(left)}\" "
                + $"y=\"{Markup.Coordinate(y - 11)}\" width=\"{Markup.Coordinate(wide)}\" height=\"14\"/>");
        }

        svg.Append(
            CultureInfo.InvariantCulture, $"<text {paint} x=\"{Markup.Coordinate(x)}\" y=\"{Markup.Coordinate(y)}\" "
                + $"text-anchor=\"{anchor}\">{Markup.Escape(text)}{title}</text>");
    }
}
