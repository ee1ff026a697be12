using System.Numerics;
using Epoche.Simulation;

namespace Epoche;

public sealed partial class Acrobot : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["left", "stay", "right"];

    /// <inheritdoc/>
    public double AspectRatio => 1;

    /// <inheritdoc/>
    public double StepSeconds => 0.07;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        float size = Math.Min(canvas.Width, canvas.Height), link = 0.22f * size, thick = 0.05f * size;
        (float cos1, float sin1, float cos2, float sin2) = (observation[0], observation[1], observation[2], observation[3]);
        Vector2 bar = new(canvas.Width / 2f, canvas.Height / 2f), joint = bar + (link * new Vector2(sin1, cos1));
        Vector2 tip = joint + (link * new Vector2((sin1 * cos2) + (cos1 * sin2), (cos1 * cos2) - (sin1 * sin2)));
        canvas.Clear(Palette.Night);
        canvas.FillCircle(bar, 2 * link, Palette.Dusk);
        int line = Math.Max(1, (int)(size / 120));
        canvas.FillRectangle(0, (int)(bar.Y - link) - (line / 2), canvas.Width, line, Palette.Blue); // what the tip must pass
        canvas.DrawLine(bar, joint, Palette.Quiet, thick);
        canvas.DrawLine(joint, tip, Palette.Orange, thick);
        canvas.FillCircle(bar, 0.6f * thick, Palette.Text);
        canvas.FillCircle(joint, 0.6f * thick, Palette.Text);
        canvas.FillCircle(tip, 0.5f * thick, Palette.Orange);
    }
}
