using System.Diagnostics;
using Epoche.Experiments;

namespace Epoche;

/// <summary>
/// Looks for what usually goes wrong where agents learn, and says in words what it likely is, with the key of the recipe to change: what
/// <c>epoche doctor</c> does. It plays the environment at random, trains a little, plays by what it has trained (or by the model of a run),
/// and looks at rewards, observations, endings, settings, updates, units and values. It does not change a run.
/// </summary>
/// <example><code>
/// DoctorReport report = AgentDoctor.Examine(Experiment.Load("cartpole", set: ["optimizer.learning_rate=4"]));
/// Console.WriteLine(report.Alarms[0].Key); // optimizer.learning_rate
/// </code></example>
public static class AgentDoctor
{
    /// <summary>Causes before what they cause: the first alarm is the one to begin with.</summary>
    private static readonly Func<DoctorFacts, DoctorCheck>[] s_checks =
    [
        EnvironmentChecks.RandomReturn, EnvironmentChecks.Rewards, EnvironmentChecks.Observations, EnvironmentChecks.Sensors,
        EnvironmentChecks.Endings, SettingChecks.Discount, SettingChecks.Exploration, SettingChecks.Memory, SettingChecks.Target,
        LearningChecks.Updates, LearningChecks.Gradients, LearningChecks.Units, LearningChecks.Features, LearningChecks.Values,
        LearningChecks.Play,
    ];

    /// <summary>Examines a recipe: the agent is trained for a short time first, in memory.</summary>
    /// <param name="experiment">A recipe of an agent.</param>
    /// <param name="options">How long it looks; null for the defaults.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ExperimentException">The recipe trains no agent, or something that it needs is missing.</exception>
    /// <exception cref="ArgumentException">An option lies outside its range.</exception>
    /// <exception cref="NonFiniteException">The environment gives an observation or a reward that is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DoctorReport Examine(Experiment experiment, DoctorOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        AgentRecipe recipe = Require(experiment.Recipe, experiment.Kind);
        experiment.Prepare();
        return Examine(experiment.Recipe.Name, recipe, null, options ?? new(), cancellation);
    }

    /// <summary>Examines the model of a run, on transitions that it plays itself, and how it would learn on from there.</summary>
    /// <param name="run">A run of an agent.</param>
    /// <param name="options">How long it looks; null for the defaults.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ExperimentException">The run is not that of an agent, or its model is that of another recipe.</exception>
    /// <exception cref="RunException">The run has no model.</exception>
    /// <exception cref="DataFormatException">The model is damaged.</exception>
    /// <exception cref="ArgumentException">An option lies outside its range.</exception>
    /// <exception cref="NonFiniteException">The environment gives an observation or a reward that is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DoctorReport Examine(ExperimentRun run, DoctorOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        AgentRecipe recipe = Require(run.Recipe, run.Kind);
        Model model = ModelStore.Instance.Load(run.Folder);
        recipe.RequireFits(model);
        return Examine(run.Folder.Path, recipe, model, options ?? new(), cancellation);
    }

    private static AgentRecipe Require(Recipe recipe, string kind) => recipe as AgentRecipe ?? throw new ExperimentException(
        $"'{recipe.Name}' is of kind {kind}, which trains no agent: the doctor examines agents, such as those of dqn, ppo or sac.");

    private static DoctorReport Examine(
        string subject, AgentRecipe recipe, Model? model, DoctorOptions options, CancellationToken cancellation)
    {
        options.Validate();
        recipe.RequireValid();
        Stopwatch watch = Stopwatch.StartNew();
        LearnerSettings settings = LearnerSettings.Of(recipe);
        float discount = settings.Discount ?? 1;
        options.Progress?.Invoke($"playing {recipe.Spec.Name} at random");
        GamePlay random = GamePlay.Of(
            recipe, new RandomPolicy(recipe.Spec.Actions, recipe.Seed), discount, 0.25 * options.Seconds, cancellation);
        using ShortTraining? training = Train(recipe, model, options, (0.75 * options.Seconds) - watch.Elapsed.TotalSeconds, cancellation);
        Model? looked = model ?? training?.Agent.Model;
        GamePlay? own = null;
        if (looked is not null)
        {
            options.Progress?.Invoke("playing by its own policy");
            own = GamePlay.Of(
                recipe, recipe.PolicyOf(looked), discount, Math.Max(1, options.Seconds - watch.Elapsed.TotalSeconds), cancellation);
        }

        PlayedSample[] samples = [.. random.Samples.Concat(own?.Samples ?? []).Where((_, i) => i % 2 == 0)];
        DoctorFacts facts = new()
        {
            Recipe = recipe,
            Settings = settings,
            IsRun = model is not null,
            Random = random,
            Own = own,
            Training = training,
            Network = looked is null || recipe is TableRecipe ? null : NetworkLook.Of(looked, samples),
            Values = looked is not null && own is not null && recipe is DqnRecipe ? ValueLook.Of(looked, own.Samples) : null,
        };
        return new()
        {
            Subject = subject,
            Environment = recipe.Spec.Name,
            IsRun = model is not null,
            Steps = training?.Training.Step ?? 0,
            Updates = training?.Training.Updates ?? 0,
            Checks = [.. s_checks.Select(check => check(facts))],
        };
    }

    /// <summary>Null for agents that learn from an expert, which would have to be trained first.</summary>
    private static ShortTraining? Train(
        AgentRecipe recipe, Model? model, DoctorOptions options, double seconds, CancellationToken cancellation)
    {
        if (recipe is DaggerRecipe)
        {
            return null;
        }

        options.Progress?.Invoke(model is null ? "training for a short time" : "learning on from its model, in memory");
        return ShortTraining.Of(recipe, model, options.Steps, Math.Max(1, seconds), cancellation);
    }
}
