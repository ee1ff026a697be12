using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Studies;

public sealed class StudyTests
{
    private static readonly SearchSpace s_space = SearchSpace.Empty.Float("x", -10, 10).Choice("kind", "a", "b");

    [Fact]
    public void The_best_of_a_study_is_its_least_feasible_value()
    {
        Study study = new(new() { Space = s_space });
        study.Run(trial =>
        {
            trial.SetConstraints(trial.Number == 3 ? 1 : -1);
            return trial.Number == 7 ? double.NaN : Math.Abs(trial.Number - 4);
        }, trials: 10);

        Assert.Equal(4, study.Best!.Number);
        Assert.Equal(TrialState.Fail, study.Trials[7].State);
        Assert.Equal(1, study.Trials[3].Violation);
    }

    [Fact]
    public void The_front_of_two_objectives_has_what_nothing_beats()
    {
        Study study = new(new() { Space = s_space, Directions = [Direction.Minimize, Direction.Maximize] });
        double[][] values = [[1, 1], [2, 2], [3, 1], [0, 0]];
        study.Run((trial, _) => values[trial.Number], trials: 4);
        Assert.Equal([0, 1, 3], study.Front.Select(trial => trial.Number));
        Assert.Contains("2 objectives", Assert.Throws<InvalidOperationException>(() => study.Best).Message);
    }

    [Fact]
    public void Enqueued_trials_come_first_and_what_they_leave_out_is_suggested()
    {
        Study study = new(new() { Space = s_space });
        study.Enqueue(new Dictionary<string, StudyValue> { ["x"] = 2 });
        study.Enqueue(new Dictionary<string, StudyValue> { ["x"] = -3.5, ["kind"] = "b" });
        study.Run(trial => trial.Float("x"), trials: 3);

        Assert.Equal([2, -3.5], study.Trials.Take(2).Select(trial => trial.Value));
        Assert.Equal("b", study.Trials[1].Find("kind")!.Value);
        Assert.NotNull(study.Trials[0].Find("kind"));
    }

    [Fact]
    public void Parameters_may_be_named_by_the_objective_as_it_runs()
    {
        string Run(int workers)
        {
            Study study = new(new() { Sampler = new TpeSampler { StartupTrials = 4 }, Lag = 3 });
            study.Run(trial => trial.Choice("shape", "line", "square") == "line"
                ? Math.Abs(trial.Float("x", -1, 1)) : Math.Pow(trial.Int("n", 1, 9), 2), trials: 25, new() { Workers = workers });
            Assert.All(study.Trials, trial => Assert.Equal(2, trial.Parameters.Count));
            return study.Hash;
        }

        Assert.Equal(Run(1), Run(4));
    }

    [Fact]
    public void A_discrete_space_is_searched_without_repetition_until_nothing_is_left()
    {
        foreach (Sampler sampler in new Sampler[] { new RandomSampler(), new GridSampler(), new TpeSampler { StartupTrials = 3 } })
        {
            Study study = new(new() { Space = SearchSpace.Empty.Int("n", 1, 4).Choice("kind", "a", "b", "c"), Sampler = sampler, Lag = 2 });
            study.Run(trial => trial.Int("n"), trials: 100, new() { Workers = 3 });
            Assert.Equal(12, study.Trials.Count);
            Assert.Equal(12, study.Trials.Select(trial => $"{trial.Find("n")} {trial.Find("kind")}").Distinct().Count());
        }
    }

    [Fact]
    public void An_error_of_the_objective_fails_the_trial_and_ends_the_run()
    {
        Study study = new(new() { Space = s_space });
        Func<Trial, double> objective = trial => trial.Number == 2 ? throw new InvalidDataException("no data") : 1;
        Assert.Equal("no data", Assert.Throws<InvalidDataException>(() => study.Run(objective, trials: 5)).Message);
        Assert.Equal(3, study.Trials.Count);
        Assert.Equal("InvalidDataException: no data", study.Trials[2].SystemAttributes["epoche:reason"].AsText);

        Study survivor = new(new() { Space = s_space });
        survivor.Run(objective, trials: 5, new() { Survives = error => error is InvalidDataException });
        Assert.Equal(4, survivor.Trials.Count(trial => trial.State == TrialState.Complete));
    }

