using Epoche.Reinforcement.Tests.Simulation;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

public sealed class DqnFramesTests
{
    /// <summary>
    /// How the memory keeps pictures is nobody's business but its own: whole and as float32, or each frame once and as bytes,
    /// the agent learns the same weights.
    /// </summary>
    [Fact]
    public void Frames_kept_once_and_as_bytes_give_the_same_weights_as_whole_observations()
    {
        float[] whole = Train(spec => spec with { Frames = 1, PixelSteps = null });
        Assert.Equal(whole, Train(spec => spec));
        Assert.Equal(whole, Train(spec => spec with { PixelSteps = null }));
        Assert.Contains(whole, weight => weight != 0);
    }

    private static float[] Train(Func<EnvironmentSpec, EnvironmentSpec> change)
    {
        using IBatchEnvironment environment = new Respecified(new FrameStack(new CatchBatch(4), 3), change);
        DqnAgent agent = new(environment.Spec, new()
        {
            Network = spec => [new Flatten(), new Dense(16, Relu), new Dense(spec.Actions.Count)],
            Replay = new() { Capacity = 400, NStep = 2 },
            TargetEverySteps = 100,
            WarmUpSteps = 100,
            BatchSize = 16,
            TrainEverySteps = 4,
            Seed = 4,
        });
        TrainingReport last = agent.Train(environment, steps: 1200).Last();
        Assert.True(last.Updates > 200);
        return agent.Model.Parameters.Values.ToArray();
    }
}
