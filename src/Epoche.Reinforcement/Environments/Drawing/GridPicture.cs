using System.Numerics;

namespace Epoche.Simulation;

/// <summary>A canvas divided into cells, counted row by row from the top left.</summary>
internal readonly struct GridPicture(Canvas canvas, int rows, int columns)
{
    /// <summary>The shorter side of a cell.</summary>
    public float CellSize => Math.Min(canvas.Width / (float)columns, canvas.Height / (float)rows);

    /// <summary>Covers every cell, like a chessboard.</summary>
    public void Clear()
    {
        canvas.Clear(Palette.Night);
        for (int cell = 0; cell < rows * columns; cell++)
        {
            if (((cell / columns) + (cell % columns)) % 2 == 0)
            {
                Fill(cell, Palette.Dusk);
            }
        }
    }

    /// <param name="cell">Which.</param>
    /// <param name="colour">With what.</param>
    /// <param name="inset">How much of its size stays free at every side, from 0 to ½.</param>
    public void Fill(int cell, Rgba colour, float inset = 0)
    {
        (int left, int right) = Edges(cell % columns, columns, canvas.Width);
        (int top, int bottom) = Edges(cell / columns, rows, canvas.Height);
        int free = (int)(inset * CellSize);
        canvas.FillRectangle(left + free, top + free, right - left - (2 * free), bottom - top - (2 * free), colour);
    }

    /// <param name="cell">Which.</param>
    /// <param name="colour">Of what colour.</param>
    /// <param name="share">The diameter in cells.</param>
    public void Disc(int cell, Rgba colour, float share) => canvas.FillCircle(Centre(cell), share / 2 * CellSize, colour);

    /// <summary>A letter in the middle of a cell.</summary>
    public void Letter(int cell, string letter, Rgba colour)
    {
        int scale = Math.Max(1, (int)(CellSize / (2.5f * Canvas.TextHeight)));
        Vector2 centre = Centre(cell);
        canvas.DrawText(
            (int)(centre.X - (Canvas.TextWidth(letter, scale) / 2f)), (int)(centre.Y - (Canvas.TextHeight * scale / 2f)), letter, colour,
            scale);
    }

    /// <summary>A wall between a cell and the one to its right.</summary>
    public void WallToRight(int cell, Rgba colour)
    {
        (_, int right) = Edges(cell % columns, columns, canvas.Width);
        (int top, int bottom) = Edges(cell / columns, rows, canvas.Height);
        int thick = Math.Max(2, (int)(0.08f * CellSize));
        canvas.FillRectangle(right - (thick / 2), top, thick, bottom - top, colour);
    }

    public Vector2 Centre(int cell) =>
        new(((cell % columns) + 0.5f) * canvas.Width / columns, ((cell / columns) + 0.5f) * canvas.Height / rows);

    /// <summary>The state that an observation of one number shows.</summary>
    public static int State(EnvironmentSpec spec, ReadOnlySpan<float> observation)
    {
        Palette.Require(spec, observation.Length);
        return (int)Math.Clamp(observation[0], 0, spec.Layout![0].Values - 1);
    }

    private static (int From, int To) Edges(int index, int count, int pixels) => (index * pixels / count, (index + 1) * pixels / count);
}
