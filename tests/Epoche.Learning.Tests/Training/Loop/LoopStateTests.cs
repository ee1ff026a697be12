using Epoche.Conformance;
using Epoche.Conformance.Loop;

namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>A loop that is saved and resumed, and what it costs.</summary>
public sealed class LoopStateTests
{
    [Fact]
    public void Resumed_at_each_step_it_gives_the_same_reports_the_same_best_and_the_same_observers()
    {
        (List<string> expected, Summing whole) = Run(new MemoryCheckpoints(), stopAt: long.MaxValue);
        for (long cut = 1; cut < 23; cut++)
        {
            MemoryCheckpoints checkpoints = new();
            (List<string> before, _) = Run(checkpoints, cut);
            (List<string> after, Summing resumed) = Run(checkpoints, long.MaxValue);

            Assert.Equal(expected, [.. before, .. after]);
            Assert.Equal(whole.Sum, resumed.Sum);
        }
    }

    /// <summary>Stopped by a cancellation behind a step.</summary>
    private static (List<string> Reports, Summing Observer) Run(MemoryCheckpoints checkpoints, long stopAt)
    {
        using CancellationTokenSource source = new();
        List<string> reports = [];
        Summing observer = new();
        CountTraining training = new() { StepsPerEpoch = 7 };
        training.Advancing = () =>
        {
            if (training.Step + 1 == stopAt)
            {
                source.Cancel();
            }
        };
        TrainingLoop loop = new(training, new()
        {
            Steps = 23,
            ReportEvery = 3,
            Evaluable = new TableEvaluable(i => new(Math.Sin(i))) { Goal = 0.99 }, // the third, at step 12
            EvaluateEvery = 4,
            EvaluateEpochs = true,
            Observers = [observer],
            Checkpoints = checkpoints,
        });
        loop.Resume();
        loop.ForgetGoal();
        try
        {
            foreach (LoopReport report in loop.Run(source.Token))
            {
                reports.Add($"{report.Step} {report.Updates} {report.Epochs} {report["count"]} {report.Evaluation?.Score} "
                    + $"{report.IsEvaluated} {report.IsBest} {report.GoalReached} {report.IsLast} best {loop.Best.Step}");
                loop.ForgetGoal();
            }
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
        }

        return (reports, observer);
    }

    [Fact]
    public void A_step_allocates_nothing_in_steady_state()
    {
        CountTraining training = new();
        EventObserver quiet = new(new List<string>(1 << 20)); // strings of its own
        Assert.True(Bytes([quiet]) > 0, "the measurement sees what observers allocate");

        Assert.Equal(0, Bytes([new Silent(), new Silent(), new LoopRecorder(_ => NullRunWriter.Instance, curveEvery: 10)]));

        long Bytes(LoopObserver[] observers)
        {
            const int Steps = 2_000;
            TrainingLoop loop = new(training, new()
            {
                ReportEvery = Steps, Observers = observers, Checkpoints = new Never(), Evaluable = new TableEvaluable(_ => default),
                EvaluateEvery = long.MaxValue, Until = () => false,
            });
            using IEnumerator<LoopReport> run = loop.Run().GetEnumerator();
            long perReport = Allocations.InRound(() => Assert.True(run.MoveNext()));
            loop.Options = loop.Options with { ReportEvery = 2 * Steps };
            long ofTwice = Allocations.InRound(() => Assert.True(run.MoveNext()));
            return ofTwice - perReport; // what a report allocates is there in both
        }
    }

    /// <summary>Adds up what it sees: state of its own.</summary>
    private sealed class Summing : LoopObserver, IStateful
    {
        public double Sum { get; private set; }

        public int StateVersion => 1;

        public override void OnStep(TrainingLoop loop) => Sum += Math.Sqrt(loop.Training.Step);

        public void SaveState(StateSaver to) => to.Write("sum", Sum);

        public void LoadState(StateLoader from) => Sum = from.Double("sum");
    }

    private sealed class Silent : LoopObserver;

    private sealed class Never : ICheckpointing
    {
        public bool TryLoad(IStateful state) => false;

        public bool SaveIfDue(IStateful state, long step) => false;

        public void Save(IStateful state, long step)
        {
        }
    }
}
