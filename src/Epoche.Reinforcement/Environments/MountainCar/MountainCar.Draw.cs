using Epoche.Simulation;

namespace Epoche;

public sealed partial class MountainCar : IDrawable
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ActionNames { get; } = ["left", "stay", "right"];

    /// <inheritdoc/>
    public double AspectRatio => 1.5;

    /// <inheritdoc/>
    public double StepSeconds => 0.03;

    /// <inheritdoc/>
    public void Draw(ReadOnlySpan<float> observation, Canvas canvas) =>
        ValleyPicture.Draw(Spec, observation, (float)MountainCarDynamics<Float64>.Goal, canvas);
}
