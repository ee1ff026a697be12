namespace Epoche.Learning.Tests.Training;

public sealed class StepArenaTests
{
    [Fact]
    public void A_tensor_used_after_its_step_throws_and_names_the_fix()
    {
        StepArena arena = new();
        Tensor inside, kept;
        using (arena.Step())
        {
            inside = Tensor.Ones([3]) * 2;
            kept = inside.Keep();
        }

        Assert.Contains("Keep()", Assert.Throws<InvalidOperationException>(() => inside.Item()).Message, StringComparison.Ordinal);
        Assert.Equal([2, 2, 2], kept.ToArray());
    }

    [Fact]
    public void A_default_tensor_says_so() =>
        Assert.Contains(
            "never assigned", Assert.Throws<InvalidOperationException>(() => default(Tensor).Shape).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_steps_of_one_arena_cannot_be_open_together()
    {
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();
        Assert.Throws<InvalidOperationException>(() => arena.Step());
    }

    [Fact]
    public void A_step_that_outgrows_the_slab_keeps_its_tensors_and_the_next_needs_no_memory()
    {
        StepArena arena = new();
        for (int round = 0; round < 3; round++)
        {
            using (arena.Step())
            {
                Tensor first = Tensor.Full([1000], 1), sum = first;
                for (int i = 0; i < 100; i++)
                {
                    sum += first;
                }

                Assert.Equal(101, sum[999]);
                Assert.Equal(1, first[0]);
            }
        }

        Assert.Equal(0, Conformance.Allocations.InRound(() =>
        {
            using (arena.Step())
            {
                _ = Tensor.Full([50_000], 1);
            }
        }));
    }
}
