using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Imitation;

/// <summary>The agent that is imitated, or a network that imitates it; and the game.</summary>
/// <param name="Run">Where it was trained, as the user would type it.</param>
/// <param name="Recipe">How.</param>
/// <param name="Model">Its network.</param>
internal sealed record Demonstrator(string Run, DqnRecipe Recipe, Sequential Model)
{
    /// <summary>The agent of a run; or that of a recipe, trained first where no complete run of it is there.</summary>
    /// <param name="agent">The recipe's name, or the run's folder.</param>
    /// <param name="seed">The seed of the recipe.</param>
    /// <param name="directory">The directory of runs.</param>
    /// <param name="call">Trains.</param>
    /// <param name="messages">Where to say what a person should know.</param>
    /// <param name="exitCode">The code to end with, where there is no agent.</param>
    /// <returns>Null where its training was interrupted or failed.</returns>
    /// <exception cref="CliException">There is no such run, or its agent cannot be imitated.</exception>
    public static Demonstrator? Find(string agent, ulong seed, string directory, TrainingCall call, Terminal messages, out int exitCode)
    {
        exitCode = ExitCode.Success;
        if (!RecipeCatalog.Names.Contains(agent))
        {
            return Of(RunFolder.Open(agent, RecipeCatalog.Names));
        }

        Recipe recipe = RecipeReader.Read(RecipeCatalog.BuiltIn(agent), [], seed);
        _ = Imitable(agent, recipe);
        RunFolder? run = KnownRuns.Find(directory, recipe);
        if (run?.ReadResult()?.Status != RunStatus.Complete)
        {
            bool isNew = run is null;
            run ??= RunFolder.Create(directory, null, $"{agent}-{seed}", recipe.ResolvedYaml);
            Workload workload = Workload.Of(recipe);
            workload.Prepare();
            using RunRecorder recorder = new(run, recipe, messages.Error);
            using RunSession session = RunSession.Open(run, isNew, messages.Out, recorder);
            (RunResult result, exitCode) = call.Run(run, recipe, workload, session, recorder, $"{agent} · seed {seed}, the agent to be imitated");
            if (result.Status != RunStatus.Complete)
            {
                messages.Out.WriteLine(result.Problem is { } problem ? $"The training of the agent stopped: {problem}" : "The training of the agent was interrupted.");
                return null;
            }
        }

        return Of(run);
    }

    /// <summary>Refuses what cannot be imitated, before anything is made or trained.</summary>
    /// <exception cref="CliException">There is no such run or recipe, or its agent cannot be imitated.</exception>
    public static void Require(string agent) =>
        _ = Imitable(agent, RecipeCatalog.Names.Contains(agent) ? RecipeReader.Read(RecipeCatalog.BuiltIn(agent), []) : RecipeReader.Read(RunFolder.Open(agent, RecipeCatalog.Names)));

    /// <summary>A network that learned from an agent, and the agent's game; null where the folder is none of a study.</summary>
    public static Demonstrator? Pupil(string folder)
    {
        string model = Path.Combine(folder, "model"), agent = Path.Combine(folder, "..", ImitationCall.AgentName);
        return !File.Exists(Path.Combine(folder, "recipe.yaml")) && Directory.Exists(model) && File.Exists(Path.Combine(agent, "recipe.yaml"))
            ? new(Path.TrimEndingDirectorySeparator(folder), Imitable(agent, RecipeReader.Read(RunFolder.Open(agent))), Sequential.Load(model))
            : null;
    }

    private static Demonstrator Of(RunFolder run) => new(run.Path, Imitable(run.Path, RecipeReader.Read(run)), run.LoadModel());

    private static DqnRecipe Imitable(string name, Recipe recipe)
    {
        if (recipe is not DqnRecipe dqn)
        {
            throw new CliException($"--agent: '{name}' trains no agent, so there is nobody to imitate. Give the run of an agent, such as runs/cartpole-0.");
        }

        return dqn.Spec.Observation.Rank == 1 && dqn.Spec.Frames == 1
            ? dqn
            : throw new CliException($"--agent: the agent of '{name}' sees {dqn.Spec.Observation}; records hold rows of numbers. Give one that sees a vector, such as that of CartPole.");
    }
}
