namespace Epoche.Architecture.Tests.Walk;

internal static partial class Makers
{
    private static readonly Dictionary<Type, Func<object>> s_tuning = new()
    {
        [typeof(StudyValue)] = () => (StudyValue)0.5,
        [typeof(IReadOnlyList<StudyValue>)] = () => new StudyValue[] { "a", "b" },
        [typeof(SearchSpace)] = () => Space(),
        [typeof(SearchParameter)] = () => Space().Parameters[0],
        [typeof(ParameterCondition)] = () => new ParameterCondition("name", [1]),
        [typeof(ParameterDomain)] = () => new FloatDomain(0, 1),
        [typeof(FloatDomain)] = () => new FloatDomain(0, 1),
        [typeof(IntDomain)] = () => new IntDomain(1, 9),
        [typeof(CategoricalDomain)] = () => new CategoricalDomain("a", "b"),
        [typeof(TrialParameter)] = () => new TrialParameter("name", new FloatDomain(0, 1), 0.5),
        [typeof(TrialRecord)] = () => Tuned().Trials[0],
        [typeof(StudyRecord)] = () => StoredStudy(),
        [typeof(StudyHistory)] = () => History(),
        [typeof(SuggestionContext)] = () => new SuggestionContext(Space(), History(), seed: 1, number: 2),
        [typeof(PruningContext)] = () => new PruningContext("name", Tuned().Trials[0], 1, History()),
        [typeof(Sampler)] = () => new RandomSampler(),
        [typeof(Pruner)] = () => new MedianPruner(),
        [typeof(PercentilePruner)] = () => new PercentilePruner(25),
        [typeof(AshaPruner)] = () => new AshaPruner { MaxResource = 9 },
        [typeof(HyperbandPruner)] = () => new HyperbandPruner { MaxResource = 9 },
        [typeof(IStudyLog)] = () => new MemoryLog(),
        [typeof(IWorkerPresence)] = () => new JournalFile(NewPath()),
        [typeof(JournalFile)] = () => new JournalFile(NewPath()),
        [typeof(StudyOptions)] = () => new StudyOptions { Space = Space() },
        [typeof(Study)] = () => Tuned(),
        [typeof(Trial)] = () => Tuned().Ask(),
        [typeof(IReadOnlyDictionary<string, StudyValue>)] = () => new Dictionary<string, StudyValue> { ["name"] = 0.5 },
        [typeof(Func<Trial, double>)] = () => (Func<Trial, double>)(trial => trial.Number),
        [typeof(Func<Trial, CancellationToken, double>)] = () => (Func<Trial, CancellationToken, double>)((trial, _) => trial.Number),
        [typeof(Func<Trial, CancellationToken, IReadOnlyList<double>>)] =
            () => (Func<Trial, CancellationToken, IReadOnlyList<double>>)((trial, _) => [trial.Number]),
        [typeof(Func<SearchSpace, SearchSpace>)] = () => (Func<SearchSpace, SearchSpace>)(space => space.Float("inner", 0, 1)),
    };

    private static SearchSpace Space() => SearchSpace.Empty.Float("name", 0, 1).Choice("kind", "a", "b");

    private static Study Tuned()
    {
        Study study = new(new() { Space = Space() });
        study.Run(trial =>
        {
            trial.Report(1, 0.5);
            return trial.Float("name");
        }, trials: 2);
        return study;
    }

    private static StudyHistory History() => new([Direction.Minimize], Tuned().Trials);

    private static StudyRecord StoredStudy()
    {
        MemoryLog log = new();
        _ = new Study(new() { Name = "name", Space = Space() }, log);
        return StudyRecord.Read(log, "name");
    }
}