    [Fact]
    public void Callbacks_see_each_trial_once()
    {
        List<int> seen = [];
        Study study = new(new() { Space = s_space, Lag = 3 });
        study.Run(trial => trial.Number, trials: 9, new() { Workers = 3, Callbacks = [(_, trial) => seen.Add(trial.Number)] });
        Assert.Equal(Enumerable.Range(0, 9), seen.Order());
    }

    [Fact]
    public void Asking_for_a_trial_that_has_to_wait_for_an_open_one_says_so()
    {
        Study study = new(new() { Space = s_space });
        study.Ask();
        Assert.Equal(
            "The next trial must see the result of trial 0, which is open. Tell that first, or give the study a lag.",
            Assert.Throws<InvalidOperationException>(() => study.Ask()).Message);
    }

    [Fact]
    public void A_trial_that_ended_takes_no_more_reports()
    {
        Study study = new(new() { Space = s_space });
        Trial trial = study.Ask();
        study.Tell(trial, 1);
        Assert.Equal(
            "Trial 0 of the study 'study' has ended; nothing more can be written to it.",
            Assert.Throws<TrialLostException>(() => trial.Report(1, 2)).Message);
    }

    [Fact]
    public void A_study_is_continued_with_its_own_options_only()
    {
        MemoryLog log = new();
        StudyOptions options = new() { Space = s_space };
        _ = new Study(options, log);
        _ = new Study(options, log);
        Assert.Equal(
            "The study 'study' in 'memory' differs in parameter 'kind': it has the choices a, b; received the choices a, c. "
            + "Continue it with its own settings, or begin another study under another name.",
            Refusal(options with { Space = SearchSpace.Empty.Float("x", -10, 10).Choice("kind", "a", "c") }));
        Assert.Equal(
            "The study 'study' in 'memory' differs in lag: it has 0; received 3. "
            + "Continue it with its own settings, or begin another study under another name.", Refusal(options with { Lag = 3 }));
        Assert.Equal(
            "The study 'study' in 'memory' differs in sampler: it has random; received grid. "
            + "Continue it with its own settings, or begin another study under another name.",
            Refusal(options with { Sampler = new AnySampler() }));
        Assert.Equal(
            "The study 'study' in 'memory' differs in directions: it has Minimize; received Maximize. "
            + "Continue it with its own settings, or begin another study under another name.",
            Refusal(options with { Directions = [Direction.Maximize] }));
        string Refusal(StudyOptions other) => Assert.Throws<ArgumentException>(() => new Study(other, log)).Message;
    }

    [Fact]
    public void A_choice_that_changes_while_the_objective_runs_is_refused_and_the_study_intact()
    {
        Study study = new(new());
        study.Run(trial => trial.Choice("kind", "a", "b") == "a" ? 1 : 2, trials: 2);
        string message = Assert.Throws<ArgumentException>(
            () => study.Run(trial => trial.Choice("kind", "a", "c") == "a" ? 1 : 2, trials: 3)).Message;
        Assert.Equal(
            "Trial 2: the parameter 'kind' has been the choices a, b in this study; received the choices a, c. Keep to the kind and the "
            + "choices that it began with, or give the parameter another name. (Parameter 'name')", message);
        study.Run(trial => trial.Choice("kind", "a", "b") == "a" ? 1 : 2, trials: 5);
        Assert.Equal(4, study.Trials.Count(trial => trial.State == TrialState.Complete));
    }

    [Fact]
    public void A_parameter_that_does_not_exist_is_named()
    {
        Study study = new(new() { Space = s_space });
        Assert.Equal(
            "Trial 0: 'kinds' is not one of its parameters. Did you mean 'kind'? Give its range to name it now. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => study.Run(trial => trial.Float("kinds"), trials: 1)).Message);
    }

    [Fact]
    public void A_grid_without_steps_is_refused() => Assert.Equal(
        "A grid needs discrete parameters; 'x' is -10.0 to 10.0. Give it a step, or choices. (Parameter 'space')",
        Assert.Throws<ArgumentException>(() => new Study(new() { Space = s_space, Sampler = new GridSampler() })).Message);

    private sealed class AnySampler : Sampler
    {
        public override string Text => "grid";

        public override void Suggest(SuggestionContext context, Span<double> numbers) => throw new InvalidOperationException();
    }
}
