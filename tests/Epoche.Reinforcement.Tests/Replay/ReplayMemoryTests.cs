using System.Diagnostics;

namespace Epoche.Reinforcement.Tests.Replay;

/// <summary>
/// The memory of the reference task: 1,048,576 frames of 84×84, four of them an observation, in at most 7.1 GiB. The frames alone are 6.89.
/// </summary>
public sealed class ReplayMemoryTests
{
    private const int Frames = 1 << 20;
    private const double Limit = 7.1 * (1L << 30);
    private static readonly EnvironmentSpec s_atari = new()
    {
        Name = "84×84", Observation = [84, 84, 4], Frames = 4, PixelSteps = 255, Actions = ActionSpec.Discrete(18),
    };

    /// <summary>A sixty-fourth of it, by what the arrays really take.</summary>
    [Fact]
    public void A_million_frames_fit_into_seven_gibibytes_in_proportion()
    {
        const int part = 64;
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReplayBuffer buffer = new(s_atari, 1, new() { Capacity = Frames / part }, 0.99f);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, Frames / part * 84L * 84, (long)(Limit / part));
        GC.KeepAlive(buffer);
    }

    /// <summary>The whole, filled, by what the process has in memory; and still the frames that went in come out.</summary>
    [Fact]
    [Trait("category", "soak")]
    public void A_million_frames_fit_into_seven_gibibytes()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 9e9)
        {
            Assert.Skip("Needs 9 GB of memory.");
        }

        using Process process = Process.GetCurrentProcess();
        long before = process.WorkingSet64, heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        ReplayBuffer buffer = new(s_atari, 1, new() { Capacity = Frames }, 0.99f);
        TransitionBuffers step = new(s_atari, 1);
        buffer.Begin(step.Observations);
        int[] action = [0];
        for (int number = 1; number < Frames + 100; number++)
        {
            Show(step.Observations, number);
            step.Rewards[0] = number & 0xFFFF;
            buffer.Add(action, step.View);
        }

        TransitionBatch batch = new(s_atari, 256);
        Rng random = new(1);
        buffer.Sample(ref random, batch);
        for (int i = 0; i < batch.Size; i++)
        {
            for (int frame = 0; frame < 4; frame++)
            {
                Assert.Equal(batch.Rewards[i], (Number(batch.NextObservations.AsSpan(i * 84 * 84 * 4), frame) + 3 - frame) & 0xFFFF);
                Assert.Equal(batch.Rewards[i], (Number(batch.Observations.AsSpan(i * 84 * 84 * 4), frame) + 4 - frame) & 0xFFFF);
            }
        }

        process.Refresh();
        long resident = process.WorkingSet64 - before, heap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;
        TestContext.Current.SendDiagnosticMessage(
            "{0:F3} GiB resident, {1:F3} GiB on the heap", resident / (double)(1L << 30), heap / (double)(1L << 30));
        Assert.Equal(Frames - 1, buffer.Count);
        Assert.InRange(resident, 6.8 * (1L << 30), Limit);
        Assert.InRange(heap, 6.8 * (1L << 30), Limit);
    }

    /// <summary>
    /// The newest frame carries its number in its first and last pixels, low byte and high byte; only that one is looked at.
    /// </summary>
    private static void Show(Span<float> observation, int number)
    {
        observation[3] = (number & 255) / 255f;
        observation[^1] = ((number >> 8) & 255) / 255f;
    }

    private static int Number(ReadOnlySpan<float> observation, int frame)
    {
        int low = (int)MathF.Round(observation[frame] * 255), high = (int)MathF.Round(observation[(84 * 84 * 4) - 4 + frame] * 255);
        return low + (256 * high);
    }
}
