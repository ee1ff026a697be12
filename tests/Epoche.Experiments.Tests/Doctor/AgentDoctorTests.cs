using System.Text.Json;

namespace Epoche.Experiments.Tests.Doctor;

/// <summary>Planted faults, each of which must be the first alarm, by its name and with the key to change.</summary>
public sealed class AgentDoctorTests
{
    private static readonly DoctorOptions s_short = new() { Steps = 1_500 };

    [Theory]
    [InlineData("optimizer.learning_rate=4", "updates", "optimizer.learning_rate", "too high")] // × 1,000
    [InlineData("optimizer.learning_rate=4e-6", "updates", "optimizer.learning_rate", "too low")] // ÷ 1,000
    [InlineData("target_every_steps=1_000_000", "target network", "target_every_steps", "stays as it began")]
    [InlineData("epsilon=1", "exploration", "epsilon", "at random to the end")]
    [InlineData("epsilon=0", "exploration", "epsilon", "Nothing makes the agent try")]
    [InlineData("replay.capacity=600", "memory", "replay.capacity", "forgets faster")]
    [InlineData("discount=0", "discount", "discount", "a single step ahead")]
    [InlineData("network.kernel=zeros network.bias=zeros", "units", "network.kernel", "nothing passes")]
    [InlineData("network.kernel=zeros", "features", "optimizer.learning_rate", "has collapsed")] // by its biases it learns one feature
    public void A_fault_of_the_recipe_is_named(string settings, string check, string key, string words) =>
        Named(AgentDoctor.Examine(Experiment.Load("cartpole", set: settings.Split(' ')), s_short), check, key, words);

    /// <summary>The same in the words of another agent.</summary>
    [Theory]
    [InlineData("epsilon=1", "exploration", "epsilon")]
    [InlineData("sequences.capacity=40", "memory", "sequences.capacity")]
    [InlineData("target_every_updates=1_000_000", "target network", "target_every_updates")]
    [InlineData("discount=0", "discount", "discount")]
    [InlineData("optimizer.learning_rate=4", "updates", "optimizer.learning_rate")]
    public void A_fault_of_a_recurrent_recipe_is_named(string setting, string check, string key) => Named(
        AgentDoctor.Examine(Experiment.Load("cartpole-memory", set: [setting]), new() { Steps = 1_500, Seconds = 3 }), check, key, "");

    [Fact]
    public void Rewards_times_ten_thousand_are_named() =>
        Named(Examine(() => new(new CartPole()) { RewardScale = 1e4f }), "rewards", "environment", "out of scale");

    [Fact]
    public void Observations_times_ten_thousand_are_named() => Named(
        Examine(() => new(new CartPole()) { ObservationScale = 1e4f }), "observations", "normalize_observations", "numbers near 1");

    [Fact]
    public void A_dead_sensor_is_named()
    {
        DoctorReport report = Examine(() => new(new CartPole()) { DeadSensor = 2 });
        Named(report, "sensors", "environment", "A sensor is dead");
        Assert.StartsWith("number 2 of 4 never changed", report.Alarms[0].Observed, StringComparison.Ordinal);
    }

    /// <summary>A car in a valley, which chance does not bring up: all episodes end with the limit.</summary>
    [Fact]
    public void A_time_limit_reported_as_termination_is_named() => Named(
        Examine(() => new(new MountainCar()) { HiddenLimit = 150 }), "endings", "environment", "A time limit is reported as termination");

    /// <summary>The same limit, truthfully; and games whose episodes always last as long, but show it: the clock, or the bottom.</summary>
    [Theory]
    [InlineData("mountaincar")]
    [InlineData("tmaze")] // ends at a step at which others are cut off
    [InlineData("merton")]
    [InlineData("deepsea")]
    public void A_limit_that_is_reported_or_shown_is_no_fault(string recipe) =>
        Assert.Equal(DoctorOutcome.Fine, Check(AgentDoctor.Examine(Experiment.Load(recipe), s_short), "endings").Outcome);

