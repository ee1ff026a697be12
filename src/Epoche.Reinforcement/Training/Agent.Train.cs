using System.Globalization;

namespace Epoche;

public abstract partial class Agent
{
    private AgentTraining? _training;
    private TrainingLoop? _loop;
    private Model? _bestModel;

    /// <summary>
    /// What <see cref="Train"/> runs in, and what <see cref="Checkpoints"/> save and load where they are called by hand: weights, best
    /// weights, memory, counters, the environments in the midst of their episodes.
    /// </summary>
    /// <exception cref="InvalidOperationException">It learns in a <see cref="TrainingLoop"/> of yours.</exception>
    public TrainingLoop Loop => _loop ??= _training is null
        ? new(_training = new(this), new())
        : throw new InvalidOperationException("This agent learns in a TrainingLoop of yours, by new AgentTraining(agent): train, "
            + "save and load by that loop, whose Best has the best weights.");

    /// <summary>Environment steps so far.</summary>
    public long Step => _training?.Step ?? 0;

    /// <summary>Episodes that have ended so far.</summary>
    public long Episodes => _training?.Episodes ?? 0;

    /// <summary>Whether training has ended because the goal was reached; training again begins without.</summary>
    /// <exception cref="InvalidOperationException">It learns in a <see cref="TrainingLoop"/> of yours; so for the next three.</exception>
    public bool GoalReached => Loop.GoalReached;

    /// <summary>
    /// The model to use: one with the best weights that selection has found, or, where none were evaluated, the one that learns.
    /// </summary>
    public Model Best => Loop.Best.Evaluation is null || !Loop.Best.CopyTo((_bestModel ??= Model.Clone()).Parameters) ? Model : _bestModel;

    /// <summary>The evaluation of <see cref="Best"/>, its confirmation where there was one; null where none was made.</summary>
    public EvaluationReport? BestEvaluation => Loop.Best.Evaluation is { } best ? AgentEvaluation.ReportOf(best) : null;

    /// <summary>The latest evaluation; null before the first.</summary>
    public EvaluationReport? LatestEvaluation => Loop.Latest is { } latest ? AgentEvaluation.ReportOf(latest) : null;

    /// <summary>A training takes the agent over.</summary>
    /// <exception cref="InvalidOperationException">Another one has it.</exception>
    internal void Bind(AgentTraining training) => _training = _training is null || _training == training
        ? training
        : throw new InvalidOperationException(
            "This agent has a training already; an agent learns in one. Make a second agent for a second training.");

    /// <summary>
    /// Trains, and reports at a steady interval, after each evaluation and at the end. Training runs only while the result is enumerated:
    /// <c>break</c> stops it after the step that was reported, and loses nothing. Training again goes on with weights, memory and counters,
    /// in fresh episodes; a state that was loaded goes on within its episodes.
    /// </summary>
    /// <param name="environment">
    /// Where to act: any environment with the observations and actions of <see cref="Spec"/>, such as the next level of a curriculum. A
    /// batch of another size than before starts with an empty memory; where the spec differs from that of before, returns cannot be
    /// compared, and selection of the best model starts again.
    /// </param>
    /// <param name="steps">
    /// How many environment steps to add; rounded up to whole steps of the batch. 0 makes only the evaluation that was cut off, if one was.
    /// </param>
    /// <param name="cancellation">Stops between two steps or within an evaluation, by an exception; nothing is lost.</param>
    /// <param name="checkpoints">Where it is saved, and from where it goes on. Default: nowhere.</param>
    /// <param name="observers">Who watches.</param>
    /// <exception cref="ArgumentException">The environment has other observations or actions than the agent was made for, or selection
    /// needs a time limit that it lacks.</exception>
    /// <exception cref="InvalidOperationException">While enumerating: this agent is being trained already, or another one on this
    /// environment; threads need an agent and a batch each.</exception>
    /// <exception cref="NonFiniteException">
    /// While enumerating: a loss, gradient, observation or reward is NaN or infinite; the weights are those before.
    /// </exception>
    /// <exception cref="OperationCanceledException">While enumerating: cancelled.</exception>
    public IEnumerable<TrainingReport> Train(
        IBatchEnvironment environment, long steps, CancellationToken cancellation = default, ICheckpointing? checkpoints = null,
        params IReadOnlyList<LoopObserver> observers)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(observers);
        Elements.RequireNoNull(observers, nameof(observers));
        if (steps < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(steps),
                string.Create(CultureInfo.InvariantCulture, $"steps is {steps}; expected 0 or more environment steps to add."));
        }

        SpaceChecks.RequireSpacesOf(Spec, environment.Spec);
        Settings.Selection?.Validate(environment.Spec);
        return Run(
            environment, steps, Settings.Selection is { } selection ? new AgentEvaluation(this, environment, selection) : null, checkpoints,
            observers, cancellation);
    }

    private IEnumerable<TrainingReport> Run(
        IBatchEnvironment environment, long steps, AgentEvaluation? evaluation, ICheckpointing? checkpoints,
        IReadOnlyList<LoopObserver> observers, CancellationToken cancellation)
    {
        using (Reservation.Of(
            this, "This agent is being trained already, on another thread or by an enumeration that has neither ended nor been disposed. "
                + "End that one first; to train twice at once, make two agents."))
        using (Reservation.Of(
            environment,
            $"Another agent is being trained on this batch of {environment.Spec.Label} already, on another thread or by an enumeration "
            + "that has neither ended nor been disposed: their steps would mix. "
            + "Give each agent a batch of its own: environment.WithCount(environment.Count)."))
        using (evaluation)
        {
            TrainingLoop loop = Loop;
            AgentTraining training = _training!;
            training.Use(environment);
            loop.ForgetGoal();
            loop.ForgetStop();
            loop.Options = new()
            {
                Steps = Step + steps,
                Evaluable = evaluation,
                EvaluateEvery = evaluation is null ? null : Settings.Selection!.EverySteps,
                ReportEvery = Settings.ReportEverySteps,
                Observers = observers,
                Checkpoints = checkpoints,
            };
            foreach (LoopReport report in loop.Run(cancellation))
            {
                yield return new()
                {
                    Step = report.Step,
                    Updates = report.Updates,
                    Episodes = training.Episodes,
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
