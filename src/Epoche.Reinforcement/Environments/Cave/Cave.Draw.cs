using Epoche.Simulation;

namespace Epoche;

public sealed partial class Cave : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["sink", "rise"];

    /// <inheritdoc/>
    public double AspectRatio => 1;

    /// <inheritdoc/>
    public double StepSeconds => 0.04;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        const int Size = CaveRules.Size;
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        Span<Rgba> cells = stackalloc Rgba[Size];
        Span<Rgba> pixels = canvas.Pixels;
        for (int y = 0, shown = -1; y < canvas.Height; y++)
        {
            int row = y * Size / canvas.Height;
            for (int x = 0; x < Size && row != shown; x++)
            {
                cells[x] = Cell(observation, row, x);
            }

            shown = row;
            for (int x = 0; x < canvas.Width; x++)
            {
                pixels[(y * canvas.Width) + x] = cells[x * Size / canvas.Width];
            }
        }
    }

    private static Rgba Cell(ReadOnlySpan<float> observation, int row, int x)
    {
        float pixel = observation[(row * CaveRules.Size) + x];
        if (pixel == CaveRules.FlyerPixel)
        {
            return Palette.Orange;
        }

        return pixel == 0 ? Palette.Night
            : IsFree(observation, row - 1, x) || IsFree(observation, row + 1, x) ? Palette.RockEdge
            : Palette.Rock;
    }

    private static bool IsFree(ReadOnlySpan<float> observation, int row, int x) =>
        (uint)row < CaveRules.Size && observation[(row * CaveRules.Size) + x] != CaveRules.WallPixel;
}
