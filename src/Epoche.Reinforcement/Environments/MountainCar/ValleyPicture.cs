using System.Numerics;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>The picture of both kinds of MountainCar.</summary>
internal static class ValleyPicture
{
    private const int Corners = 48;
    private const float Left = -1.2f, Right = 0.6f, Floor = 0.08f, Heights = 0.72f; // of the canvas's height

    public static void Draw(EnvironmentSpec spec, ReadOnlySpan<float> observation, float goal, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(spec, observation.Length);
        canvas.Clear(Palette.Night);
        Span<Vector2> ground = stackalloc Vector2[Corners + 3];
        for (int i = 0; i <= Corners; i++)
        {
            ground[i] = At(Left + ((Right - Left) * i / Corners), canvas);
        }

        (ground[Corners + 1], ground[Corners + 2]) = (new(canvas.Width, canvas.Height), new(0, canvas.Height));
        canvas.FillPolygon(ground, Palette.Dusk);
        float thick = Math.Max(1, canvas.Width / 150f), size = canvas.Width / 18f;
        for (int i = 0; i < Corners; i++)
        {
            canvas.DrawLine(ground[i], ground[i + 1], Palette.Line, thick);
        }

        Vector2 pole = At(goal, canvas), top = pole - new Vector2(0, 1.6f * size);
        canvas.DrawLine(pole, top, Palette.Quiet, thick);
        canvas.FillPolygon([top, top + new Vector2(0.8f * size, 0.3f * size), top + new Vector2(0, 0.6f * size)], Palette.Blue);
        DrawCar(canvas, observation[0], size);
    }

    private static void DrawCar(Canvas canvas, float position, float size)
    {
        float x = Math.Clamp(position, Left, Right);
        Vector2 forward = Vector2.Normalize(At(x + 0.01f, canvas) - At(x - 0.01f, canvas)), up = new(forward.Y, -forward.X);
        Vector2 wheels = At(x, canvas) + (0.2f * size * up), along = 0.5f * size * forward;
        canvas.FillPolygon(
            [wheels - along, wheels + along, wheels + along + (0.42f * size * up), wheels - along + (0.42f * size * up)], Palette.Orange);
        canvas.FillCircle(wheels - (0.6f * along), 0.2f * size, Palette.Text);
        canvas.FillCircle(wheels + (0.6f * along), 0.2f * size, Palette.Text);
    }

    /// <summary>The valley's floor: the slope that the rules know is that of sin 3x.</summary>
    private static Vector2 At(float position, Canvas canvas)
    {
        (double sin, _) = ScalarMath.SinCos(3 * position);
        float height = Floor + (Heights * (float)((sin + 1) / 2));
        return new((position - Left) / (Right - Left) * canvas.Width, (1 - height) * canvas.Height);
    }
}
