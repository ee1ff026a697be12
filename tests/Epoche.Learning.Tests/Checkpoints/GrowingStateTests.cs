namespace Epoche.Learning.Tests.Saving;

/// <summary>States whose size changes from checkpoint to checkpoint.</summary>
public sealed class GrowingStateTests
{
    [Fact]
    public void A_state_that_outgrows_a_copy_and_shrinks_again_is_whole_each_time()
    {
        using TemporaryFolder folder = new();
        Growing state = new(), loaded = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path, new() { MostCopied = 10_000 });
        foreach (int size in (int[])[10, 5000, 100, 9000, 3])
        {
            state.Values = [.. Enumerable.Range(size, size)];
            checkpoints.Save(state, size);
            using TemporaryFolder copy = folder.CopyOfKilled();
            using Checkpoints again = Checkpoints.Open(copy.Path);
            Assert.True(again.TryLoad(loaded));
            Assert.Equal(state.Values, loaded.Values);
            string newest = Directory.GetFiles(folder.Path, "*.segment").MaxBy(File.GetLastWriteTimeUtc)!;
            byte layout = File.ReadAllBytes(newest)["epoche state\n".Length];
            Assert.Equal(size >= 5000 ? 3 : 2, layout);
        }
    }

    private sealed class Growing : IStateful
    {
        public int[] Values { get; set; } = [];

        public int StateVersion => 1;

        public void SaveState(StateSaver to) => to.Write<int>("values", Values);

        public void LoadState(StateLoader from) => Values = from.Array<int>("values");
    }
}
