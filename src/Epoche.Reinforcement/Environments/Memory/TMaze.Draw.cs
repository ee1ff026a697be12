using Epoche.Simulation;

namespace Epoche;

public sealed partial class TMaze : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["north", "east", "south", "west"];

    /// <inheritdoc/>
    public double AspectRatio => 1;

    /// <inheritdoc/>
    public double StepSeconds => 0.25;

    /// <inheritdoc/>
    public bool WaitsForPlayer => true;

    /// <summary>What the walker sees: the walls of the cell, and the sign at the start.</summary>
    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        Palette.Require(Spec, observation.Length);
        bool isJunction = observation[0] < 0.5f && observation[2] < 0.5f, isStart = observation[1] > 0.5f && !isJunction;
        bool isNorth = observation[2] > 0.5f;
        GridPicture grid = new(canvas, 3, 3);
        canvas.Clear(Palette.Rock);
        foreach (int cell in isJunction ? (ReadOnlySpan<int>)[1, 3, 4, 7] : isStart ? [4, 5] : [3, 4, 5])
        {
            grid.Fill(cell, Palette.Dusk);
        }

        grid.Disc(4, Palette.Blue, 0.5f);
        if (isStart)
        {
            grid.Disc(isNorth ? 1 : 7, Palette.Orange, 0.4f);
        }
    }
}
