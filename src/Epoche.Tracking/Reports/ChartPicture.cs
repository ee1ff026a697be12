using System.Numerics;

namespace Epoche.Tracking.Reports;

/// <summary>Draws charts on a canvas, for files and viewers that take no SVG.</summary>
internal sealed class ChartPicture
{
    private const int Letter = 2; // how many pixels a dot of the font is wide: letters are 14 pixels high
    private const int Margin = 18, TickLength = 8;

    private readonly Canvas _canvas;
    private readonly Axis _x, _y;
    private readonly int _left, _top, _right, _bottom;

    private ChartPicture(Chart chart, int width, int height, Axis x, Axis y, IReadOnlyList<string> legend)
    {
        (_canvas, _x, _y) = (new Canvas(width, height, ChartPaint.Paper), x, y);
        _left = Math.Max(50, y.Ticks.Max(tick => Canvas.TextWidth(y.Label(tick), Letter)) + Margin + 12);
        _right = width - Margin - 10;
        _top = 48 + (legend.Count > 1 ? 30 : 0);
        _bottom = height - 44 - (chart.XLabel.Length > 0 ? 28 : 0);
        _canvas.DrawText(_left, Margin, chart.Title, ChartPaint.Ink, Letter);
        int at = _left;
        for (int i = 0; i < legend.Count && legend.Count > 1; i++)
        {
            _canvas.FillRectangle(at, Margin + 36, 24, 4, ChartPaint.Series(i));
            _canvas.DrawText(at + 32, Margin + 30, legend[i], ChartPaint.Quiet, Letter);
            at += 56 + Canvas.TextWidth(legend[i], Letter);
        }

        Grid(chart.XLabel);
    }

    public static Canvas Draw(Chart chart, int width, int height) => chart switch
    {
        LineChart lines => Lines(lines, width, height),
        IntervalChart intervals => Intervals(intervals, width, height),
        HistogramChart histogram => Bars(histogram, width, height),
        _ => throw new ArgumentOutOfRangeException(nameof(chart)),
    };

    private static Canvas Lines(LineChart chart, int width, int height)
    {
        (Axis x, Axis y) = ChartAxes.Of(chart, width / 180, height / 90);
        ChartPicture picture = new(chart, width, height, x, y, [.. chart.Series.Select(series => series.Name)]);
        for (int i = 0; i < chart.Series.Count; i++)
        {
            picture.Band(chart.Series[i], ChartPaint.Series(i) with { A = 46 });
        }

        for (int i = 0; i < chart.Series.Count; i++)
        {
            ChartSeries series = chart.Series[i];
            if (series.IsDots)
            {
                picture.Dots(series.Points, ChartPaint.Series(i) with { A = 120 });
                continue;
            }

            bool isSmooth = Curves.IsWorthSmoothing(series);
            if (isSmooth)
            {
                picture.Curve(series.Points, ChartPaint.Series(i) with { A = 90 }, 1.5f);
            }

            picture.Curve(isSmooth ? Curves.Smooth(series.Points) : series.Points, ChartPaint.Series(i), 3.5f);
        }

        return picture._canvas;
    }

    private static Canvas Bars(HistogramChart chart, int width, int height)
    {
        ChartBars bars = ChartBars.Of(chart);
        ChartPicture picture = new(chart, width, height, bars.X(width / 180), bars.Y(height / 90), []);
        foreach ((double from, double to, double tall) in bars.Shown)
        {
            int left = (int)Math.Round(picture.AtX(from)), right = (int)Math.Round(picture.AtX(to)),
                top = (int)Math.Round(picture.AtY(tall));
            picture._canvas.FillRectangle(left, top, Math.Max(1, right - left - 1), picture._bottom - top, ChartPaint.Series(0));
        }

        return picture._canvas;
    }

