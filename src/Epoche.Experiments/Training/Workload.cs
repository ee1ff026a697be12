using System.Text.Json;

namespace Epoche;

/// <summary>
/// A recipe, ready to be trained: what learns, how long, how it is evaluated meanwhile, and what it ends with. One life: made, run by one
/// <see cref="TrainingLoop"/>, asked for its model, disposed.
/// </summary>
/// <typeparam name="TModel">What it ends with.</typeparam>
public abstract class Workload<TModel> : IDisposable
    where TModel : class
{
    /// <summary>What learns.</summary>
    public abstract ITraining Training { get; }

    /// <summary>Limits, cadences, what evaluates. Where it is saved is added, and observers behind those given here.</summary>
    public abstract LoopOptions Options { get; }

    /// <summary>What a person watches.</summary>
    public abstract ProgressDescription Progress { get; }

    /// <summary>The tags that a table of runs compares. Default: those of <see cref="Progress"/>.</summary>
    public virtual IReadOnlyList<string> Metrics =>
        [.. Progress.Curves.Concat(Progress.Figures).Prepend(Progress.Headline).Select(figure => figure.Tag).Distinct()];

    /// <summary>Steps taken in environments; 0 where there are none.</summary>
    public virtual long EnvironmentSteps => 0;

    /// <summary>Whether training goes on although its goal was reached: a run that had ended was given more steps. Default false.</summary>
    public virtual bool ForgetsGoal => false;

    /// <summary>Opens what records the training. Default: the event file of the run, with a point of each curve at each report.</summary>
    /// <param name="context">The run.</param>
    public virtual IRunRecorder OpenRecorder(RecordingContext context) =>
        EventRecorder.Open(context, Metrics, writer => new LoopRecorder(_ => writer, Options.ReportEvery) { RecordsEnd = false });

    /// <summary>What is left to do when the training came to its end. Default: nothing.</summary>
    /// <param name="cancellation">Stops it; the run then counts as interrupted.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public virtual void Complete(CancellationToken cancellation)
    {
    }

    /// <summary>
    /// The best model; where training stopped early, the best or last good one so far. Null where there is none worth keeping.
    /// </summary>
    /// <param name="loop">The loop that trained.</param>
    public abstract TModel? CreateModel(TrainingLoop loop);

    /// <summary>How the model did when it was selected; null where nothing was evaluated.</summary>
    /// <param name="loop">The loop that trained.</param>
    public virtual EvaluationResult? SelectedBy(TrainingLoop loop) => null;

    /// <summary>
    /// The final evaluation, where it needs more than the saved model, and what else the result is to hold. Default: null, and
    /// <see cref="RecipeKind{TRecipe,TModel}.Evaluate"/> is asked.
    /// </summary>
    /// <param name="model">The model as it was saved.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public virtual FinalEvaluation? Evaluate(TModel model, CancellationToken cancellation) => null;

    /// <summary>Releases environments and the like.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases environments and the like. Default: nothing.</summary>
    /// <param name="disposing">True.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>What a training came to.</summary>
/// <param name="Evaluation">The final evaluation.</param>
/// <param name="Details">A JSON object with what only this kind of recipe has; null for nothing.</param>
public sealed record FinalEvaluation(EvaluationResult Evaluation, JsonElement? Details)
{
    /// <summary>The final evaluation.</summary>
    public EvaluationResult Evaluation { get; init => field = NotNull.Of(value); } = NotNull.Of(Evaluation);

    /// <inheritdoc/>
    public override string ToString() => $"{Evaluation}";
}
