using System.Numerics;
using Epoche.Simulation;

namespace Epoche;

public sealed partial class Catch : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["stay", "left", "right"];

    /// <inheritdoc/>
    public double AspectRatio => 1;

    /// <inheritdoc/>
    public double StepSeconds => 0.08;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        int size = _rules.Size;
        float wide = canvas.Width / (float)size, high = canvas.Height / (float)size;
        canvas.Clear(Palette.Night);
        for (int i = 0; i < observation.Length; i++)
        {
            int row = i / size, column = i % size;
            int left = Edge(column, canvas.Width), top = Edge(row, canvas.Height), right = Edge(column + 1, canvas.Width),
                bottom = Edge(row + 1, canvas.Height);
            if ((row + column) % 2 == 0)
            {
                canvas.FillRectangle(left, top, right - left, bottom - top, Palette.Dusk);
            }

            if (observation[i] == CatchRules.BarPixel)
            {
                int inset = (bottom - top) / 6; // neighbours touch: the bar is one piece
                canvas.FillRectangle(left, top + inset, right - left, bottom - top - (2 * inset), Palette.Blue);
            }
            else if (observation[i] == CatchRules.BallPixel)
            {
                canvas.FillCircle(new Vector2((column + 0.5f) * wide, (row + 0.5f) * high), 0.4f * Math.Min(wide, high), Palette.Orange);
            }
        }

        int Edge(int cell, int pixels) => cell * pixels / size;
    }
}
