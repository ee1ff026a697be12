namespace Epoche;

public sealed partial class TrainingLoop : IStateful
{
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
        Latest = LoopEvaluationState.Load(from, "latest");
        _latestIsBest = from.Boolean("latest_is_best");
        _evaluationDue = from.Boolean("evaluation_due");
        long[] steps = new long[2];
        from.Read<long>("steps", steps);
        (_before, _evaluatedAt) = (steps[0], steps[1]);
        int[] counts = new int[2];
        from.Read<int>("evaluations", counts);
        (_evaluations, _evaluationsSinceBest) = (counts[0], counts[1]);
        GoalReached = from.Boolean("goal_reached");
        StopReason = from.Text("stop_reason") is { Length: > 0 } reason ? reason : null;
        _secondsBefore = from.Double("seconds");
        _all.Reset();
        foreach ((string name, IStateful part) in StatefulObservers())
        {
            from.Part(name, part);
        }
    }

    private IEnumerable<(string Name, IStateful Part)> StatefulObservers() =>
        Options.Observers.Select((observer, i) => ($"observer_{i}", observer as IStateful)).Where(o => o.Item2 is not null).Select(o => (o.Item1, o.Item2!));

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
