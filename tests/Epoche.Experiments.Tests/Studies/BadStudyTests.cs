namespace Epoche.Experiments.Tests.Studies;

/// <summary>What cannot be a study: one clear error each, and a study that is there stays as it is.</summary>
public sealed class BadStudyTests
{
    [Theory]
    [InlineData(
        "step_sise: {float: 0..1}",
        "walk.yaml:10: space.step_sise cannot be tried: --set step_sise=0: unknown key 'step_sise'; did you mean 'step_size'? Known keys: "
        + "*")]
    [InlineData(
        "discount: {float: 1..0.9}",
        "walk.yaml:10: space.discount.float must go from the lower to the higher end; received 1..0.9. Write 0.9..1")]
    [InlineData(
        "step_size: {float: 0..1, log: true}",
        "walk.yaml:10: space.step_size.float is searched by the logarithm, and so must begin above 0; received 0..1. Raise the lower end, "
        + "or leave out 'log: true'")]
    [InlineData(
        "discount: {float: 0.5..1.5}",
        "walk.yaml:10: space.discount cannot be tried: --set discount=1.5: discount must be between 0 and 1; received 1.5")]
    [InlineData(
        "discount: 0.9",
        "walk.yaml:10: space.discount must be what is tried for it, such as {int: 1..5}, {float: 1e-5..1e-2, log: true}, "
        + "{choice: [relu, tanh]} or {depth: 1..2, width: 32..256}; received 0.9")]
    [InlineData(
        "discount: {float: 0.9}",
        "walk.yaml:10: space.discount.float must be a range such as 1e-5..1e-2; received 0.9")]
    [InlineData(
        "method: {choice: [sarsa, salsa]}",
        "walk.yaml:10: space.method cannot be tried: --set method=salsa: method must be one of *; received salsa; did you mean 'sarsa'?")]
    [InlineData(
        "method: {choice: [sarsa, sarsa]}",
        "walk.yaml:10: space.method.choice cannot be searched: *")]
    [InlineData(
        "epsilon: {float: 0..1, when: {method: sarsa}}",
        "walk.yaml:10: space.epsilon.when.method cannot be searched: There is no parameter 'method' in the space.")]
    public void A_space_that_no_recipe_takes_is_refused_before_anything_is_trained(string line, string expected)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => SmallStudy.Of(space: $"space:\n  {line}"));

        Like(expected, error.Message);
    }

    [Theory]
    [InlineData(
        "pruner: median",
        "walk.yaml:9: pruner compares trials at steps of their trainings, and needs to know which: write {kind: median, every: 5_000}")]
    [InlineData(
        "sampler: tpee",
        "walk.yaml:9: sampler must be one of tpe, gp, auto, cmaes, nsga2, sobol, random, grid; received tpee; did you mean 'tpe'?")]
    [InlineData("sampler: grid", "walk.yaml:9: sampler does not fit the space: *")]
    [InlineData("objectives: retrun", "walk.yaml:9: objectives must be one of *; received retrun; did you mean 'return'?")]
    [InlineData("enqueue: [{epsilon: 2}]", "walk.yaml:9: enqueue.0.epsilon cannot be tried first: The value '2*' is not among *")]
    [InlineData("enqueue: [{epsilom: 0}]", "walk.yaml:9: enqueue.0.epsilom is not a key that is searched. Did you mean 'epsilon'?")]
    [InlineData("trails: 20", "walk.yaml:9: unknown key 'trails'; did you mean 'trials'? Known keys: *")]
    public void A_study_that_contradicts_itself_is_refused(string line, string expected)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => SmallStudy.Of($"{line}\n"));

        Like(expected, error.Message);
    }

    [Fact]
    public void Seeds_of_the_test_are_no_seeds_of_trials()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => SmallStudy.Of(set: "test_seeds=1..5"));

        Assert.Equal(
            "--set test_seeds=1..5: test_seeds must be seeds that trials do not train with; 1 is among 'seeds' too", error.Message);
    }

    [Theory]
    [InlineData(
        "finals={trials: 2, seeds: 1..3}",
        "finals.seeds must be seeds that neither trials nor the test train with; 1 is among 'seeds' too")]
    [InlineData(
        "finals={trials: 2, seeds: [2000]} | test_seeds=2000..2001",
        "finals.seeds must be seeds that neither trials nor the test train with; 2000 is among 'test_seeds' too")]
    [InlineData("finals={trials: 1}", "finals.trials must be between 2 and 100; received 1")]
    [InlineData(
        "finals={trials: 2} | objectives=[return,steps]",
        "finals are for one objective, and there are 2: a front has no winner; leave it out")]
    public void Finals_that_say_nothing_new_are_refused(string set, string message)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => SmallStudy.Of(set: set.Split(" | ")));

        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_that_is_changed_later_is_refused_and_the_study_stays_intact()
    {
        using TemporaryDirectory directory = new();
        SmallStudy.Of(set: "trials=2").Run(directory["studies"]);
        Dictionary<string, string> before = Files(directory["studies"]);

        ExperimentException error = Assert.Throws<ExperimentException>(() => SmallStudy.Of(
            set: ["trials=2", "space.method={choice: [q-learning, expected-sarsa]}"]).Run(directory["studies"]));

        string folder = Path.Combine(directory["studies"], "walk-0");
        Assert.Equal(
            $"The study '{folder}' is another: in its study, it has space.method.choice.1=sarsa, and "
            + "space.method.choice.1=expected-sarsa is wanted.\n"
            + "  A study is continued as it began: choose another --name, or remove that folder.", error.Message);
        Assert.Equal(before, Files(directory["studies"]));
    }

    [Fact]
    public void A_journal_of_a_later_version_is_refused_and_stays_intact()
    {
        using TemporaryDirectory directory = new();
        SmallStudy.Of(set: "trials=2").Run(directory["studies"]);
        string log = Path.Combine(directory["studies"], "walk-0", "study.log");
        File.WriteAllText(log, File.ReadAllText(log).Replace("\"version\": 1", "\"version\": 2").Replace("\"version\":1", "\"version\":2"));
        string before = File.ReadAllText(log);

        DataFormatException error = Assert.Throws<DataFormatException>(
            () => SmallStudy.Of(set: "trials=2").Run(directory["studies"]));

        Assert.Contains("expected version 1 of a study's settings", error.Message);
        Assert.Contains("version 2", error.Message);
        Assert.Equal(before, File.ReadAllText(log));
    }

    [Fact]
    public void A_study_that_somebody_works_on_is_refused_unless_it_is_joined()
    {
        using TemporaryDirectory directory = new();
        string folder = Path.Combine(directory["studies"], "walk-0");
        SmallStudy.Of(set: "trials=2").Run(directory["studies"]);
        using FolderLock held = FolderLock.Take(Path.Combine(folder, "study.lock"));

        ExperimentException error = Assert.Throws<ExperimentException>(
            () => SmallStudy.Of(set: "trials=4").Run(directory["studies"]));
        RecipeStudyResult joined = SmallStudy.Of(set: "trials=4")
            .Run(directory["studies"], options: new() { Joins = true });

        Assert.Equal(
            $"Another process works on the study '{folder}'. Wait until it ends, or work on it together: --join.", error.Message);
        Assert.Equal(4, joined.Trials.Count(trial => trial.IsFinished));
    }

    [Fact]
    public void A_run_is_not_a_study()
    {
        using TemporaryDirectory directory = new();
        Experiment.Load("cliff", set: ["steps=100", "evaluation.final_episodes=1"]).Run(directory["studies"], "walk-0");

        ExperimentException error = Assert.Throws<ExperimentException>(() => SmallStudy.Of().Run(directory["studies"]));

        Assert.Equal(
            $"'{Path.Combine(directory["studies"], "walk-0")}' is a run or a sweep, not a study. Choose another --name.", error.Message);
    }

    private static void Like(string expected, string received)
    {
        string[] parts = expected.Split('*');
        Assert.StartsWith(parts[0], received);
        Assert.EndsWith(parts[^1], received);
        if (parts.Length == 1)
        {
            Assert.Equal(expected, received);
        }
    }

    private static Dictionary<string, string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText);
}
