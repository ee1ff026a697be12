using Epoche.Experiments;
using Epoche.OwnKind;

namespace Epoche.Architecture.Tests.Walk;

internal static partial class Makers
{
    private const string Wave = """
        kind: wave
        steps: 20
        network: {hidden: [2]}
        optimizer: {kind: adam, learning_rate: 1e-2}
        """;

    private static readonly ExperimentOptions s_waves = new() { Kinds = RecipeKinds.BuiltIn.With(new WaveKind()) };

    private static readonly Lazy<RunComparison> s_comparison = new(() => RunComparison.Of([Earlier("dqn")], new() { Episodes = 2 }));

    private static readonly Lazy<ExperimentRun> s_invested = new(() => Experiment.Load(
        "merton",
        set: ["steps=32", "environments=2", "rollout_steps=8", "network.hidden=[2]", "evaluation.every_steps=null",
            "evaluation.final_episodes=1"]).Run(NewPath()));

    private static readonly Dictionary<Type, Func<object>> s_experiments = new()
    {
        [typeof(RecipeText)] = () => new RecipeText("wave", "wave.yaml", Wave),
        [typeof(ExperimentOptions)] = () => s_waves with { },
        [typeof(RecipeKinds)] = () => s_waves.Kinds,
        [typeof(RecipeKind)] = () => new WaveKind(),
        [typeof(RecipeKind<WaveRecipe, Sequential>)] = () => new WaveKind(),
        [typeof(Recipe)] = () => Waves().Recipe,
        [typeof(WaveRecipe)] = () => Waves().Capability<WaveRecipe>()!,
        [typeof(Workload<Sequential>)] = () => new WaveWorkload(Waves().Capability<WaveRecipe>()!),
        [typeof(IRunSource)] = () => new RunSource(s_waves, NewPath(), new()),
        [typeof(WorkloadContext)] = () => new WorkloadContext
        {
            Folder = RunFolder.Create(NewPath(), null, "run", Wave), Runs = new RunSource(s_waves, NewPath(), new()), Notify = _ => { },
        },
        [typeof(RecordingContext)] = Recorded,
        [typeof(IRunRecorder)] = () => EventRecorder.Open(Recorded(), ["name"], _ => new LoopRecorder(_ => NullRunWriter.Instance, 1)),
        [typeof(EventRecorder)] = () => EventRecorder.Open(Recorded(), ["name"], _ => new LoopRecorder(_ => NullRunWriter.Instance, 1)),
        [typeof(NetworkStore)] = () => NetworkStore.Instance,
        [typeof(IModelStore<Sequential>)] = () => NetworkStore.Instance,
        [typeof(Experiment)] = Waves,
        [typeof(ExperimentRun)] = () => Trained(),
        [typeof(IEnvironmentSource)] = () => new NamedEnvironments(EnvironmentRegistry.All[0]),
        [typeof(NamedEnvironments)] = () => new NamedEnvironments(EnvironmentRegistry.All[0]),
        [typeof(DoubtTrial)] = Trial,
        [typeof(FinanceTrial)] = () => new FinanceTrial(s_invested.Value),
        [typeof(FinanceReport)] = Wealth,
        [typeof(FinanceOutcome)] = () => Wealth().Outcomes[0],
        [typeof(ExperimentProgress)] = () => new ExperimentProgress
        {
            Title = "title",
            Report = new LoopReport
            {
                Step = 1, Updates = 1, Epochs = 0, Seconds = 0.5, StepsPerSecond = 1.5, UpdatesPerSecond = 1.5, Measurements = [],
            },
            Position = new(0.5, "half"),
            Description = Described(),
        },
        [typeof(ProgressDescription)] = Described,
        [typeof(NetworkRecipe)] = () => NetworkRecipe.Read(ConfigMap.Parse("hidden: [2]", "test"), [3]),
        [typeof(OptimizerRecipe)] = () => OptimizerRecipe.Read(ConfigMap.Parse("kind: adam\nlearning_rate: 1e-3", "test")),
        [typeof(DataSetParts)] = () => new DataSetParts(Data(), Data(), "a test set"),
        [typeof(DataSetEntry)] = () => Known(),
        [typeof(Lazy<Dataset>)] = () => new Lazy<Dataset>(Data),
        [typeof(RefusingClassifier)] = () => new RefusingClassifier(Ensemble(), new MedianRule(), Known(), samples: 2, forcedSamples: null),
        [typeof(TestOutcome)] = () => new TestOutcome(new(10, 0.9, 0.2), 0.1, 0.5),
        [typeof(DoubtReport)] = () => new DoubtReport
        {
            Run = "run", Recipe = "recipe", Seed = 1, Rule = "rule", Promise = null, Samples = 2, Skipped = [],
            Test = new(new(10, 0.9, 0.2), 0.1, 0.5),
            Sets = [new("test", "a test set", 10, 0.1, 0.9, 0.2)],
            Input = Pictures(),
        },
        [typeof(DoctorOptions)] = () => new DoctorOptions { Steps = 100, Seconds = 0.1 },
        [typeof(DoctorCheck)] = () => new DoctorCheck { Name = "units", Outcome = DoctorOutcome.Fine, Observed = "all move" },
        [typeof(DoctorReport)] = () => new DoctorReport
        {
            Subject = "runs/walk-0", Environment = "Catch-8x8", IsRun = true, Steps = 2, Updates = 1, Checks = [],
        },
        [typeof(AblationStudy)] = () => new AblationStudy(RecipeCatalog.BuiltIn(AblationStudy.Reference)),
        [typeof(OptimizerVariant)] = () => new OptimizerVariant("adam", "adam", null),
        [typeof(OptimizerComparison)] = () => new OptimizerComparison(
            new("wave", "wave.yaml", Wave), [new("adam", "adam", null)], [1], options: s_waves),
        [typeof(ScoreStatistic)] = () => (ScoreStatistic)SeedStatistics.Mean,
        [typeof(SeedSummary)] = () => new SeedSummary([0.5, 1.5]),
        [typeof(BootstrapOptions)] = () => new BootstrapOptions { Resamples = 10 },
        [typeof(SweepAxis)] = () => new SweepAxis("steps", ["10", "20"]),
        [typeof(Sweep)] = Swept,
        [typeof(SweepCell)] = () => Swept().Cells[0] with { },
        [typeof(SweepRun)] = () => Ended(),
        [typeof(SweepGroup)] = () => new SweepGroup("label", Settings(), [Ended()], new([0.5])),
        [typeof(SweepResult)] = () => new SweepResult { Sweep = "runs/sweep", Recipe = "wave", Runs = [Ended()] },
        [typeof(SweepProgress)] = () => new SweepProgress { Ended = 1, Total = 2, Running = [("name", null)] },
        [typeof(RecipeStudy)] = Searched,
        [typeof(RecipeStudyProgress)] = () => new RecipeStudyProgress { Ended = 1, Total = 2, Running = [(0, 1, null)] },
        [typeof(StudyTestScores)] = () => new StudyTestScores([0.5, 1.5]),
        [typeof(StudyTest)] = () => new StudyTest("return", [1], new([0.5]), new([0.25])),
        [typeof(RecipeStudyResult)] = () => new RecipeStudyResult
        {
            Study = "walk", Folder = "studies/walk-0", Trials = [], Objectives = ["return"], Best = [], Settings = [],
            StudySha256 = new string('0', 64), Status = RunStatus.Complete,
        },
        [typeof(RecipeTable)] = () => new RecipeTable([Swept()], NewPath()),
        [typeof(ComparedRun)] = () => Compared(),
        [typeof(ComparisonGroup)] = () => new ComparisonGroup
        {
            Label = "label", Settings = Settings(), Runs = [Compared()], Summary = new([0.5]),
        },
        [typeof(RunComparison)] = () => s_comparison.Value,
        [typeof(FoundStudy)] = () => Found(),
        [typeof(IReadOnlyDictionary<string, string>)] = Settings,
    };

