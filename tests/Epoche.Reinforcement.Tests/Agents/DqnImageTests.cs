using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>Agents that look at pictures through convolutions.</summary>
public sealed class DqnImageTests
{
    private static readonly DqnOptions s_options = new()
    {
        Network = spec => [new Conv2D(8, 3, Relu, strides: 2, padding: Padding.Same), new MaxPool2D(2), new Flatten(), new Dense(16, Relu),
            new Dense(spec.Actions.Count)],
        Optimizer = new Adam(3e-3f),
        Replay = new() { Capacity = 2_000 },
        Epsilon = Schedule.Linear(1, 0.05f, 2_000),
        TargetEverySteps = 100,
        WarmUpSteps = 200,
        BatchSize = 16,
        Seed = 2,
    };

    [Fact]
    public void An_agent_learns_from_stacked_pictures_through_convolutions()
    {
        using IBatchEnvironment environment = new FrameStack(BatchEnvironment.Of(() => default(PictureWalk), 2), 2);
        DqnAgent agent = new(
            environment.Spec, s_options with { Selection = new() { EverySteps = 500, Episodes = 10, ConfirmEpisodes = 20 } });
        Assert.True(agent.Train(environment, 10_000).Last().GoalReached);
        Assert.True(agent.Step < 10_000);
    }

    [Fact]
    public void Acting_and_learning_from_pictures_allocate_nothing_in_steady_state()
    {
        using IBatchEnvironment inner = new FrameStack(BatchEnvironment.Of(() => default(PictureWalk), 2), 4);
        using AllocationMeter meter = new(inner, from: 1_000, to: 2_500);
        DqnAgent agent = new(meter.Spec, s_options with { ReportEverySteps = 1_000_000, DoubleQ = true });
        agent.Train(meter, 6_000).Last();
        Assert.True(agent.Updates > 5_000);
        Assert.Equal(0, meter.Bytes);
    }

    [Fact]
    public void Frames_kept_as_bytes_give_convolutions_the_same_weights_as_whole_observations()
    {
        float[] whole = Train(spec => spec with { Frames = 1, PixelSteps = null });
        Assert.Equal(whole, Train(spec => spec));
        Assert.Contains(whole, weight => weight != 0);

        static float[] Train(Func<EnvironmentSpec, EnvironmentSpec> change)
        {
            using IBatchEnvironment environment = new Simulation.Respecified(new FrameStack(new CatchBatch(4), 3), change);
            DqnAgent agent = new(environment.Spec, s_options);
            agent.Train(environment, 1_000).Last();
            return agent.Model.Parameters.Values.ToArray();
        }
    }
}
