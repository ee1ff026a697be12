namespace Epoche;

/// <summary>What an agent must know of an environment before the first step. A value: it never changes while the environment lives.</summary>
public sealed record EnvironmentSpec
{
    /// <summary>The public name, such as <c>CartPole-v1</c>. An environment whose numbers differ from those of a public name carries another one.</summary>
    public string Name { get; init; } = "";

    /// <summary>The shape of one observation (float32, row-major), without a batch axis.</summary>
    public required Shape Observation { get; init; }

    /// <summary>The actions that a step takes.</summary>
    public required ActionSpec Actions { get; init; }

    /// <summary>
    /// After how many steps an episode is truncated; null for never. Who runs the environment keeps the count (<see cref="Environments.Of"/>,
    /// <see cref="TimeLimit{TEnvironment}"/>, <see cref="EnvironmentTrace"/>): an environment need not.
    /// </summary>
    public int? TimeLimit { get; init; }

    /// <summary>The mean return over 100 episodes from which the environment counts as solved; null where nobody has fixed one.</summary>
    public float? SolvedAt { get; init; }

    /// <summary>The largest return that an episode can have; null where it is unknown. An episode that reaches it counts as perfect.</summary>
    public float? BestReturn { get; init; }
}
