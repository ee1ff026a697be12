namespace Epoche.Experiments;

/// <summary>The agent that is imitated.</summary>
/// <param name="Run">The run that holds its model.</param>
/// <param name="Recipe">How it was trained.</param>
/// <param name="Player">How it plays.</param>
internal sealed record Demonstrator(RunFolder Run, Recipe Recipe, IPlaysGames Player)
{
    /// <summary>Where a study keeps its copy of the agent.</summary>
    public static string PathIn(RunFolder study) => System.IO.Path.Combine(study.Path, ImitationFiles.Agent);

    /// <summary>The agent of a run.</summary>
    /// <exception cref="ExperimentException">It cannot be imitated.</exception>
    public static Demonstrator Of(RunFolder run, Recipe recipe) => new(run, recipe, Imitable(run.Path, recipe));

    /// <summary>Refuses what cannot be imitated, before anything is made or trained.</summary>
    /// <exception cref="ExperimentException">The agent of the recipe cannot be imitated.</exception>
    public static IPlaysGames Imitable(string name, Recipe recipe)
    {
        if (recipe.Capability<IPlaysGames>() is not { } player)
        {
            throw new ExperimentException(
                $"--agent: '{name}' trains no agent, so there is nobody to imitate. Give the run of an agent, such as runs/cartpole-0.");
        }

        using IBatchEnvironment environment = player.CreateEnvironment(1);
        return environment.Spec is { Observation.Rank: 1, Frames: 1 } spec && spec.Actions.IsDiscrete
            ? player
            : throw new ExperimentException(
                $"--agent: the agent of '{name}' sees {environment.Spec.Observation}; records hold rows of numbers. "
                + "Give one that sees a vector, such as that of CartPole.");
    }
}

/// <summary>A network that learned from an agent, at the agent's game.</summary>
/// <param name="agent">The agent.</param>
/// <param name="name">The folder of the network within the run of its study.</param>
internal sealed class Pupil(IPlaysGames agent, string name) : IPlaysGames
{
    public EnvironmentEntry Environment => agent.Environment;

    public IBatchEnvironment CreateEnvironment(int count) => agent.CreateEnvironment(count);

    public IPolicy LoadPolicy(RunFolder run) => new GreedyPolicy(Sequential.Load(Path.Combine(run.Path, name, "model")));
}
