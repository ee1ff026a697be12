using System.Diagnostics;

namespace Epoche;

/// <summary>
/// Runs whatever learns: until a limit, a goal or a cancellation; evaluates it and keeps its best weights, reports, saves checkpoints and
/// goes on from them, bit for bit. The events of a step come in this order: <see cref="ITraining.Advance"/>; the evaluation, where one is
/// due; <see cref="LoopObserver.OnStep"/>; the report, where one is due; a checkpoint, where one is due. A checkpoint so holds all that its
/// step brought, and a process that is killed at any moment repeats only what no checkpoint holds.
/// </summary>
/// <example><code>
/// TrainingLoop loop = new(training, new() { Steps = 50_000, Evaluable = evaluable, EvaluateEvery = 1_000, Checkpoints = checkpoints });
/// foreach (LoopReport report in loop.Run()) { … }
/// loop.Best.CopyTo(model.Parameters);
/// </code></example>
public sealed partial class TrainingLoop
{
    private readonly Stopwatch _all = new(), _training = new(); // all of it; without evaluations, since the last report
    private readonly MeasurementList _measurements = new();
    private LoopObserver[] _observers = []; // an array: a foreach over an interface allocates at every step
    private bool _isOver, _evaluationDue, _latestIsBest;
    private int _evaluations, _evaluationsSinceBest;
    private long _before, _evaluatedAt = -1, _reportedStep, _reportedUpdates;
    private double _secondsBefore;
    private bool _resumed;

    /// <summary>Makes a loop.</summary>
    /// <exception cref="ArgumentException">Options are out of range or contradict each other.</exception>
    public TrainingLoop(ITraining training, LoopOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        (Training, Options) = (training, options);
        Best = new() { Of = () => Training.Weights };
    }

    /// <summary>What learns.</summary>
    public ITraining Training { get; }

