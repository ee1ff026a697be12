using System.Diagnostics;
using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>What checkpoints cost a training whose memory is full: a million pictures, as the game of the cave shows them.</summary>
internal static class CheckpointCase
{
    private const int Frames = 1 << 20, Environments = 8, Stack = 4;
    private const double Seconds = 20;

    public static BenchCase Case { get; } = new(
        "checkpoint-cost",
        $"checkpoints in a second of training by DQN with three convolutions on Cave-48x48, {Frames:N0} frames in memory",
        () => throw new InvalidOperationException("It times itself."))
    {
        PerSecond = true,
        UsesWorkers = false,
        Times = Measure,
    };

    private static (double Median, double Min) Measure()
    {
        string folder = Directory.CreateTempSubdirectory("epoche-bench-").FullName;
        try
        {
            using IBatchEnvironment environment = new FrameStack(new CaveBatch(Environments), Stack);
            DqnAgent agent = new(environment.Spec, new()
            {
                Network = spec => [new Conv2D(32, 8, Relu, 4), new Conv2D(64, 4, Relu, 2), new Conv2D(64, 3, Relu), new Flatten(),
                    new Dense(256, Relu), new Dense(spec.Actions.Count)],
                Replay = new() { Capacity = Frames },
                WarmUpSteps = Frames,
                TrainEverySteps = 4,
                BatchSize = 32,
                TargetEverySteps = 8_000,
                DoubleQ = true,
                ReportEverySteps = Frames,
            });
            agent.Train(environment, Frames).Last();
            using Checkpoints checkpoints = Checkpoints.Open(folder);
            checkpoints.Save(agent.Loop, agent.Step); // the memory as a whole, which a run has written little by little by then
            Console.Error.WriteLine(
                FormattableString.Invariant($"  the first checkpoint, of everything: {checkpoints.SecondsSpent:0.0} s"));
            Costs costs = new(checkpoints);
            long step = agent.Step;
            foreach (TrainingReport _ in agent.Train(environment, Frames, checkpoints: checkpoints, observers: costs))
            {
                // Until the time is over.
            }

            double share = costs.SecondsSpent / costs.Seconds;
            Console.Error.WriteLine(
                FormattableString.Invariant($"  {costs.Saved} checkpoints in {costs.Seconds:0} s and {agent.Step - step:N0} steps"));
            return (1e6 * share, 1e6 * share);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// From right behind one checkpoint to right behind another, so that as much of training is counted as of checkpoints.
    /// </summary>
    private sealed class Costs(Checkpoints checkpoints) : LoopObserver
    {
        private readonly Stopwatch _watch = new();
        private int _seen = checkpoints.SavedCount, _first;
        private double _before, _after;

        public int Saved => _seen - _first;

        public double Seconds { get; private set; }

        public double SecondsSpent => _after - _before;

        public override void OnStep(TrainingLoop loop)
        {
            if (checkpoints.SavedCount == _seen)
            {
                return;
            }

            _seen = checkpoints.SavedCount;
            if (!_watch.IsRunning)
            {
                (_before, _first) = (checkpoints.SecondsSpent, _seen);
                _watch.Start();
            }

            (_after, Seconds) = (checkpoints.SecondsSpent, _watch.Elapsed.TotalSeconds);
            if (Seconds >= CheckpointCase.Seconds)
            {
                loop.Stop("the time is over");
            }
        }
    }
}