    private static Canvas Intervals(IntervalChart chart, int width, int height)
    {
        (Axis x, Axis y) = ChartAxes.Of(chart, width / 180);
        ChartPicture picture = new(chart, width, height, x, y, []);
        foreach ((int i, IntervalRow row) in IntervalRow.All(chart).Index())
        {
            ChartInterval interval = row.Interval;
            Rgba colour = ChartPaint.Series(i);
            picture.Text(picture._left + 6, (int)picture.AtY(row.Label) - 18, interval.Name);
            if (double.IsFinite(interval.Low) && double.IsFinite(interval.High))
            {
                picture._canvas.DrawLine(
                    picture.At(interval.Low, row.Middle), picture.At(interval.High, row.Middle), colour with { A = 90 }, 12);
            }

            foreach (double point in interval.Points.Where(double.IsFinite))
            {
                picture._canvas.FillCircle(picture.At(point, row.Dots), 4, colour);
            }

            if (double.IsFinite(interval.Value))
            {
                picture._canvas.FillCircle(picture.At(interval.Value, row.Middle), 9, colour);
            }
        }

        return picture._canvas;
    }

    private Vector2 At(double x, double y) => new(AtX(x), AtY(y));

    private float AtX(double x) => (float)(_left + (_x.At(x) * (_right - _left)));

    private float AtY(double y) => (float)Math.Clamp(_bottom - (_y.At(y) * (_bottom - _top)), _top - 4, _bottom + 1);

    private void Grid(string label)
    {
        foreach (double tick in _y.Ticks)
        {
            int at = (int)Math.Round(AtY(tick));
            _canvas.FillRectangle(_left, at, _right - _left, 1, ChartPaint.Rule);
            Text(_left - 10 - Canvas.TextWidth(_y.Label(tick), Letter), at - 7, _y.Label(tick));
        }

        _canvas.FillRectangle(_left, _bottom, _right - _left, 2, ChartPaint.Edge);
        foreach (double tick in _x.Ticks)
        {
            int at = (int)Math.Round(AtX(tick)), wide = Canvas.TextWidth(_x.Label(tick), Letter);
            _canvas.FillRectangle(at, _bottom, 2, TickLength, ChartPaint.Edge);
            Text(Math.Min(at - (wide / 2), _canvas.Width - wide - 4), _bottom + 14, _x.Label(tick));
        }

        Text(((_left + _right) / 2) - (Canvas.TextWidth(label, Letter) / 2), _bottom + 42, label);
    }

    private void Text(int left, int top, string text) => _canvas.DrawText(left, top, text, ChartPaint.Quiet, Letter);

    private void Band(ChartSeries series, Rgba colour)
    {
        if (series.Band is not { } band)
        {
            return;
        }

        int count = Math.Min(band.Count, series.Points.Count);
        IEnumerable<Vector2> there = Enumerable.Range(0, count).Select(i => new Vector2(AtX(series.Points[i].X), AtY(band[i].High)));
        IEnumerable<Vector2> back = Enumerable.Range(0, count).Reverse()
            .Select(i => new Vector2(AtX(series.Points[i].X), AtY(band[i].Low)));
        _canvas.FillPolygon([.. there.Concat(back)], colour);
    }

    private void Dots(IEnumerable<ChartPoint> points, Rgba colour)
    {
        foreach (ChartPoint point in points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)))
        {
            _canvas.FillCircle(At(point.X, point.Y), 4, colour);
        }
    }

    private void Curve(IReadOnlyList<ChartPoint> points, Rgba colour, float thickness)
    {
        Vector2? before = null;
        foreach (ChartPoint point in Curves.Thin(points, _right - _left))
        {
            Vector2? here = double.IsFinite(point.Y) && double.IsFinite(point.X) ? new Vector2(AtX(point.X), AtY(point.Y)) : null;
            if (before is { } from && here is { } to)
            {
                _canvas.DrawLine(from, to, colour, thickness);
                _canvas.FillCircle(to, colour.A == 255 ? thickness / 2 : 0, colour); // no gap where the curve turns
            }

            before = here;
        }
    }
}
