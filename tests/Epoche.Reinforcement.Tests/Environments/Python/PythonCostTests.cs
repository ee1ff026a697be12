using System.Diagnostics;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class PythonCostTests
{
    [Fact]
    public void A_step_allocates_nothing_here() => Assert.InRange(Play(batches: 2_000, count: 4).Allocated, 0, 200);

    [Fact]
    [Trait("category", "soak")]
    public void A_million_steps_let_neither_side_grow()
    {
        (long allocated, long grown) = Play(batches: 15_625, count: 64);

        Assert.InRange(allocated, 0, 1_000);
        Assert.InRange(grown, long.MinValue, 4 << 20);
    }

    /// <summary>What was allocated here, and by how many bytes Python grew, after a tenth of the steps.</summary>
    private static (long Allocated, long Grown) Play(int batches, int count)
    {
        using PythonBatch environment = (PythonBatch)PythonHere.Batch("Cart-v0", count, PythonHere.Options with { Processes = 1 });
        TransitionBuffers buffers = new(environment);
        RandomActions actions = new(environment.Spec.Actions, count, 64, seed: 2);
        environment.Reset(1, buffers.Observations);
        (long allocated, long size) = (0, 0);
        for (int step = 0; step < batches; step++)
        {
            if (step == batches / 10)
            {
                size = SizeOf(environment.ProcessIds.Single());
                allocated = GC.GetAllocatedBytesForCurrentThread();
            }

            environment.Step(actions[step % 64], buffers.View);
        }

        long all = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return (all, SizeOf(environment.ProcessIds.Single()) - size);
    }

    private static long SizeOf(int process)
    {
        using Process child = Process.GetProcessById(process);
        return child.WorkingSet64;
    }
}