    /// <summary>Limits, cadences, who watches: may be others in the next run, such as a later limit.</summary>
    public LoopOptions Options
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            field = value;
        }
    }

    /// <summary>The best weights so far; nothing before the first evaluation.</summary>
    public BestWeights Best { get; }

    /// <summary>The latest evaluation; null before the first.</summary>
    public LoopEvaluation? Latest { get; private set; }

    /// <summary>Whether an evaluation reached the goal: no more steps are made until <see cref="ForgetGoal"/>.</summary>
    public bool GoalReached { get; private set; }

    /// <summary>Why it was stopped; null where it was not. No more steps are made until <see cref="ForgetStop"/>.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Seconds so far, those of earlier processes up to their last checkpoint included.</summary>
    public double Seconds => _secondsBefore + _all.Elapsed.TotalSeconds;

    /// <summary>
    /// Up to where reports were made: a step behind <see cref="ITraining.Step"/> where an evaluation was cut
    /// off, for its report comes after it.
    /// </summary>
    public long ReportedStep => _evaluationDue ? _before : Training.Step;

    /// <summary>Ends the training after this step, or, said where a report is read, after the next one; the first reason counts.</summary>
    public void Stop(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        StopReason ??= reason;
    }

    /// <summary>Lets training go on although its goal was reached.</summary>
    public void ForgetGoal() => GoalReached = false;

    /// <summary>Lets training go on although it was stopped, by <see cref="Stop"/> or by patience, which starts counting again.</summary>
    public void ForgetStop() => (StopReason, _evaluationsSinceBest) = (null, 0);

    /// <summary>
    /// Makes steps until something ends it, and gives a report at a steady interval, after each evaluation and epoch, and at the end. It
    /// runs only while it is enumerated: <c>break</c> stops it after the step that was reported, with no
    /// checkpoint of it. Run again, it goes on.
    /// </summary>
    /// <param name="cancellation">
    /// Stops between two steps, or within an evaluation, which is then made again: a checkpoint is saved, observers learn of the
    /// end, and the exception is thrown.
    /// </param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="NonFiniteException">See <see cref="ITraining.Advance"/>; nothing is saved.</exception>
    /// <exception cref="IOException">A checkpoint cannot be read or written.</exception>
    public IEnumerable<LoopReport> Run(CancellationToken cancellation = default)
    {
        Resume();
        _observers = [.. Options.Observers];
        int begun = 0;
        try
        {
            _all.Start();
            for (; begun < _observers.Length; begun++)
            {
                _observers[begun].OnBegin(this);
            }

            (_reportedStep, _reportedUpdates) = (Training.Step, Training.Updates);
            _evaluationDue &= Options.Evaluable is not null;
            bool isNew = false;
            _isOver = MustEnd;
            _training.Restart();
            while (_evaluationDue || !_isOver)
            {
                isNew = true;
                int epochs = Training.Epochs;
                bool evaluates = _evaluationDue; // else the state was saved, or training stopped, before an evaluation was complete
                if (!evaluates)
                {
                    SaveAndThrowIf(cancellation);
                    _before = Training.Step;
                    Training.Advance();
                    evaluates = _evaluationDue = IsEvaluationDue(epochs);
                }

                if (evaluates)
                {
                    Evaluate(cancellation);
                }

                foreach (LoopObserver observer in _observers)
                {
                    observer.OnStep(this);
                }

                _isOver = MustEnd; // once a step: a limit of time must not fall between the last report and the end
                if (evaluates || Training.Epochs > epochs || Cadence.Passes(_before, Training.Step, Options.ReportEvery) || _isOver)
                {
                    yield return Report(evaluates);
                    _training.Restart();
                }

                if (!_isOver) // where it ends, it is saved below
                {
                    Options.Checkpoints?.SaveIfDue(this, Training.Step);
                }
            }

            if (isNew)
            {
                // Before OnEnd, which may put other weights in the place of those that training would go on from.
                Options.Checkpoints?.Save(this, Training.Step);
            }

            if (Options.EvaluateLast && _evaluatedAt != Training.Step && Training.Updates > 0)
            {
                Evaluate(cancellation, isLast: true);
                yield return Report(isEvaluated: true);
            }
        }
        finally
        {
            _all.Stop();
            End(begun);
        }
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="cancellation">Stops it, as in <see cref="Run"/>.</param>
    /// <returns>The last report; null where there was nothing left to do.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="NonFiniteException">See <see cref="ITraining.Advance"/>; nothing is saved.</exception>
    /// <exception cref="IOException">A checkpoint cannot be read or written.</exception>
    public LoopReport? RunToEnd(CancellationToken cancellation = default)
    {
        LoopReport? last = null;
        foreach (LoopReport report in Run(cancellation))
        {
            last = report;
        }

        return last;
    }

    /// <summary>Loads the newest checkpoint, once; the first run does it where nobody has.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Resume()
    {
        bool first = !_resumed;
        _resumed = true;
        return first && Options.Checkpoints?.TryLoad(this) == true;
    }

    private bool MustEnd => GoalReached || StopReason is not null || Training.Step >= Options.Steps || Training.Epochs >= Options.Epochs
        || Seconds >= Options.Time?.TotalSeconds
        || Options.Until?.Invoke() == true;

    private bool IsEvaluationDue(int epochs) =>
        Options.Evaluable is not null && Training.Updates > 0
        && ((Options.EvaluateEvery is { } every && Cadence.Passes(_before, Training.Step, every))
            || (Options.EvaluateEpochs && Training.Epochs > epochs));

    private void Evaluate(CancellationToken cancellation, bool isLast = false)
    {
        _training.Stop();
        LoopEvaluation evaluation;
        try
        {
            evaluation = EvaluateAverage(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !isLast)
        {
            Interrupt();
            throw;
        }

        _evaluations++; // here, not before: one that was cut off is made again with the same streams
        (_evaluationDue, _evaluatedAt, Latest) = (false, Training.Step, evaluation);
        _evaluationsSinceBest = _latestIsBest ? 0 : _evaluationsSinceBest + 1;
        GoalReached |= evaluation.ReachesGoal;
        if (_evaluationsSinceBest >= Options.Patience)
        {
            Stop($"no better evaluation in {_evaluationsSinceBest}; the best was that of step {Best.Step}");
        }

        _training.Start();
    }

    /// <summary>Evaluates the weights that are to be kept, and keeps them where they are the best.</summary>
    private LoopEvaluation EvaluateAverage(CancellationToken cancellation)
    {
        Training.SwapAverage();
        try
        {
            LoopEvaluation evaluation = Options.Evaluable!.Evaluate(_evaluations, cancellation);
            _latestIsBest = Best.Offer(evaluation, Training.Step, Options.KeepBest ? Training.Weights : []);
            return evaluation;
        }
        finally
        {
            Training.SwapAverage();
        }
    }

    private LoopReport Report(bool isEvaluated)
    {
        double seconds = _training.Elapsed.TotalSeconds;
        Training.Report(_measurements);
        LoopReport report = new()
        {
            Step = Training.Step,
            Updates = Training.Updates,
            Epochs = Training.Epochs,
            Seconds = Seconds,
            StepsPerSecond = (Training.Step - _reportedStep) / seconds,
            UpdatesPerSecond = (Training.Updates - _reportedUpdates) / seconds,
            Measurements = _measurements.Take(),
            Evaluation = Latest,
            IsEvaluated = isEvaluated,
            IsBest = _latestIsBest,
            GoalReached = GoalReached,
            IsLast = _isOver,
        };
        (_reportedStep, _reportedUpdates) = (Training.Step, Training.Updates);
        foreach (LoopObserver observer in _observers)
        {
            observer.OnReport(this, report);
        }

        return report;
    }

    private void SaveAndThrowIf(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            Interrupt();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The clock stops first: the seconds reported are those that a later process counts on from.</summary>
    private void Interrupt()
    {
        _all.Stop();
        Options.Checkpoints?.Save(this, Training.Step);
    }

    /// <summary>The last observer first, and each of them even where another throws.</summary>
    private void End(int count)
    {
        if (count > 0)
        {
            try
            {
                _observers[count - 1].OnEnd(this);
            }
            finally
            {
                End(count - 1);
            }
        }
    }
}
