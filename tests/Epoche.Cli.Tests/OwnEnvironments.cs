namespace Epoche.Cli.Tests;

/// <summary>A walk along five cells, as somebody may write it; checked out of this very assembly.</summary>
public struct OwnWalk : IEnvironment
{
    private int _cell;

    /// <inheritdoc/>
    public readonly EnvironmentSpec Spec => new() { Name = "OwnWalk", Observation = [1], Actions = ActionSpec.Discrete(2), TimeLimit = 30 };

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation) => observation[0] = _cell = rng.NextInt(5);

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _cell = Math.Clamp(_cell + (action.Index == 0 ? -1 : 1), 0, 4);
        observation[0] = _cell;
        return new(_cell == 4 ? 1 : 0, Terminated: _cell == 4, Truncated: false);
    }
}

/// <summary>The same, with a number that is none.</summary>
public sealed class OwnNaN : IEnvironment
{
    private OwnWalk _walk;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => _walk.Spec;

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation) => _walk.Reset(ref rng, observation);

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        StepResult result = _walk.Step(action, ref rng, observation);
        observation[0] = 1 / (observation[0] - 1) * 0;
        return result;
    }
}

/// <summary>One that cannot be made.</summary>
public sealed class OwnThrowing : IEnvironment
{
    /// <summary>Throws.</summary>
    public OwnThrowing() => throw new FileNotFoundException("There is no map.txt.");

    /// <inheritdoc/>
    public EnvironmentSpec Spec => throw new InvalidOperationException();

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation) => observation.Clear();

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation) => default;
}

/// <summary>One whose constructor takes an argument, and which is not found for that.</summary>
public sealed class OwnMaze(int size) : IEnvironment
{
    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; } = new() { Name = "OwnMaze", Observation = [size], Actions = ActionSpec.Discrete(4) };

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation) => observation.Clear();

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation) => default;
}
