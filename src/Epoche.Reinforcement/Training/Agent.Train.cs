using System.Globalization;

namespace Epoche;

public abstract partial class Agent
{
    private TrainingLoop? _loop;
    private Model? _best;

    /// <summary>What <see cref="Train"/> runs in: with counters, best weights and evaluations, and the state of all of it, to be saved and loaded where <see cref="Checkpoints"/> are used by hand.</summary>
    public TrainingLoop Loop => _loop ??= new(new AgentTraining(this), new());

    /// <summary>Environment steps so far.</summary>
    public long Step => Training.Step;

    /// <summary>Episodes that have ended so far.</summary>
    public long Episodes => Training.Episodes;

    /// <summary>Whether training has ended because the goal was reached; training again begins without.</summary>
    public bool GoalReached => Loop.GoalReached;

    /// <summary>The model to use: one with the best weights that selection has found, or, where none were evaluated, the one that learns.</summary>
    public Model BestModel => Loop.Best.Evaluation is null || !Loop.Best.CopyTo((_best ??= Model.Clone()).Parameters) ? Model : _best;

    /// <summary>The evaluation of <see cref="BestModel"/>; null where none was made.</summary>
    public EvaluationReport? BestEvaluation => Loop.Best.Evaluation is { } best ? AgentEvaluation.ReportOf(best) : null;

    /// <summary>The latest evaluation; null before the first.</summary>
    public EvaluationReport? LatestEvaluation => Loop.Latest is { } latest ? AgentEvaluation.ReportOf(latest) : null;

    private AgentTraining Training => (AgentTraining)Loop.Training;

    /// <summary>
    /// Trains, and reports at a steady interval, after each evaluation and at the end. Training runs only while the result is enumerated: <c>break</c> stops it after the step that was
    /// reported, and loses nothing. Training again goes on with weights, memory and counters, in fresh episodes; a state that was loaded goes on within its episodes.
    /// </summary>
    /// <param name="environment">
    /// Where to act: any environment with the observations and actions of <see cref="Spec"/>, such as the next level of a curriculum. A
    /// batch of another size than before starts with an empty memory; where the spec differs from that of before, returns cannot be
    /// compared, and selection of the best model starts anew.
    /// </param>
    /// <param name="steps">How many environment steps to add; rounded up to whole steps of the batch. 0 makes only the evaluation that was cut off, if one was.</param>
    /// <param name="cancellation">Stops between two steps or within an evaluation, by an exception; nothing is lost.</param>
    /// <param name="checkpoints">Where it is saved, and from where it goes on. Default: nowhere.</param>
    /// <param name="observers">Who watches.</param>
    /// <exception cref="ArgumentException">The environment has other observations or actions than the agent was made for, or selection
    /// needs a time limit that it lacks.</exception>
    /// <exception cref="InvalidOperationException">While enumerating: this agent is being trained already, or another one on this
    /// environment; threads need an agent and a batch each.</exception>
    /// <exception cref="NonFiniteException">While enumerating: a loss, gradient, observation or reward is NaN or infinite; the weights are those before.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: cancelled.</exception>
    public IEnumerable<TrainingReport> Train(
        IBatchEnvironment environment, long steps, CancellationToken cancellation = default, ICheckpointing? checkpoints = null, params IReadOnlyList<LoopObserver> observers)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (steps < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), string.Create(CultureInfo.InvariantCulture, $"steps is {steps}; expected 0 or more environment steps to add."));
        }

        SpaceChecks.RequireSpacesOf(Spec, environment.Spec);
        Settings.Selection?.Validate(environment.Spec);
        return Run(environment, steps, Settings.Selection is { } selection ? new AgentEvaluation(this, environment, selection) : null, checkpoints, observers, cancellation);
    }

    private IEnumerable<TrainingReport> Run(
        IBatchEnvironment environment, long steps, AgentEvaluation? evaluation, ICheckpointing? checkpoints, IReadOnlyList<LoopObserver> observers, CancellationToken cancellation)
    {
        using (Reservation.Of(this, "This agent is being trained already, on another thread or by an enumeration that has neither ended nor been disposed. End that one first; to train twice at once, make two agents."))
        using (Reservation.Of(
            environment,
            $"Another agent is being trained on this batch of {environment.Spec.Label} already, on another thread or by an enumeration that has neither ended nor been disposed: their steps would mix. "
            + "Give each agent a batch of its own: environment.WithCount(environment.Count)."))
        using (evaluation)
        {
            Training.Use(environment);
            Loop.ForgetGoal();
            Loop.Options = new()
            {
                Steps = Step + steps,
                Evaluable = evaluation,
                EvaluateEvery = evaluation is null ? null : Settings.Selection!.EverySteps,
                ReportEvery = Settings.ReportEverySteps,
                Observers = observers,
                Checkpoints = checkpoints,
            };
            foreach (LoopReport report in Loop.Run(cancellation))
            {
                yield return new()
                {
                    Step = report.Step,
                    Updates = report.Updates,
                    Episodes = Training.Episodes,
                    MeanReturn = report[RunTags.TrainReturn],
                    Measurements = report.Measurements,
                    StepsPerSecond = report.StepsPerSecond,
                    UpdatesPerSecond = report.UpdatesPerSecond,
                    Evaluation = LatestEvaluation,
                    IsBest = report.IsBest,
                    GoalReached = report.GoalReached,
                };
            }
        }
    }
}