    [Theory]
    [InlineData("cartpole")]
    [InlineData("cartpole-ppo")]
    [InlineData("pendulum-sac")]
    [InlineData("frozenlake")]
    [InlineData("minatar-breakout")]
    [InlineData("cartpole-linear")] // ε is 1 on purpose, and observations are normalized
    [InlineData("memorychain")] // shows a constant on purpose
    [InlineData("mountaincar")] // whose features differ little
    public void A_healthy_recipe_raises_no_alarm(string recipe) =>
        Healthy(AgentDoctor.Examine(Experiment.Load(recipe), s_short));

    [Theory]
    [Trait("category", "soak")]
    [MemberData(nameof(Agents))]
    public void No_shipped_recipe_raises_an_alarm(string recipe) => Healthy(AgentDoctor.Examine(Experiment.Load(recipe)));

    public static TheoryData<string> Agents => [.. RecipeTable.Agents.Select(recipe => recipe.Name)];

    [Fact]
    public void The_model_of_a_run_is_examined_and_the_run_stays_as_it_is()
    {
        using TemporaryDirectory directory = new();
        string[] quick = ["evaluation.episodes=20", "evaluation.confirm_episodes=100", "evaluation.final_episodes=10"];
        ExperimentRun good = Experiment.Load("cartpole", set: quick, steps: 20_000).Run(directory.Path, "good");
        ExperimentRun still = Experiment.Load(
            "cartpole", set: [.. quick, "optimizer.learning_rate=4e-6", "epsilon.steps=1_000"], steps: 2_000).Run(directory.Path, "still");
        string[] before = Contents(good);

        DoctorReport report = AgentDoctor.Examine(good, s_short);
        Healthy(report);
        Assert.True(report.IsRun);
        Assert.True(Check(report, "play").Figures["mean"] > 3 * Check(report, "random play").Figures["mean"]);
        Assert.Equal(before, Contents(good));
        Named(AgentDoctor.Examine(still, s_short), "updates", "optimizer.learning_rate", "too low");

        static string[] Contents(ExperimentRun run) =>
            [.. Directory.GetFiles(run.Folder.Path, "*", SearchOption.AllDirectories).Order().Select(f => $"{f} {new FileInfo(f).Length}")];
    }

    [Fact]
    public void It_repeats_exactly_and_writes_itself_as_json()
    {
        string first = Json(), second = Json();
        Assert.Equal(first, second);
        using JsonDocument json = JsonDocument.Parse(first);
        Assert.True(json.RootElement.GetProperty("healthy").GetBoolean());
        Assert.Equal(15, json.RootElement.GetProperty("checks").GetArrayLength());

        static string Json() => AgentDoctor.Examine(Experiment.Load("cartpole"), new() { Steps = 1_500 }).ToJson();
    }

    [Fact]
    public void A_classifier_is_no_patient()
    {
        ExperimentException problem = Assert.Throws<ExperimentException>(() => AgentDoctor.Examine(Experiment.Load("digits-conv")));
        Assert.Contains("trains no agent", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused() => Assert.Throws<ArgumentException>(
        () => AgentDoctor.Examine(Experiment.Load("cartpole"), new() { Seconds = 0 }));

    private static DoctorReport Examine(Func<FaultyEnvironment> create) => AgentDoctor.Examine(
        Experiment.Load(
            "cartpole", set: ["environment=Faulty", "evaluation.confirm_environment=null"], options: FaultyEnvironment.Named(create)),
        s_short);

    private static DoctorCheck Check(DoctorReport report, string name) => report.Checks.Single(check => check.Name == name);

    private static void Named(DoctorReport report, string check, string key, string words)
    {
        Assert.False(report.IsHealthy);
        DoctorCheck first = report.Alarms[0];
        Assert.Equal((check, key), (first.Name, first.Key));
        Assert.Contains(words, first.Meaning, StringComparison.Ordinal);
    }

    private static void Healthy(DoctorReport report) => Assert.True(report.IsHealthy, report.ToString());
}
