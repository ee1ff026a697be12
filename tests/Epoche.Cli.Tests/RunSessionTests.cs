using Epoche.Cli.Runs;

namespace Epoche.Cli.Tests;

/// <summary>One process at work on a run, without the process.</summary>
public sealed class RunSessionTests
{
    [Fact]
    public void A_checkpoint_that_could_not_be_written_is_told_at_the_end_with_what_to_do()
    {
        using TemporaryDirectory directory = new();
        RunFolder folder = RunFolder.Create(directory.Path, "mine", "cartpole-0", "kind: dqn");
        RunSession session = RunSession.Open(folder, isNew: true, TextWriter.Null);
        Steps state = new();
        Assert.False(session.TryLoad(state));
        Assert.False(session.SaveIfDue(state, step: 1));
        Directory.Delete(folder.CheckpointsPath, recursive: true);
        Assert.True(SpinWait.SpinUntil(() => session.SaveIfDue(state, step: 7), TimeSpan.FromSeconds(30))); // written beside the training

        CliException exception = Assert.Throws<CliException>(session.Dispose);

        Assert.Contains("The checkpoint of step 7 cannot be written: ", exception.Message);
        Assert.Contains($"There was none before: mend the cause, then 'epoche resume {folder.Path}' goes on", exception.Message);
    }

    private sealed class Steps : IStateful
    {
        public int StateVersion => 1;

        public void SaveState(StateSaver to) => to.Write("steps", 7L);

        public void LoadState(StateLoader from) => Assert.Equal(7L, from.Int64("steps"));
    }
}
