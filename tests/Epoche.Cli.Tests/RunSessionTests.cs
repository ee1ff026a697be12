using Epoche.Cli.Runs;

namespace Epoche.Cli.Tests;

/// <summary>One process at work on a run, without the process.</summary>
public sealed class RunSessionTests
{
    [Fact]
    public void The_seconds_told_of_an_interrupted_training_are_those_it_goes_on_from()
    {
        using TemporaryDirectory directory = new();
        RunFolder folder = RunFolder.Create(directory.Path, "mine", "cartpole-0", "kind: dqn");
        double told;
        using (RunSession first = RunSession.Open(folder, isNew: true, TextWriter.Null))
        {
            first.Begin(new Steps());
            Thread.Sleep(20);
            first.SaveInterrupted(step: 7);
            told = first.Seconds;
            Thread.Sleep(20); // as the writing of the results takes its time
            Assert.Equal(told, first.Seconds);
        }

        using RunSession second = RunSession.Open(folder, isNew: false, TextWriter.Null);
        Assert.True(second.Begin(new Steps()));

        Assert.InRange(second.Seconds, told, double.MaxValue);
    }

    private sealed class Steps : IStateful
    {
        public int StateVersion => 1;

        public void SaveState(StateSaver to) => to.Write("steps", 7L);

        public void LoadState(StateLoader from) => Assert.Equal(7L, from.Int64("steps"));
    }
}
