using System.Numerics;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche;

public sealed partial class CartPole : IDrawable
{
    // What the picture holds: a little more than the track, at the height of which the cart's wheels stand.
    private const double Margin = 1.1, Ground = 0.74;

    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["left", "right"];

    /// <inheritdoc/>
    public double AspectRatio => 1.6;

    /// <inheritdoc/>
    public double StepSeconds => _options.TimeStep;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        int width = canvas.Width, ground = (int)Math.Round(canvas.Height * Ground);
        float metre = (float)(width / (2 * _options.PositionLimit * Margin));
        float middle = width / 2f, x = middle + (Math.Clamp(observation[0], -10, 10) * metre);
        canvas.Clear(Palette.Night);
        canvas.FillRectangle(0, ground, width, canvas.Height - ground, Palette.Dusk);
        int stroke = Math.Max(1, width / 190);
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            int limit = (int)Math.Round(middle + (side * _options.PositionLimit * metre));
            canvas.FillRectangle(limit - (stroke / 2), ground - (width / 24), stroke, width / 24, Palette.Red);
        }

        canvas.FillRectangle((int)middle - (stroke / 2), ground, stroke, width / 48, Palette.Line);
        canvas.FillRectangle(0, ground, width, stroke, Palette.Line);
        DrawCart(canvas, x, ground, metre, observation[2]);
    }

    private void DrawCart(Canvas canvas, float x, float ground, float metre, float angle)
    {
        float half = 0.3f * metre, height = 0.26f * metre, wheel = 0.08f * metre, top = ground - wheel - height;
        canvas.FillPolygon(
            [new(x - half, top), new(x + half, top), new(x + half, top + height), new(x - half, top + height)], Palette.Blue);
        canvas.FillCircle(new(x - (half * 0.6f), ground - wheel), wheel, Palette.Text);
        canvas.FillCircle(new(x + (half * 0.6f), ground - wheel), wheel, Palette.Text);

        (double sin, double cos) = ScalarMath.SinCos(angle);
        float length = (float)(2 * _options.HalfLength) * metre, thick = 0.1f * metre;
        Vector2 axle = new(x, top + (height * 0.3f)), tip = axle + (length * new Vector2((float)sin, -(float)cos));
        canvas.DrawLine(axle, tip, Palette.Orange, thick);
        canvas.FillCircle(tip, thick / 2, Palette.Orange);
        canvas.FillCircle(axle, thick / 2, Palette.Orange);
        canvas.FillCircle(axle, thick / 4, Palette.Night);
    }
}
