using System.Numerics;
using Epoche.Simulation;

namespace Epoche;

public sealed partial class Pendulum : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = [];

    /// <inheritdoc/>
    public double AspectRatio => 1;

    /// <inheritdoc/>
    public double StepSeconds => _options.TimeStep;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        float size = Math.Min(canvas.Width, canvas.Height), length = 0.38f * size, thick = 0.075f * size;
        Vector2 pivot = new(canvas.Width / 2f, canvas.Height / 2f);
        Vector2 tip = pivot + (length * new Vector2(-observation[1], -observation[0])); // positive angles turn to the left
        canvas.Clear(Palette.Night);
        canvas.FillCircle(pivot, length * 1.18f, Palette.Dusk);
        canvas.FillRectangle(
            (int)pivot.X - Math.Max(1, (int)(size / 240)), (int)(pivot.Y - (length * 1.18f)), Math.Max(1, (int)(size / 120)),
            (int)(0.05f * size), Palette.Quiet);
        canvas.DrawLine(pivot, tip, Palette.Orange, thick);
        canvas.FillCircle(tip, thick / 2, Palette.Orange);
        canvas.FillCircle(pivot, thick / 2, Palette.Orange);
        canvas.FillCircle(pivot, thick / 4, Palette.Night);

        // How fast it turns: a bar below, to the side that it turns to.
        float speed = Math.Clamp(-observation[2] / (float)_options.MaxSpeed, -1, 1), reach = speed * 0.45f * canvas.Width;
        int height = Math.Max(1, (int)(size / 60));
        canvas.FillRectangle((int)(pivot.X + Math.Min(0, reach)), canvas.Height - (2 * height), (int)Math.Abs(reach), height, Palette.Blue);
    }
}
