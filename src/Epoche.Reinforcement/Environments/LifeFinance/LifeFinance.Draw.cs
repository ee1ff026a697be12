using Epoche.Simulation;

namespace Epoche;

public sealed partial class LifeFinance : IDrawable
{
    private const double MonthSeconds = 0.04; // a life in half a minute

    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = [];

    /// <inheritdoc/>
    public double AspectRatio => 1.5;

    /// <inheritdoc/>
    public double StepSeconds => MonthSeconds;

    /// <summary>What is owned to the left, side by side to a common scale, what is owed to the right of it; below how old one is.</summary>
    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        canvas.Clear(Palette.Night);
        int margin = Math.Max(2, canvas.Width / 24), line = Math.Max(1, canvas.Height / 14), scale = Math.Max(1, canvas.Height / 240);
        ReadOnlySpan<(string Name, float Millions, Rgba Colour)> bars =
        [
            ("HOME", observation[2], Palette.Orange), ("TAX-ADVANTAGED", observation[5], Palette.Blue),
            ("TAXABLE", observation[6], Palette.Quiet), ("LOAN", observation[3], Palette.Red),
        ];
        float most = 0.25f; // millions; doubled until all fit
        foreach ((_, float millions, _) in bars)
        {
            while (millions > most)
            {
                most *= 2;
            }
        }

        int top = margin, room = canvas.Width - (2 * margin);
        foreach ((string name, float millions, Rgba colour) in bars)
        {
            canvas.DrawText(margin, top, name, Palette.Text, scale);
            int from = top + (Canvas.TextHeight * scale) + Math.Max(1, line / 6);
            canvas.FillRectangle(margin, from, room, line, Palette.Dusk);
            canvas.FillRectangle(margin, from, (int)(room * Math.Clamp(millions / most, 0, 1)), line, colour);
            top = from + line + Math.Max(1, line / 3);
        }

        float lived = Math.Clamp(((observation[0] * LastMonth) - FirstMonth) / Months, 0, 1);
        int foot = canvas.Height - margin - Math.Max(1, line / 3);
        canvas.FillRectangle(margin, foot, room, Math.Max(1, line / 3), Palette.Line);
        canvas.FillRectangle(margin, foot, (int)(room * lived), Math.Max(1, line / 3), Palette.Text);
    }
}
