namespace Epoche.Experiments.Tests.Recipes;

/// <summary>Learning rates of recipes that rise and fall: keys, ranges, and that schedules are the library's.</summary>
public sealed class ScheduleKeyTests
{
    [Theory]
    [InlineData(
        "{schedule: cosine-restarts, from: 0.1, to: 0.01, steps: 4}",
        "cosine 0.1 → 0.01 in 4 steps, restarted with 1 times the length")]
    [InlineData(
        "{schedule: cosine-restarts, from: 0.1, to: 0.01, steps: 4, growth: 2}",
        "cosine 0.1 → 0.01 in 4 steps, restarted with 2 times the length")]
    [InlineData("{schedule: one-cycle, highest: 0.25}", "one cycle 0.01 → 0.25 → 1E-06 in 60 steps")]
    [InlineData(
        "{schedule: one-cycle, highest: 0.25, steps: 10, start_divisor: 5, end_divisor: 50, warm_up_steps: 3}",
        "warm-up of 3 steps, then one cycle 0.05 → 0.25 → 0.001 in 10 steps")]
    public void A_schedule_is_what_its_keys_say(string written, string expected) => Assert.Equal(expected, $"{Read(written, 60)}");

    [Fact]
    public void The_share_that_climbs_and_the_divisors_are_those_of_the_library()
    {
        Schedule expected = Schedule.OneCycle(0.3f, 20, rise: 0.5f, startDivisor: 10, endDivisor: 100);
        Schedule read = Read("{schedule: one-cycle, highest: 0.3, steps: 20, rise: 0.5, start_divisor: 10, end_divisor: 100}", 60);

        Assert.All(Enumerable.Range(0, 22), step => Assert.Equal(expected.At(step), read.At(step)));
    }

    [Theory]
    [InlineData("{schedule: one-cycle, highest: 0}", "highest must be above 0; received 0")]
    [InlineData("{schedule: one-cycle, highest: 1, steps: 1}", "steps must be at least 2; received 1")]
    [InlineData("{schedule: one-cycle, highest: 1, rise: 1}", "rise must be above 0 and below 1; received 1")]
    [InlineData("{schedule: one-cycle, highest: 1, start_divisor: 0.5}", "start_divisor must be at least 1; received 0.5")]
    [InlineData("{schedule: one-cycle, highest: 1, end_divisor: 0}", "end_divisor must be at least 1; received 0")]
    [InlineData("{schedule: exponential, from: 1, to: 0, steps: 4}", "to must be above 0; received 0")]
    [InlineData("{schedule: cosine-restarts, from: 1, to: 0, steps: 0}", "steps must be at least 1; received 0")]
    [InlineData("{schedule: cosine-restarts, from: 1, to: -1, steps: 4}", "to must be at least 0; received -1")]
    [InlineData("{schedule: cosine-restarts, from: 1, to: 0, steps: 4, growth: 0}", "growth must be at least 1; received 0")]
    public void A_number_out_of_its_range_is_named(string written, string expected) =>
        Assert.Equal($"test.yaml:2: optimizer.learning_rate.{expected}", Refused(written));

    [Fact]
    public void What_is_missing_or_unknown_is_named()
    {
        Assert.Equal(
            "test.yaml:2: optimizer.learning_rate.schedule must be one of linear, exponential, cosine, cosine-restarts, one-cycle; "
            + "received one_cycles; did you mean 'one-cycle'?",
            Refused("{schedule: one_cycles, highest: 1}"));
        Assert.Equal(
            "test.yaml:2: the key 'steps' is missing in 'optimizer.learning_rate'",
            Refused("{schedule: cosine-restarts, from: 1, to: 0}"));
        Assert.Equal(
            "test.yaml:2: unknown key 'optimizer.learning_rate.pct_start'; did you mean 'optimizer.learning_rate.rise'? "
            + "Known keys: schedule, highest, steps, rise, start_divisor, end_divisor, warm_up_steps.",
            Refused("{schedule: one-cycle, highest: 1, pct_start: 0.2}"));
    }

    private static Schedule Read(string schedule, long updates)
    {
        ConfigMap map = ConfigMap.Parse($"optimizer:\n  {{kind: sgd, learning_rate: {schedule}}}", "test.yaml");
        OptimizerRecipe recipe = OptimizerRecipe.Read(map.RequiredMap("optimizer"), updates);
        map.RejectUnknown();
        return recipe.LearningRate;
    }

    private static string Refused(string schedule) => Assert.Throws<ConfigurationException>(() => Read(schedule, 60)).Message;
}
