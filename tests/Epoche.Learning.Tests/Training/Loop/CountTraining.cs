namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>Learns to count: a step adds one to its only weight. What happens to it is written down.</summary>
internal sealed class CountTraining(List<string>? events = null) : ITraining
{
    public ParameterSlab Slab { get; } = new([new ParameterInfo("weight", [2], 0, ParameterKind.Parameter, Decay: false)]);

    public ParameterSlab? Second { get; init; }

    /// <summary>Steps in an epoch.</summary>
    public int StepsPerEpoch { get; init; } = int.MaxValue;

    /// <summary>Called within a step.</summary>
    public Action? Advancing { get; set; }

    public long Step { get; private set; }

    public long Updates => Step;

    public int Epochs => (int)(Step / StepsPerEpoch);

    public IReadOnlyList<ScopedSlab> Weights => Second is null ? [new("", Slab)] : [new("first/", Slab), new("second/", Second)];

    public int StateVersion => 1;

    public void Advance()
    {
        Advancing?.Invoke();
        Step++;
        Slab.Values.Fill(Step);
        Second?.Values.Fill(-Step);
        events?.Add($"advance {Step}");
    }

    public void Report(IRunWriter writer) => writer.Scalar("count", Step, Slab.Values[0]);

    public void SaveState(StateSaver to) => to.Write("step", Step);

    public void LoadState(StateLoader from)
    {
        Step = from.Int64("step");
        Slab.Values.Fill(Step);
        Second?.Values.Fill(-Step);
    }
}

/// <summary>Evaluates by a table: the number of the evaluation decides, and what happens is written down.</summary>
internal sealed class TableEvaluable(Func<int, Score> score, List<string>? events = null) : IEvaluable
{
    /// <summary>Called within an evaluation.</summary>
    public Action<int>? Evaluating { get; set; }

    public double Goal { get; init; } = double.PositiveInfinity;

    public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
    {
        Evaluating?.Invoke(index);
        cancellation.ThrowIfCancellationRequested();
        events?.Add($"evaluate {index}");
        Score found = score(index);
        return new(found, [new MetricValue("score", found.First)]) { ReachesGoal = found.First >= Goal };
    }
}

/// <summary>Records the calls.</summary>
internal sealed class EventObserver(List<string> events, string name = "") : LoopObserver
{
    public Action<TrainingLoop>? Stepped { get; set; }

    public Action<TrainingLoop, LoopReport>? Reported { get; set; }

    public Action? Ending { get; set; }

    public override void OnBegin(TrainingLoop loop) => events.Add($"begin{name} {loop.Training.Step}");

    public override void OnStep(TrainingLoop loop)
    {
        events.Add($"step{name} {loop.Training.Step}");
        Stepped?.Invoke(loop);
    }

    public override void OnReport(TrainingLoop loop, LoopReport report)
    {
        events.Add($"report{name} {report.Step}");
        Reported?.Invoke(loop, report);
    }

    public override void OnEnd(TrainingLoop loop)
    {
        events.Add($"end{name} {loop.Training.Step}");
        Ending?.Invoke();
    }
}

/// <summary>Checkpoints that write down when.</summary>
internal sealed class EventCheckpoints(List<string> events, long every) : ICheckpointing
{
    private readonly Conformance.Loop.MemoryCheckpoints _memory = new();

    public bool TryLoad(IStateful state) => _memory.TryLoad(state);

    public bool SaveIfDue(IStateful state, long step)
    {
        bool isDue = step % every == 0;
        if (isDue)
        {
            Save(state, step);
        }

        return isDue;
    }

    public void Save(IStateful state, long step)
    {
        events.Add($"save {step}");
        _memory.Save(state, step);
    }
}
