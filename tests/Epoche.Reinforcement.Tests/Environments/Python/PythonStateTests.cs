using System.Buffers;
using System.Runtime.InteropServices;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class PythonStateTests
{
    [Fact]
    public void An_episode_that_cannot_be_played_again_is_cut_off_and_said_so()
    {
        List<string> notices = [];
        PythonEnvironmentOptions options = PythonHere.Options with { Notices = notices.Add, TimeLimit = 100 };
        using IBatchEnvironment one = PythonHere.Batch("flawed:Chance", 2, options), other = one.WithCount(2);
        TransitionBuffers buffers = new(one);
        one.Reset(1, buffers.Observations);
        for (int step = 0; step < 5; step++)
        {
            one.Step(new([0, 1]), buffers.View);
        }

        ArrayBufferWriter<byte> state = new();
        one.SaveState(state);
        float[] shown = [.. buffers.Observations];
        other.RestoreState(state.WrittenSpan);
        other.Step(new([0, 1]), buffers.View);

        Assert.Equal(2, notices.Count);
        Assert.Contains("environment 1 could not be continued", notices[1], StringComparison.Ordinal);
        Assert.Equal([true, true], buffers.Truncated);
        Assert.Equal([false, false], buffers.Terminated);
        Assert.Equal([0, 0], buffers.Rewards);
        Assert.Equal(shown, buffers.FinalObservations);

        other.Step(new([0, 1]), buffers.View);
        Assert.Equal([false, false], buffers.Truncated);
        Assert.Equal([1, 1], buffers.Rewards);
    }

    [Fact]
    public void An_agent_that_was_interrupted_learns_the_same_bits_with_other_processes()
    {
        using TemporaryFolder straight = new(), parted = new();
        string expected = Train(straight, more: 300, processes: 1);

        Train(parted, more: 172, processes: 1);
        Assert.Equal(expected, Train(parted, more: 128, processes: 2));
    }

    private static string Train(TemporaryFolder folder, int more, int processes)
    {
        using IBatchEnvironment environment = PythonHere.Batch("Cart-v0", 4, processes == 1 ? PythonHere.Options : PythonHere.Two);
        DqnAgent agent = new(environment.Spec, new()
        {
            Network = spec => [new Dense(16, Tensors.Ops.Relu), new Dense(spec.Actions.Count)],
            Optimizer = new Adam(1e-3f),
            Replay = new() { Capacity = 1000 },
            WarmUpSteps = 50,
            TargetEverySteps = 100,
            Seed = 3,
        });
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        checkpoints.TryLoad(agent.Loop);
        foreach (TrainingReport _ in agent.Train(environment, more))
        {
        }

        checkpoints.Save(agent.Loop, agent.Step);
        return Convert.ToHexString(MemoryMarshal.AsBytes(agent.Model.Parameters.Values));
    }
}
