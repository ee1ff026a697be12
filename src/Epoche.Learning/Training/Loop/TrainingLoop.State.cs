namespace Epoche;

public sealed partial class TrainingLoop : IStateful
{
    private const int MostEvaluations = 1 << 30;

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <inheritdoc/>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Part("training", Training);
        to.Part("best", Best);
        LoopEvaluationState.Save(to, "latest", Latest);
        to.Write("latest_is_best", _latestIsBest);
        to.Write("evaluation_due", _evaluationDue);
        to.Write<long>("steps", [_before, _evaluatedAt]);
        to.Write<int>("evaluations", [_evaluations, _evaluationsSinceBest]);
        to.Write("goal_reached", GoalReached);
        to.Write("stop_reason", StopReason ?? "");
        to.Write("seconds", Seconds);
        foreach ((string name, IStateful part) in StatefulObservers())
        {
            to.Part(name, part);
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        _resumed = true;
        from.Part("training", Training);
        from.Part("best", Best);
        LoopEvaluation? latest = LoopEvaluationState.Load(from, "latest");
        (bool latestIsBest, bool evaluationDue) = (from.Boolean("latest_is_best"), from.Boolean("evaluation_due"));
        long[] steps = new long[2];
        from.Read<long>("steps", steps);
        int[] counts = new int[2];
        from.Read<int>("evaluations", counts);
        if (steps[0] < 0 || steps[1] < -1 || steps.Max() > Training.Step)
        {
            throw from.Mismatch("steps", $"steps up to {Training.Step}, which is how far the training is", $"{steps[0]} and {steps[1]}");
        }

        if (counts[0] is < 0 or > MostEvaluations || counts[1] < 0 || counts[1] > counts[0])
        {
            throw from.Mismatch("evaluations", $"0 to {MostEvaluations}, and of these since the best", $"{counts[0]} and {counts[1]}");
        }

        bool goalReached = from.Boolean("goal_reached");
        string reason = from.Text("stop_reason");
        double seconds = from.Seconds("seconds");
        (Latest, _latestIsBest, _evaluationDue) = (latest, latestIsBest, evaluationDue);
        (_before, _evaluatedAt) = (steps[0], steps[1]);
        (_evaluations, _evaluationsSinceBest) = (counts[0], counts[1]);
        (GoalReached, StopReason, _secondsBefore) = (goalReached, reason.Length > 0 ? reason : null, seconds);
        _all.Reset();
        foreach ((string name, IStateful part) in StatefulObservers())
        {
            from.Part(name, part);
        }
    }

    private IEnumerable<(string Name, IStateful Part)> StatefulObservers() =>
        Options.Observers.Select((observer, i) => ($"observer_{i}", observer as IStateful)).Where(o => o.Item2 is not null)
            .Select(o => (o.Item1, o.Item2!));

    /// <summary>Takes what a training reports.</summary>
    private sealed class MeasurementList : IRunWriter
    {
        private readonly List<MetricValue> _values = [];

        public void Write(in RunEvent runEvent)
        {
            if (runEvent.Kind == RunEventKind.Scalar)
            {
                _values.Add(new MetricValue(runEvent.Name, runEvent.Value));
            }
        }

        public MetricValue[] Take()
        {
            MetricValue[] taken = [.. _values];
            _values.Clear();
            return taken;
        }
    }
}
