using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche doctor</c>: what it prints, and its exit codes.</summary>
public sealed class DoctorTests
{
    [Fact]
    public void A_healthy_recipe_has_a_line_for_each_check_and_ends_with_0()
    {
        CliRun run = CliRun.Of("doctor", "cartpole", "--steps", "1500");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("cartpole: CartPole-v1, 1,500 steps", run.Out, StringComparison.Ordinal);
        Assert.Contains("  ✓ target network  copied about 5,000 times in the whole training", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("Nothing found that would keep it from learning.", run.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("… training for a short time", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alarm_says_what_is_wrong_and_which_key_to_change_and_ends_with_4()
    {
        CliRun run = CliRun.Of("doctor", "cartpole", "--steps", "1500", "--set", "optimizer.learning_rate=4", "--json");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("! updates: The learning rate is far too high", run.Error, StringComparison.Ordinal);
        Assert.Contains("    key: optimizer.learning_rate", run.Error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        Assert.False(json.RootElement.GetProperty("healthy").GetBoolean());
        JsonElement updates = json.RootElement.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "updates");
        Assert.Equal("alarm", updates.GetProperty("outcome").GetString());
        Assert.Equal("optimizer.learning_rate", updates.GetProperty("key").GetString());
        Assert.True(updates.GetProperty("figures").GetProperty("largest").GetDouble() > 1);
    }

    [Theory]
    [InlineData("doctor digits-conv", "trains no agent")]
    [InlineData("doctor no-such-thing", "no-such-thing")]
    [InlineData("doctor runs/none --set discount=0", "--set changes recipes")]
    [InlineData("doctor cartpole --set epsilonn=1", "epsilonn")]
    public void What_cannot_be_examined_is_an_error(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
