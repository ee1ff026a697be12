namespace Epoche.Core.Tests.Memory;

public sealed class StepArenaThreadTests
{
    [Fact]
    public void A_step_that_is_open_already_is_refused_with_what_to_do()
    {
        StepArena arena = new();
        using (arena.Step())
        {
            Assert.Equal(
                "A step of this arena is open already. Close it first (dispose what Step() returned), or use a second arena for "
                + "the inner computation.",
                Assert.Throws<InvalidOperationException>(() => arena.Step().Dispose()).Message);

            string? elsewhere = null;
            Thread other = new(() => elsewhere = Assert.Throws<InvalidOperationException>(() => arena.Step().Dispose()).Message);
            other.Start();
            other.Join();
            Assert.Equal(
                "A step of this arena is open on another thread, and an arena serves one thread at a time, as does what computes in one: "
                    + "a trainer, an inference, a predictive. Give each thread one of its own, or let them take turns (lock).",
                elsewhere);
        }

        arena.Step().Dispose();
    }

    /// <summary>Two threads that open a step at the same time never both get it.</summary>
    [Fact]
    public void Of_two_threads_one_gets_the_step()
    {
        StepArena arena = new();
        int inside = 0, most = 0;
        Parallel.For(0, 20_000, _ =>
        {
            try
            {
                using (arena.Step())
                {
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    Interlocked.Decrement(ref inside);
                }
            }
            catch (InvalidOperationException)
            {
                // the other one has it
            }
        });

        Assert.Equal(1, most);
    }
}
