using Epoche.Reinforcement.Tests.Simulation;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>
/// An agent that is saved, thrown away, loaded into another and trained on: it must be as if nothing had happened, bit for bit.
/// </summary>
public sealed class DqnResumeTests
{
    private const int Steps = 1_500;

    private static readonly DqnOptions s_options = new()
    {
        Network = spec => [new Dense(16, Relu), new Dense(spec.Actions.Count)],
        Optimizer = new Adam(Schedule.Linear(5e-3f, 1e-3f, 1_000)),
        Replay = new() { Capacity = 500 }, // overwritten several times
        Epsilon = Schedule.Linear(1f, 0.1f, 1_000),
        WarmUpSteps = 100,
        BatchSize = 16,
        TargetEverySteps = 50,
        ReportEverySteps = 70,
        Seed = 5,
    };

    [Theory]
    [InlineData(typeof(Adam), typeof(RmsProp))]
    [InlineData(typeof(RmsPropGraves), typeof(Adam))]
    [InlineData(typeof(Adam), typeof(Sgd))]
    public void The_state_of_another_optimizer_is_refused(Type saved, Type loaded)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new CartPole(), 2);
        using TemporaryFolder folder = new();
        using (Checkpoints checkpoints = Checkpoints.Open(folder.Path))
        {
            checkpoints.Save(Agent(saved).Loop, 0);
        }

        using Checkpoints again = Checkpoints.Open(folder.Path);
        Assert.Contains(
            $"expected the state of {Kind(loaded)}; found that of {Kind(saved)}",
            Assert.Throws<DataFormatException>(() => again.TryLoad(Agent(loaded).Loop)).Message, StringComparison.Ordinal);

        DqnAgent Agent(Type optimizer) => new(environment.Spec, s_options with
        {
            Optimizer = optimizer == typeof(Adam) ? new Adam(1e-3f)
                : optimizer == typeof(Sgd) ? new Sgd(1e-3f, momentum: 0.9f)
                : optimizer == typeof(RmsProp) ? new RmsProp(1e-3f)
                : new RmsPropGraves(1e-3f),
        });

        static string Kind(Type optimizer) => optimizer.Name + (optimizer == typeof(Sgd) ? " with momentum" : "");
    }

    [Fact]
    public void The_state_of_an_agent_for_another_environment_is_refused()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        EnvironmentSpec spec = new CartPole().Spec;
        checkpoints.Save(new DqnAgent(spec, s_options).Loop, 0);
        Assert.Contains(
            $"expected the state of DqnAgent for Balance; found that of DqnAgent for {spec.Name}",
            Assert.Throws<DataFormatException>(
                () => checkpoints.TryLoad(new DqnAgent(spec with { Name = "Balance" }, s_options).Loop)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Cases =>
        ["plain", "everything", "pictures", "a class restored by replay", "a class with its own state", "one learning in many steps"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_goes_on_bit_for_bit_wherever_it_was_stopped(string name)
    {
        (DqnOptions options, Func<IBatchEnvironment> create) = Case(name);
        Diary expected = new(), found = new();
        using (IBatchEnvironment environment = create())
        {
            DqnAgent agent = new(environment.Spec, options);
            Run(agent, environment, expected, stopAt: Steps);
            expected.End(agent);
        }

        using TemporaryFolder folder = new();
        Rng random = Rng.Stream(1, name);
        for (long stop = 0; stop < Steps;)
        {
            stop = Math.Min(Steps, stop + 1 + random.NextInt(stop == 0 ? 60 : 500)); // the first within the warm-up
            using IBatchEnvironment environment = create();
            DqnAgent agent = new(environment.Spec, options);
            using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
            checkpoints.TryLoad(agent.Loop);
            int saves = 0;
            Run(agent, environment, found, stop, () =>
            {
                if (++saves % 40 == 0) // saving changes nothing
                {
                    checkpoints.Save(agent.Loop, agent.Step);
                }
            });
            checkpoints.Save(agent.Loop, agent.Step);
            if (stop == Steps)
            {
                found.End(agent);
            }
        }

        Assert.Equal(expected.Lines, found.Lines);
    }

    [Fact]
    public void An_evaluation_that_was_cut_off_is_made_again_with_the_same_episodes()
    {
        DqnOptions options =
            s_options with { Selection = new() { EverySteps = 300, Episodes = 4, ConfirmEpisodes = 8, StopWhenPerfect = false } };
        Diary expected = new(), found = new();
        using (IBatchEnvironment environment = new Tripwire(BatchEnvironment.Of(() => default(Corridor), 1), _ => { }))
        {
            DqnAgent agent = new(environment.Spec, options);
            Run(agent, environment, expected, Steps);
            expected.End(agent);
        }

        using TemporaryFolder folder = new();
        bool done = false;
        for (int cut = 1; !done; cut++)
        {
            using CancellationTokenSource source = new();
            int steps = 0;
            using IBatchEnvironment environment = new Tripwire(BatchEnvironment.Of(() => default(Corridor), 1), evaluating =>
            {
                if (evaluating && ++steps == 3 && cut % 2 == 1)
                {
                    source.Cancel();
                }
            });
            DqnAgent agent = new(environment.Spec, options);
            using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
            checkpoints.TryLoad(agent.Loop);
            try
            {
                foreach (TrainingReport report in agent.Train(environment, Math.Min(310, Steps - agent.Step), source.Token))
                {
                    found.Add(report, agent, report.Step % options.ReportEverySteps == 0 || report.Step % 300 == 0);
                }
            }
            catch (OperationCanceledException)
            {
            }

            checkpoints.Save(agent.Loop, agent.Step);
            done = agent.Step == Steps && !source.IsCancellationRequested;
            if (done)
            {
                found.End(agent);
            }

            Assert.True(cut < 40, "It makes no headway.");
        }

        Assert.Equal(expected.Lines, found.Lines);
    }

    [Fact]
    public void Training_goes_on_with_as_many_environments_only()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        using IBatchEnvironment two = BatchEnvironment.Of(() => default(Corridor), 2),
            three = BatchEnvironment.Of(() => default(Corridor), 3);
        DqnAgent first = new(two.Spec, s_options), second = new(two.Spec, s_options);
        Run(first, two, new Diary(), 10);
        checkpoints.Save(first.Loop, 10);
        checkpoints.TryLoad(second.Loop);
        Assert.Equal(
            "The state that was loaded has 2 environments; this batch has 3. Train on as many. (Parameter 'environment')",
            Assert.Throws<ArgumentException>(() => second.Train(three, 10).Last()).Message);
        checkpoints.Save(second.Loop, 10); // a state that was loaded and not trained on is saved as it was
        Run(second, two, new Diary(), 20);
        Run(first, two, new Diary(), 20);
        Assert.Equal(second.Step, first.Step);
    }

    [Fact]
    public void An_agent_of_another_form_is_refused()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        checkpoints.Save(new DqnAgent(environment.Spec, s_options).Loop, 0);
        DqnAgent wider = new(environment.Spec, s_options with { Network = spec => [new Dense(32, Relu), new Dense(spec.Actions.Count)] });
        Assert.Contains(
            "training/agent/trainer/parameters_0/values",
            Assert.Throws<DataFormatException>(() => checkpoints.TryLoad(wider.Loop)).Message);
    }

    private static (DqnOptions Options, Func<IBatchEnvironment> Create) Case(string name) => name switch
    {
        "plain" => (s_options, () => BatchEnvironment.Of(() => default(Corridor), 1)),
        "everything" => (
            s_options with
            {
                Network = spec => [new Dense(16, Relu), new Dropout(0.2f), new Dense(spec.Actions.Count)],
                Optimizer = new RmsPropGraves(1e-3f),
                Replay = new() { Capacity = 700, NStep = 3 },
                TargetEverySteps = null, TargetEveryUpdates = 7, TargetTau = 0.1f,
                NormalizeObservations = true, DoubleQ = true, ClipNorm = 1, TrainEverySteps = 4, UpdatesPerTraining = 3,
                Selection = new() { EverySteps = 200, Episodes = 5, StopWhenPerfect = false },
            },
            () => BatchEnvironment.Of(() => default(Corridor), 6)),
        "pictures" => (
            s_options with
            {
                Network = spec => [new Conv2D(4, 3, Relu), new Flatten(), new Dense(spec.Actions.Count)],
                Replay = new() { Capacity = 300, NStep = 2 },
                TrainEverySteps = 8,
            },
            () => new FrameStack(new CatchBatch(3), 4)),
        "a class restored by replay" => (s_options with { TrainEverySteps = 3 }, () => BatchEnvironment.Of(() => new ManagedWalk(), 2)),
        "a class with its own state" => (s_options with { TrainEverySteps = 3 }, () => BatchEnvironment.Of(() => new StatefulWalk(), 2)),
        _ => (
            s_options with { TrainEverySteps = 128, UpdatesPerTraining = 64 },
            () => EnvironmentRegistry.Find("CartPole-v1").CreateBatch(1)),
    };

    /// <summary>Trains up to a step and stops there, as a signal would.</summary>
    private static void Run(DqnAgent agent, IBatchEnvironment environment, Diary diary, long stopAt, Action? save = null)
    {
        using CancellationTokenSource source = new();
        Watcher watcher = new(() =>
        {
            save?.Invoke();
            if (agent.Step >= stopAt)
            {
                source.Cancel();
            }
        });
        try
        {
            foreach (TrainingReport report in agent.Train(environment, 1_000_000, source.Token, null, watcher))
            {
                diary.Add(report, agent);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private sealed class Watcher(Action action) : LoopObserver
    {
        public override void OnStep(TrainingLoop loop) => action();
    }

    /// <summary>All that a user sees of a training.</summary>
    private sealed class Diary
    {
        public List<string> Lines { get; } = [];

        public void Add(TrainingReport r, DqnAgent agent, bool counts = true)
        {
            if (counts)
            {
                Lines.Add($"{r.Step} {r.Updates} {r.Episodes} {r.MeanReturn} {r.Loss} {r.GradientNorm} {r.MeanQ} {r.Epsilon} "
                    + $"{r.Evaluation} {r.IsBest} {string.Join(' ', agent.ActionValues())}");
            }
        }

        public void End(DqnAgent agent) => Lines.Add(
            $"{WeightsHash.Compute(agent.Model.Parameters.Values)} {WeightsHash.Compute(agent.TargetNetwork.Parameters.Values)} "
            + $"{WeightsHash.Compute(agent.Best.Parameters.Values)} {agent.BestEvaluation}");
    }
}
