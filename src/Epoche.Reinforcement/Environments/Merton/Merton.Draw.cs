using Epoche.Simulation;

namespace Epoche;

public sealed partial class Merton : IDrawable
{
    private const float MostLogWealth = 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = [];

    /// <inheritdoc/>
    public double AspectRatio => 1.5;

    /// <inheritdoc/>
    public double StepSeconds => 0.05;

    /// <summary>Wealth as a column on a logarithmic scale, the first wealth as a line; below how much of the time has passed.</summary>
    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        canvas.Clear(Palette.Night);
        int margin = Math.Max(2, canvas.Width / 12), foot = canvas.Height - margin, high = foot - margin;
        int zero = margin + (high / 2), top = zero - (int)(high / 2 * Math.Clamp(observation[1] / MostLogWealth, -1, 1));
        int column = canvas.Width / 5, left = (canvas.Width - column) / 2;
        canvas.FillRectangle(left, margin, column, high, Palette.Dusk);
        canvas.FillRectangle(
            left, Math.Min(zero, top), column, Math.Abs(top - zero), observation[1] >= 0 ? Palette.Blue : Palette.Red);
        canvas.FillRectangle(margin, zero, canvas.Width - (2 * margin), Math.Max(1, canvas.Height / 200), Palette.Quiet);
        int bar = Math.Max(1, canvas.Height / 60), room = canvas.Width - (2 * margin);
        canvas.FillRectangle(margin, foot + (margin / 2), room, bar, Palette.Line);
        canvas.FillRectangle(margin, foot + (margin / 2), (int)(room * Math.Clamp(observation[0], 0, 1)), bar, Palette.Text);
    }
}
