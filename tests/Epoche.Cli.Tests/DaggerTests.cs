namespace Epoche.Cli.Tests;

/// <summary>A learner that asks an agent: the agent is trained first, and the run keeps a copy of it.</summary>
public sealed class DaggerTests
{
    [Fact]
    public void The_agent_that_is_asked_is_trained_first_and_a_copy_of_it_kept()
    {
        using TemporaryDirectory directory = new();
        CliRun agent = CliRun.Of(ShortRuns.Train("cartpole", "expert", directory.Path));
        Assert.Equal(0, agent.ExitCode);
        string[] train =
        [
            "train", "cartpole-dagger", "--runs", directory.Path, "--quiet", "--steps", "100", "--set",
            $"expert={directory["expert"]}", "--set", "evaluation.final_episodes=5",
        ];

        CliRun learner = CliRun.Of(train);
        Assert.True(learner.ExitCode == 0, learner.Error);
        Directory.Delete(directory["expert/model"], recursive: true); // whose copy is asked from now on
        Assert.Equal(0, CliRun.Of("resume", directory["cartpole-dagger-0"], "--steps", "200", "--quiet").ExitCode);
        Assert.Equal(0, CliRun.Of("eval", directory["cartpole-dagger-0"], "--episodes", "3").ExitCode);
        Assert.Equal(0, CliRun.Of("play", directory["cartpole-dagger-0/agent"], "--gif", directory["agent.gif"]).ExitCode);
        Assert.Equal(0, CliRun.Of("play", directory["cartpole-dagger-0"], "--gif", directory["learner.gif"]).ExitCode);
        Assert.True(File.Exists(directory["cartpole-dagger-0/episode.gif"]));
    }

    [Theory]
    [InlineData(
        "cartpole-dagger --set expert=scripted", "expert must be a recipe or a run of an agent, such as cartpole or runs/cartpole-0: "
        + "CartPole-v1 has no scripted player")]
    [InlineData("catch-dagger --set frames=2", "the scripted player of Catch-8x8 sees 1 frame, and 'frames' is 2")]
    [InlineData("cartpole-dagger --set expert=imitate", "expert: 'imitate' trains no agent, so there is nobody to ask.")]
    [InlineData("cartpole-dagger --set expert=catch", "expert: the agent of 'catch' plays Catch-8x8, with observations [8, 8, 1]")]
    [InlineData("cartpole-dagger --steps 20", "and the network is first fitted after 50 (steps_per_iteration).")]
    public void Who_cannot_be_asked_is_named_before_anything_is_trained(string call, string message)
    {
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of(["train", .. call.Split(' '), "--runs", directory["runs"]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory["runs"]));
    }
}
