using System.Globalization;
using System.Numerics;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// What stands beside the game: step and return; the actions' values or probabilities, and how the best of them ran over the episode; or
/// the numbers of the action within their bounds, and how the first of them ran.
/// </summary>
internal sealed class EpisodePanel
{
    private const int PanelWidth = 148, Left = 14, Row = 25, FirstRow = 76, CurveHeight = 34;

    private readonly EpisodeRecording _episode;
    private readonly IReadOnlyList<string> _names;
    private readonly int _scale, _height, _rows, _numbers;
    private readonly float _widest, _low, _high;

    public EpisodePanel(EpisodeRecording episode, IReadOnlyList<string> names, int scale, int height)
    {
        (_episode, _names, _scale, _height) = (episode, names, scale, height);
        HasValues = episode.Steps[0].Values.Length > 0;
        (_low, _high) = (float.MaxValue, float.MinValue);
        foreach (EpisodeStep step in episode.Steps.Where(s => s.Values.Length > 0))
        {
            float best = step.Values.Max();
            (_low, _high) = (Math.Min(_low, best), Math.Max(_high, best));
            _widest = Math.Max(_widest, best - step.Values.Min());
        }

        _numbers = episode.Steps[0].Numbers.Length;
        if (_numbers > 0 && episode.Spec.Actions is { IsContinuous: true } actions)
        {
            (_low, _high) = (actions.Low[0], actions.High[0]);
        }
        else if (_numbers > 0)
        {
            (_low, _high) = (0, episode.Spec.Actions.Choices[0] - 1);
        }

        int room = ((height / scale) - FirstRow - CurveHeight - 22) / Row;
        _rows = Math.Min(HasValues ? episode.Spec.Actions.Count : _numbers, room);
    }

    public int Width => PanelWidth * _scale;

    private bool HasValues { get; }

    public void Draw(Canvas canvas, int at, int step, double sum)
    {
        int left = at + (Left * _scale), inner = Width - (2 * Left * _scale);
        canvas.FillRectangle(at, 0, Width, _height, Palette.Dusk);
        canvas.FillRectangle(at, 0, _scale, _height, Palette.Line);
        Text(canvas, left, 14, _episode.Spec.Name, Palette.Text);
        Pair(canvas, left, inner, 32, "step", step.ToString("N0", CultureInfo.InvariantCulture));
        Pair(canvas, left, inner, 46, "return", Return(sum));
        // After the last step there are no new values: the last ones stay.
        EpisodeStep shown = _episode.Steps[Math.Min(step, _episode.Steps.Count - 1)];
        if (HasValues)
        {
            Values(canvas, left, inner, shown);
            Curve(canvas, left, inner, step, _episode.Score, it => it.Values.Max());
        }
        else if (_numbers > 0)
        {
            Numbers(canvas, left, inner, shown);
            Curve(canvas, left, inner, step, "action", it => Math.Clamp(it.Numbers[0], _low, _high));
        }
    }

    private void Values(Canvas canvas, int left, int inner, EpisodeStep shown)
    {
        float best = shown.Values.Max();
        for (int action = 0; action < _rows; action++)
        {
            int top = FirstRow + (action * Row);
            bool isChosen = action == shown.Action;
            Rgba colour = isChosen ? Palette.Orange : Palette.Quiet;
            Text(canvas, left, top, action < _names.Count ? _names[action] : $"action {action}", colour);
            Right(canvas, left + inner, top, Number(shown.Values[action]), colour);

            // Values lie close together compared with their size: a bar shows how much worse than the best an action is, the empty bar
            // standing for the widest gap of the episode.
            float share = _widest > 0 ? 1 - ((best - shown.Values[action]) / _widest) : 1;
            canvas.FillRectangle(left, (top + 12) * _scale, inner, 5 * _scale, Palette.Night);
            canvas.FillRectangle(
                left, (top + 12) * _scale, (int)Math.Round(inner * Math.Clamp(share, 0, 1)), 5 * _scale,
                isChosen ? Palette.Orange : Palette.Blue);
        }
    }

    private void Numbers(Canvas canvas, int left, int inner, EpisodeStep shown)
    {
        IReadOnlyList<ActionBar> bars = ActionBar.Of(_episode.Spec.Actions, _names, shown.Numbers);
        for (int i = 0; i < _rows; i++)
        {
            int top = FirstRow + (i * Row), from = (int)Math.Round(inner * bars[i].From), to = (int)Math.Round(inner * bars[i].To);
            Text(canvas, left, top, bars[i].Name, Palette.Quiet);
            Right(canvas, left + inner, top, bars[i].Text, Palette.Orange);
            canvas.FillRectangle(left, (top + 12) * _scale, inner, 5 * _scale, Palette.Night);
            canvas.FillRectangle(left + Math.Min(from, inner - _scale), (top + 12) * _scale, Math.Max(_scale, to - from), 5 * _scale,
                Palette.Orange);
        }
    }

    /// <summary>One number over the whole episode, with the present moment marked.</summary>
    private void Curve(Canvas canvas, int left, int width, int step, string name, Func<EpisodeStep, float> of)
    {
        int bottom = _height - (12 * _scale), count = _episode.Steps.Count;
        Text(canvas, left, (_height / _scale) - CurveHeight - 26, name, Palette.Quiet);
        Vector2 before = default, now = default;
        for (int x = 0; x <= width; x += 2 * _scale)
        {
            int at = Math.Min(count - 1, (int)((long)x * (count - 1) / width));
            Vector2 point = new(left + x, Height(of(_episode.Steps[at])));
            if (x > 0)
            {
                canvas.DrawLine(before, point, Palette.Blue, 1.3f * _scale);
            }

            before = point;
        }

        int shown = Math.Min(step, count - 1);
        now = new(left + (count > 1 ? (float)shown / (count - 1) * width : 0), Height(of(_episode.Steps[shown])));
        canvas.FillCircle(now, 3f * _scale, Palette.Orange);

        float Height(float value) => bottom - ((_high > _low ? (value - _low) / (_high - _low) : 0.5f) * CurveHeight * _scale);
    }

    // One number of digits for the whole film, or numbers would jump.
    private string Return(double sum)
    {
        double scale = Math.Max(Math.Abs(sum), Math.Abs(_episode.Return));
        return scale is 0 or >= 1 ? sum.ToString("#,0.#", CultureInfo.InvariantCulture) : ReturnText.Of(sum, scale);
    }

    private string Number(float value) =>
        value.ToString(
            Math.Abs(value) < 100 ? $"F{ReturnText.Decimals(Math.Max(Math.Abs(_low), Math.Abs(_high)), least: 2)}" : "#,0.0",
            CultureInfo.InvariantCulture);

    private void Pair(Canvas canvas, int left, int width, int top, string name, string value)
    {
        Text(canvas, left, top, name, Palette.Quiet);
        Right(canvas, left + width, top, value, Palette.Text);
    }

    private void Right(Canvas canvas, int right, int top, string text, Rgba colour) =>
        canvas.DrawText(right - Canvas.TextWidth(text, _scale), top * _scale, text, colour, _scale);

    private void Text(Canvas canvas, int left, int top, string text, Rgba colour) =>
        canvas.DrawText(left, top * _scale, text, colour, _scale);
}
