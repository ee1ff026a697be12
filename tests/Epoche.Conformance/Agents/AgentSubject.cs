namespace Epoche.Conformance.Agents;

/// <summary>An agent for <see cref="AgentKit"/>, small enough to be trained a hundred times.</summary>
/// <param name="Environment">So many environments side by side.</param>
/// <param name="Create">
/// The agent, from the environment's spec and a seed. Its memory, if it has one, is full before <see cref="Steps"/>.
/// </param>
public sealed record AgentSubject(Func<int, IBatchEnvironment> Environment, Func<EnvironmentSpec, ulong, Agent> Create)
{
    /// <summary>Environments of a training. Default 2.</summary>
    public int Environments { get; init; } = 2;

    /// <summary>Environment steps of a training; must hold several updates. Default 600.</summary>
    public long Steps { get; init; } = 600;

    /// <summary>
    /// By the names of the options: the agent with that option alone changed. Together with
    /// <see cref="WithoutEffect"/>, all options that there are.
    /// </summary>
    public IReadOnlyDictionary<string, Func<EnvironmentSpec, Agent>> Changed { get; init; } =
        new Dictionary<string, Func<EnvironmentSpec, Agent>>();

    /// <summary>Options that are not to change the weights, such as how often it reports.</summary>
    public IReadOnlyList<string> WithoutEffect { get; init; } = [nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection)];
}
