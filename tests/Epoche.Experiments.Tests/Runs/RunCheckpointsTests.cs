using System.Text.RegularExpressions;

namespace Epoche.Experiments.Tests.Runs;

/// <summary>One process at work on a run, without the process.</summary>
public sealed class RunCheckpointsTests
{
    [Fact]
    public void A_checkpoint_that_could_not_be_written_is_reported_at_the_end_with_what_to_do()
    {
        using TemporaryDirectory directory = new();
        RunFolder folder = RunFolder.Create(directory.Path, "mine", "cartpole-0", "kind: dqn");
        RunCheckpoints session = RunCheckpoints.Open(folder, isNew: true, new());
        Steps state = new();
        Assert.False(session.TryLoad(state));
        Assert.False(session.SaveIfDue(state, step: 1));
        Directory.Delete(folder.CheckpointsPath, recursive: true);
        Assert.True(SpinWait.SpinUntil(() => session.SaveIfDue(state, step: 7), TimeSpan.FromSeconds(30))); // written beside the training

        ExperimentException exception = Assert.Throws<ExperimentException>(session.Dispose);

        string checkpoints = Regex.Escape(folder.CheckpointsPath), run = Regex.Escape(folder.Path);
        Assert.Matches(
            $"^The checkpoint of step 7 cannot be written: Could not find a part of the path '{checkpoints}/\\.new-0\\.[0-9-]+\\.tmp'\\.\n"
            + $"  There was none before: mend the cause, then 'epoche resume {run}' resumes it, with the same result\\.$",
            exception.Message);
    }

    private sealed class Steps : IStateful
    {
        public int StateVersion => 1;

        public void SaveState(StateSaver to) => to.Write("steps", 7L);

        public void LoadState(StateLoader from) => Assert.Equal(7L, from.Int64("steps"));
    }
}
