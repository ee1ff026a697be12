using Epoche.Simulation;

namespace Epoche;

public sealed partial class FrozenLake : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["left", "down", "right", "up"];

    /// <inheritdoc/>
    public double AspectRatio => 1;

    /// <inheritdoc/>
    public double StepSeconds => 0.25;

    /// <inheritdoc/>
    public bool WaitsForPlayer => true;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        int state = GridPicture.State(Spec, observation);
        GridPicture grid = new(canvas, _rules.Size, _rules.Size);
        grid.Clear();
        for (int cell = 0; cell < _rules.Table.States; cell++)
        {
            switch (_rules.Cell(cell))
            {
                case FrozenLakeRules.Hole:
                    grid.Disc(cell, Palette.RockEdge, 0.86f);
                    grid.Disc(cell, Palette.Rock, 0.74f);
                    break;
                case FrozenLakeRules.Goal:
                    grid.Fill(cell, Palette.Blue, inset: 0.12f);
                    grid.Letter(cell, "G", Palette.Night);
                    break;
                case FrozenLakeRules.Start:
                    grid.Letter(cell, "S", Palette.Quiet);
                    break;
                default:
                    break;
            }
        }

        grid.Disc(state, _rules.Cell(state) == FrozenLakeRules.Hole ? Palette.Red : Palette.Orange, 0.5f);
    }
}
