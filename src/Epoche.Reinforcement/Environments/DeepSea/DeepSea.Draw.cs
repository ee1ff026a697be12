using Epoche.Simulation;

namespace Epoche;

public sealed partial class DeepSea : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["a", "b"];

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
        Palette.Require(Spec, observation.Length);
        GridPicture grid = new(canvas, _rules.Size, _rules.Size);
        grid.Clear();
        grid.Fill((_rules.Size * _rules.Size) - 1, Palette.Blue, inset: 0.2f); // the treasure
        int cell = observation.IndexOf(1f);
        if (cell >= 0)
        {
            grid.Disc(cell, Palette.Orange, 0.6f);
        }
    }
}