    private static FoundStudy Found()
    {
        string path = NewPath();
        using JournalFile journal = new(path);
        using Study study = new(new() { Space = Space() }, journal);
        study.Run(trial => trial.Float("name"), trials: 2);
        return FoundStudy.Open(path);
    }

    private static Experiment Waves() => Experiment.Parse(new RecipeText("wave", "wave.yaml", Wave), options: s_waves);

    private static Sweep Swept() => new(new("wave", "wave.yaml", Wave), [1], [new("steps", ["10", "20"])], options: s_waves);

    private static RecipeStudy Searched() => RecipeStudy.Parse(new RecipeText(
        "walk", "walk.yaml", "recipe: cliff\ntrials: 1\nset: {steps: 10}\nspace: {step_size: {float: 0.1..1}}"));

    private static SweepRun Ended() => new()
    {
        Name = "wave-1", Settings = Settings(), Seed = 1, Status = SweepRunStatus.Complete, Measure = "return", Value = 0.5,
    };

    private static ComparedRun Compared() => new(RunFolder.Create(NewPath(), null, "run", Wave), 1, 0.5) { Returns = [0.5, 0.5] };

    private static Dictionary<string, string> Settings() => new() { ["steps"] = "10" };

    private static RecordingContext Recorded() => new(RunFolder.Create(NewPath(), null, "run", Wave), Waves().Recipe, null, _ => { });

    private static ProgressDescription Described() => new() { Headline = new("loss", RunTags.TrainLoss), Position = _ => new(0.5, "half") };

    private static DataSetEntry Known() => new("known", Pictures(), 3, 4, () => new DataSetParts(Data(), Data(), "a test set"));

    private static ImageInput Pictures() => new() { Height = 1, Width = 3 };

    private static FinanceReport Wealth() => new()
    {
        Run = "run", Recipe = "recipe", Seed = 1, Environment = "Merton-v0", Unit = "$", Episodes = 2, Ruin = "nothing left",
        Time = ("years", [1, 2]), Split = (["risky", "safe"], [[0.5, 0.5], [0.4, 0.6]]), Life = ([], []),
        Outcomes =
        [
            new()
            {
                Name = "agent", Summary = "learned", Wealth = [1, 2], Mean = 1.5, Median = 1.5, CertaintyEquivalents = [1.4, 1.3, 1.2],
                ShortfallMean = 1, Ruined = 0, Curve = [(1, 1.5, 2), (1, 1.5, 2)],
            },
        ],
    };
}
