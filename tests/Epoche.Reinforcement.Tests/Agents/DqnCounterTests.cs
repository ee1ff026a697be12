using Epoche;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>What an agent counts is the agent's: it goes on whatever environments it trains on next.</summary>
public sealed class DqnCounterTests
{
    private static readonly DqnOptions s_options = new()
    {
        Network = spec => [new Dense(16, Relu), new Dense(spec.Actions.Count)],
        Replay = new() { Capacity = 2_000 },
        WarmUpSteps = 100,
        BatchSize = 16,
        TargetEverySteps = 50,
        ReportEverySteps = 100,
    };

    [Fact]
    public void Episodes_steps_updates_and_mean_return_go_on_with_another_number_of_environments()
    {
        using IBatchEnvironment two = BatchEnvironment.Of(() => default(Corridor), 2), four = two.WithCount(4), one = two.WithCount(1);
        DqnAgent agent = new(two.Spec, s_options);
        TrainingReport before = agent.Train(two, 2_000).Last();
        Assert.True(before.Episodes > 60);

        TrainingReport first = agent.Train(four, 100).First();
        Assert.InRange(first.Episodes, before.Episodes, before.Episodes + 20);
        Assert.InRange(first.MeanReturn, before.MeanReturn - 0.3, before.MeanReturn + 0.3); // of the last hundred, not of the few since
        Assert.Equal((2_100L, first.Step), (agent.Step, agent.Step));
        TrainingReport after = agent.Train(one, 500).Last();
        Assert.True(after.Episodes > first.Episodes && after.Updates > first.Updates);
        Assert.Equal(agent.Episodes, after.Episodes);
    }

    [Fact]
    public void They_survive_a_checkpoint_between_two_batches()
    {
        using IBatchEnvironment two = BatchEnvironment.Of(() => default(Corridor), 2), three = two.WithCount(3), again = two.WithCount(3);
        DqnAgent agent = new(two.Spec, s_options), loaded = new(two.Spec, s_options);
        agent.Train(two, 1_000).Last();
        agent.Train(three, 300).Last();
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        checkpoints.Save(agent.Loop, agent.Step);
        checkpoints.TryLoad(loaded.Loop);
        Assert.Equal((agent.Episodes, agent.Step), (loaded.Episodes, loaded.Step));
        TrainingReport expected = agent.Train(three, 300).Last(), found = loaded.Train(again, 300).Last();
        Assert.True(found.Episodes >= expected.Episodes - 3 && found.Step == expected.Step); // fresh episodes there, the running ones here
    }

    [Fact]
    public void A_training_that_an_observer_stopped_can_be_followed_by_another()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(environment.Spec, s_options);
        Assert.Equal(50, agent.Train(environment, 1_000, observers: new Stopper(50)).Last().Step);
        Assert.Equal("enough", agent.Loop.StopReason);
        Assert.Equal(150, agent.Train(environment, 100).Last().Step);
        Assert.Null(agent.Loop.StopReason);
    }

    private sealed class Stopper(long at) : LoopObserver
    {
        public override void OnStep(TrainingLoop loop)
        {
            if (loop.Training.Step == at)
            {
                loop.Stop("enough");
            }
        }
    }

    [Fact]
    public void An_evaluation_that_was_cancelled_is_made_by_the_next_training()
    {
        using CancellationTokenSource source = new();
        int evaluated = 0;
        using IBatchEnvironment environment = new Tripwire(BatchEnvironment.Of(() => default(Corridor), 1), evaluating =>
        {
            if (evaluating && ++evaluated == 3)
            {
                source.Cancel();
            }
        });
        DqnAgent agent = new(
            environment.Spec,
            s_options with { Selection = new() { EverySteps = 300, Episodes = 4, ConfirmEpisodes = 4, StopWhenPerfect = false } });
        Assert.Throws<OperationCanceledException>(
            () => agent.Train(environment, 1_000, source.Token).Any(report => report.Evaluation is not null));
        Assert.Equal(300, agent.Step);
        TrainingReport[] reports = [.. agent.Train(environment, 0)];
        Assert.Equal((300L, 4), (Assert.Single(reports).Step, reports[0].Evaluation!.Episodes));
    }
}
