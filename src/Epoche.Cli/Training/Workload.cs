using Epoche.Cli.Imitation;
using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;
using Epoche.Cli.Training.Bayesian;

namespace Epoche.Cli.Training;

/// <summary>What a recipe asks for, ready to be trained and judged. One subclass per kind of recipe.</summary>
internal abstract class Workload
{
    /// <exception cref="CliException">The recipe trains more than one model.</exception>
    public static Workload Of(Recipe recipe) => recipe switch
    {
        DqnRecipe dqn => new DqnWorkload(dqn),
        SupervisedRecipe supervised => new SupervisedWorkload(supervised),
        BayesianRecipe bayesian => new BayesianWorkload(bayesian),
        ImitationRecipe => throw new CliException($"'{recipe.Name}' lets several networks imitate an agent: 'epoche imitate' begins that, 'epoche resume RUN' goes on with it, 'epoche show RUN' shows what came of it."),
        _ => throw new ArgumentOutOfRangeException(nameof(recipe)),
    };

    /// <summary>What keeps a record of the training; null: nobody listens.</summary>
    public RunRecorder? Recorder { get; set; }

    /// <summary>Where training reports to, once its session has begun.</summary>
    protected IRunWriter Writer => Recorder?.Writer ?? NullRunWriter.Instance;

    /// <summary>Loads and checks whatever training needs, so that nothing fails after the run's folder was made.</summary>
    /// <exception cref="CliException">Something is missing; the message says how to get it.</exception>
    public abstract void Prepare();

    /// <summary>Trains until the recipe's end, or until <paramref name="cancellation"/>; from the run's newest checkpoint on, where there is one.</summary>
    /// <exception cref="CliException">A checkpoint cannot be written.</exception>
    public abstract TrainingOutcome Train(RunSession session, IProgressView view, CancellationToken cancellation);

    /// <summary>Runs a loop to its end, or as far as it gets.</summary>
    protected static (RunStatus Status, string? Problem) Run(TrainingLoop loop, CancellationToken cancellation)
    {
        try
        {
            loop.RunToEnd(cancellation);
            return (RunStatus.Complete, null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (RunStatus.Interrupted, null);
        }
        catch (NonFiniteException exception)
        {
            return (RunStatus.Failed, exception.Message);
        }
    }

    /// <summary>The model of a run of this recipe.</summary>
    /// <exception cref="CliException">The run has none yet.</exception>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public virtual TrainedModel Load(RunFolder run) => new NetworkModel(run.LoadModel());

    /// <summary>Judges a model on episodes or examples that training never saw.</summary>
    /// <param name="model">What to judge: what <see cref="Train"/> or <see cref="Load"/> gave.</param>
    /// <param name="episodes">How many episodes; null for the recipe's own number. Ignored where a test set decides.</param>
    /// <param name="seed">The seed of the episodes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CliException">The model does not fit the recipe.</exception>
    public abstract EvaluationResult Evaluate(TrainedModel model, int? episodes, ulong seed, CancellationToken cancellation);
}

/// <summary>How a training went.</summary>
internal sealed record TrainingOutcome
{
    /// <summary>The best model; where it stopped early, the best or last good one so far.</summary>
    public required TrainedModel Model { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Why it stopped before its end; null when it did not.</summary>
    public string? Problem { get; init; }

    public required double Seconds { get; init; }

    public required long EnvSteps { get; init; }

    public required long Updates { get; init; }

    /// <summary>How the model did when training selected it; null where nothing was judged.</summary>
    public EvaluationResult? Judged { get; init; }
}
