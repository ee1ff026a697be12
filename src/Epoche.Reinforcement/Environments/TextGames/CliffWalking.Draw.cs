using Epoche.Simulation;

namespace Epoche;

public sealed partial class CliffWalking : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["up", "right", "down", "left"];

    /// <inheritdoc/>
    public double AspectRatio => CliffWalkingRules.Columns / (double)CliffWalkingRules.Rows;

    /// <inheritdoc/>
    public double StepSeconds => 0.25;

    /// <inheritdoc/>
    public bool WaitsForPlayer => true;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        int state = GridPicture.State(Spec, observation);
        GridPicture grid = new(canvas, CliffWalkingRules.Rows, CliffWalkingRules.Columns);
        grid.Clear();
        for (int cell = CliffWalkingRules.Start + 1; cell < CliffWalkingRules.Goal; cell++)
        {
            grid.Fill(cell, Palette.Rock);
        }

        grid.Letter(CliffWalkingRules.Start, "S", Palette.Quiet);
        grid.Fill(CliffWalkingRules.Goal, Palette.Blue, inset: 0.12f);
        grid.Letter(CliffWalkingRules.Goal, "G", Palette.Night);
        grid.Disc(state, Palette.Orange, 0.5f);
    }
}
