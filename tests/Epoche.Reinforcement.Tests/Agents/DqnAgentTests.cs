using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Epoche;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

public sealed class DqnAgentTests
{
    private static readonly DqnOptions s_options = new()
    {
        Network = spec => [new Dense(16, Relu), new Dense(spec.Actions.Count)],
        Optimizer = new Adam(5e-3f),
        Replay = new() { Capacity = 2_000 },
        Epsilon = Schedule.Linear(1f, 0.1f, 1_000),
        WarmUpSteps = 100,
        BatchSize = 16,
        TargetEverySteps = 50,
        DoubleQ = true,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_corridor_is_learned_and_training_ends_when_that_is_confirmed(int environments)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), environments);
        DqnAgent agent = new(
            environment.Spec, s_options with { Selection = new() { EverySteps = 500, Episodes = 5, ConfirmEpisodes = 20 } });
        TrainingReport last = agent.Train(environment, 20_000).Last();
        Assert.True(last.GoalReached && last.Step < 20_000, $"Not learned: {last.Evaluation}");
        Assert.Equal((20, true), (last.Evaluation!.Episodes, last.Evaluation.IsPerfect));
        using Evaluator evaluator = new(environment);
        Assert.True(evaluator.Run(agent.Greedy(), 10, seed: 99).IsPerfect);
        Assert.Equal(1, agent.Greedy().Act([0.4f, 1]));
    }

    [Fact]
    public void A_policy_that_fails_on_the_harder_form_of_the_task_is_not_confirmed()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1),
            harder = BatchEnvironment.Of(() => default(UnwinnableCorridor), 1);
        SelectionOptions selection = new() { EverySteps = 500, Episodes = 5, ConfirmEpisodes = 20, ConfirmOn = harder };
        DqnAgent agent = new(environment.Spec, s_options with { Selection = selection });
        TrainingReport last = agent.Train(environment, 3_000).Last();
        Assert.False(last.GoalReached);
        Assert.Equal((20, 0.0), (last.Evaluation!.Episodes, last.Evaluation.PerfectShare));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        string first = Trained(s_options);
        Assert.Equal(first, Trained(s_options));
        Assert.NotEqual(first, Trained(s_options with { Seed = 1 }));
    }

    [Fact]
    public void Evaluating_and_reporting_change_nothing_in_the_training()
    {
        Assert.Equal(
            Trained(s_options),
            Trained(
                s_options with { ReportEverySteps = 7, Selection = new() { EverySteps = 100, Episodes = 3, StopWhenPerfect = false } }));
    }

    [Fact]
    public void Training_in_two_parts_of_a_break_keeps_the_counters()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(environment.Spec, s_options with { ReportEverySteps = 50 });
        foreach (TrainingReport report in agent.Train(environment, 1_000))
        {
            if (report.Step == 300)
            {
                break;
            }
        }

        Assert.Equal((300L, 201L), (agent.Step, agent.Updates)); // learning starts with step 100
        Assert.Equal(500, agent.Train(environment, 200).Last().Step);
    }

    [Fact]
    public void Cancelling_ends_the_enumeration_without_an_exception()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        using CancellationTokenSource source = new();
        DqnAgent agent = new(environment.Spec, s_options with
        {
            ReportEverySteps = 100, Selection = new() { EverySteps = 100, Episodes = 3, StopWhenPerfect = false },
        });
        int reports = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (TrainingReport report in agent.Train(environment, 1_000, source.Token))
            {
                if (++reports == 3)
                {
                    source.Cancel();
                }
            }
        });
        Assert.Equal(3, reports);
    }

    [Fact]
    public void Reports_come_at_a_steady_interval_and_at_the_end()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 4);
        DqnAgent agent = new(environment.Spec, s_options with { ReportEverySteps = 100 });
        TrainingReport[] reports = [.. agent.Train(environment, 450)];
        Assert.Equal([100L, 200, 300, 400, 452], reports.Select(r => r.Step));
        Assert.True(reports.All(r => r.StepsPerSecond > 0));
        Assert.True(float.IsFinite(reports[^1].Loss) && float.IsFinite(reports[^1].MeanQ) && reports[^1].GradientNorm > 0
            && reports[^1].Episodes > 0);
        Assert.Equal(4 * 89, reports[^1].Updates); // four each time from step 100 to 452
    }

    [Fact]
    public void Exploration_follows_the_schedule_after_a_random_warm_up()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(environment.Spec, s_options with { ReportEverySteps = 50, Epsilon = Schedule.Linear(0.5f, 0.1f, 400) });
        float[] epsilons = [.. agent.Train(environment, 500).Select(r => r.Epsilon)];

        // 0.5 − 0.4 · step / 400 from step 100 on.
        float[] expected = [1, 0.4f, 0.35f, 0.3f, 0.25f, 0.2f, 0.15f, 0.1f, 0.1f, 0.1f];
        Assert.Equal(expected, epsilons.Select(e => MathF.Round(e, 5)));
    }

    [Theory]
    [InlineData(10, 8)] // the periods meet every 40 steps only: a copy that waited for a training step would come four times too rarely
    [InlineData(3, 5)]
    [InlineData(10, 1)]
    public void The_target_follows_by_its_own_count_of_steps(int targetEvery, int trainEvery)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(environment.Spec, s_options with
        {
            TargetEverySteps = targetEvery, TrainEverySteps = trainEvery, WarmUpSteps = 0, ReportEverySteps = 1,
        });
        List<float[]> online = [agent.Model.Parameters.Values.ToArray()];
        foreach (TrainingReport report in agent.Train(environment, 121))
        {
            online.Add(agent.Model.Parameters.Values.ToArray());
            int copied = (int)report.Step / targetEvery * targetEvery;

            // A copy due in a step comes before the training due in it: it sees the weights of the step before.
            Assert.Equal(online[Math.Max(0, copied - 1)], agent.TargetNetwork.Parameters.Values.ToArray());
        }
    }

    [Fact]
    public void The_target_follows_by_its_own_count_of_updates()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(environment.Spec, s_options with
        {
            TargetEverySteps = null, TargetEveryUpdates = 4, UpdatesPerTraining = 2, WarmUpSteps = 0, ReportEverySteps = 1,
        });
        List<float[]> online = [agent.Model.Parameters.Values.ToArray()];
        foreach (TrainingReport report in agent.Train(environment, 51))
        {
            online.Add(agent.Model.Parameters.Values.ToArray());
            Assert.Equal(2 * report.Step, report.Updates);
            Assert.Equal(online[(int)report.Updates / 4 * 2], agent.TargetNetwork.Parameters.Values.ToArray());
        }
    }

    [Fact]
    public void A_polyak_target_moves_by_tau()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(environment.Spec, s_options with
        {
            TargetEverySteps = null, TargetEveryUpdates = 1, TargetTau = 0.25f, WarmUpSteps = 0, ReportEverySteps = 1,
        });
        float[] before = agent.TargetNetwork.Parameters.Values.ToArray();
        foreach (TrainingReport report in agent.Train(environment, 20))
        {
            float[] online = agent.Model.Parameters.Values.ToArray(), target = agent.TargetNetwork.Parameters.Values.ToArray();
            for (int i = 0; i < before.Length; i++)
            {
                Assert.Equal((0.75f * before[i]) + (0.25f * online[i]), target[i], 1e-6f);
            }

            before = target;
        }
    }

    [Fact]
    public void Steps_of_all_environments_count_for_the_frequencies()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 8);
        DqnAgent agent = new(environment.Spec, s_options with { TrainEverySteps = 2, UpdatesPerTraining = 3, WarmUpSteps = 0 });
        agent.Train(environment, 80).Last();
        Assert.Equal(80 / 2 * 3, agent.Updates);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = threads;
            Assert.Equal(s_wide.Value, Trained(Wide()));
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void In_steady_state_acting_remembering_and_learning_allocate_nothing()
    {
        using IBatchEnvironment inner = BatchEnvironment.Of(() => default(Corridor), 2);
        using AllocationMeter meter = new(inner, from: 2_000, to: 6_000);
        DqnAgent agent = new(meter.Spec, s_options with
        {
            ReportEverySteps = 1_000_000, Replay = new() { Capacity = 1_000, NStep = 3 }, ClipNorm = 1, NormalizeObservations = true,
        });
        agent.Train(meter, 14_000, default, null, new Idle()).Last();
        Assert.True(agent.Updates > 10_000);
        Assert.Equal(0, meter.Bytes);
    }

    [Fact]
    public void Over_a_million_steps_memory_stays_flat()
    {
        using IBatchEnvironment inner = BatchEnvironment.Of(() => default(Corridor), 8);
        using AllocationMeter meter = new(inner, from: 10_000, to: 125_000);
        DqnAgent agent = new(
            meter.Spec, s_options with { ReportEverySteps = 10_000_000, Replay = new() { Capacity = 50_000 }, TrainEverySteps = 16 });
        agent.Train(meter, 1_000_000).Last();
        Assert.Equal((1_000_000L, 62_494L), (agent.Step, agent.Updates));
        Assert.Equal(0, meter.Bytes);
    }

    [Fact]
    public void Normalization_is_learned_and_travels_with_the_network()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(environment.Spec, s_options with { NormalizeObservations = true, WarmUpSteps = 500 });
        agent.Train(environment, 500).Last();
        ParameterSlab slab = agent.Best.Parameters;
        Assert.IsType<Normalization>(agent.Best.Layers[0]);

        // The place is somewhere in the left half under random walking; the constant feature is only shifted.
        Assert.InRange(slab["normalization/mean"].Values[0], 0.05f, 0.5f);
        Assert.InRange(slab["normalization/scale"].Values[0], 1 / 0.5f, 1 / 0.05f);
        Assert.Equal((1f, 1f), (slab["normalization/mean"].Values[1], slab["normalization/scale"].Values[1]));
        Assert.Equal(slab["normalization/mean"].ToArray(), agent.TargetNetwork.Parameters["normalization/mean"].ToArray());
    }

    [Fact]
    public void The_best_model_is_kept_though_training_goes_on()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        SelectionOptions selection = new() { EverySteps = 100, Episodes = 3, ConfirmEpisodes = 5, StopWhenPerfect = false };
        DqnAgent agent = new(environment.Spec, s_options with { Selection = selection, ReportEverySteps = 100 });
        float[]? best = null;
        foreach (TrainingReport report in agent.Train(environment, 4_000))
        {
            best = report.IsBest ? agent.Model.Parameters.Values.ToArray() : best;
            Assert.False(report.GoalReached);
            Assert.Equal(best ?? agent.Model.Parameters.Values.ToArray(), agent.Best.Parameters.Values.ToArray());
        }

        using Evaluator evaluator = new(environment);
        Assert.True(evaluator.Run(agent.Greedy(), 3, seed: 1).IsPerfect);
    }

    private sealed class Idle : LoopObserver;

    private static readonly Lazy<string> s_wide = new(() => Trained(Wide()));

    private static DqnOptions Wide() =>
        s_options with { Network = spec => [new Dense(256, Relu), new Dense(256, Relu), new Dense(spec.Actions.Count)], BatchSize = 64 };

    private static string Trained(DqnOptions options)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 2);
        DqnAgent agent = new(environment.Spec, options);
        agent.Train(environment, 600).Last();
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(agent.Model.Parameters.Values)));
    }
}
