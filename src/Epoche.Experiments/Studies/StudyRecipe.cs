namespace Epoche.Experiments;

/// <summary>All that a study of a recipe is determined by, read and checked.</summary>
internal sealed record StudyRecipe
{
    private const ulong FirstTestSeed = 1_000;
    private const int MostTrials = 1_000_000;

    /// <summary>The study's name.</summary>
    public required string Name { get; init; }

    /// <summary>What a trial trains, before its settings.</summary>
    public required RecipeText Recipe { get; init; }

    /// <summary>Keys of the recipe that are changed in all its trainings.</summary>
    public required IReadOnlyList<string> Settings { get; init; }

    /// <summary>Keys that are changed in trials and for the winner, but not in the recipe that it is compared with.</summary>
    public required IReadOnlyList<string> FixedSettings { get; init; }

    /// <summary>Keys that are changed in trials alone: what makes them cheap.</summary>
    public required IReadOnlyList<string> TuningSettings { get; init; }

    public required IReadOnlyList<StudyObjective> Objectives { get; init; }

    public required Sampler Sampler { get; init; }

    public required StudyPruning Pruning { get; init; }

    /// <summary>The seed of the search.</summary>
    public required ulong Seed { get; init; }

    public required int Lag { get; init; }

    /// <summary>How many trials there are to be in all.</summary>
    public required int Trials { get; init; }

    /// <summary>The seeds that a trial trains with.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>That the best trials are trained again before one of them wins; null: they are not.</summary>
    public required StudyFinals? Finals { get; init; }

    /// <summary>The seeds that the winner is trained with again; none: it is not.</summary>
    public required IReadOnlyList<ulong> TestSeeds { get; init; }

    public required StudySpace Space { get; init; }

    /// <summary>Settings that are tried first.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, StudyValue>> Enqueued { get; init; }

    /// <summary>The study with every override and default written out.</summary>
    public required string ResolvedYaml { get; init; }

    /// <summary>Reads a study and checks it, every key of its space included.</summary>
    /// <param name="text">The study.</param>
    /// <param name="set">Keys of the study that are changed.</param>
    /// <param name="experiments">What recipes may name.</param>
    /// <param name="recipe">The recipe where it is known; null: the one that the study names.</param>
    /// <exception cref="ConfigurationException">The study, or the recipe, cannot be read.</exception>
    /// <exception cref="ExperimentException">There is no such recipe, or settings contradict each other.</exception>
    public static StudyRecipe Read(RecipeText text, IReadOnlyList<string> set, ExperimentOptions experiments, RecipeText? recipe = null)
    {
        ConfigMap map = ConfigMap.Parse(text.Yaml, text.Source);
        foreach (string assignment in set)
        {
            map.Set(assignment);
        }

        string name = map.String("name", text.Name), recipeName = map.RequiredString("recipe");
        if (PortableName.Problem(name) is { } problem)
        {
            throw map.Error("name", $"must be a name that a folder can have on every system; {Shown.Quote(name)} {problem}");
        }

        recipe = recipe is null ? FindRecipe(recipeName, text.Source)
            : recipe with { Name = Path.GetFileNameWithoutExtension(recipeName) };
        string[] settings = [.. Assignments(map.Map("set"))], tuning = [.. Assignments(map.Map("tuning"))];
        Experiment own = Experiment.Parse(recipe, seed: null, settings, steps: null, experiments);
        StudySpace space = SpaceReader.Read(map.RequiredMap("space"));
        StudyRecipe study = new()
        {
            Name = name,
            Recipe = recipe,
            Settings = settings,
            FixedSettings = [.. Assignments(map.Map("fixed"))],
            TuningSettings = tuning,
            Objectives = ReadObjectives(map, own),
            Sampler = map.TryGet("sampler", out ConfigNode? sampler) ? SamplerReader.Read(sampler)
                : Default(map, "sampler", "tpe", new TpeSampler()),
            Pruning = map.TryGet("pruner", out ConfigNode? pruner) ? StudyPruning.Read(pruner)
                : Default(map, "pruner", "none", new StudyPruning(new NoPruner())),
            Seed = map.ULong("seed", 0),
            Lag = map.Int("lag", 3, Bounds.Between(0, 1_000)),
            Trials = map.Int("trials", 50, Bounds.Between(1, MostTrials)),
            Seeds = SeedReader.Read(map, "seeds", 3, 0, least: 1),
            Finals = StudyFinals.Read(map),
            TestSeeds = SeedReader.Read(map, "test_seeds", 10, FirstTestSeed, least: 0),
            Space = space,
            Enqueued = new StudyStart(space, own.Recipe).Read(map.List("enqueue")),
            ResolvedYaml = "",
        };
        map.RejectUnknown();
        study.Require(map, own);
        SpaceCheck.Require(study, experiments);
        string yaml = map.ToYaml(), summary = $"# {text.Summary}\n";
        return study with { ResolvedYaml = yaml.StartsWith(summary, StringComparison.Ordinal) ? yaml : $"{summary}\n{yaml}" };
    }

    /// <summary>What all trials have in common, as <c>KEY=VALUE</c>.</summary>
    public IReadOnlyList<string> TrialSettings => [.. Settings, .. FixedSettings, .. TuningSettings];

    /// <summary>The recipe with the settings of a trial, as <c>KEY=VALUE</c>.</summary>
    public IReadOnlyList<string> SettingsOf(TrialRecord trial) => [.. Settings, .. FixedSettings, .. Space.Settings(trial)];

    /// <summary>A study's options for the library.</summary>
    public StudyOptions ToOptions() => new()
    {
        Name = Name, Directions = [.. Objectives.Select(objective => objective.Direction)], Space = Space.Space, Sampler = Sampler,
        Pruner = Pruning.Pruner, Seed = Seed, Lag = Lag,
    };

    private static RecipeText FindRecipe(string name, string source)
    {
        string beside = Path.Combine(Path.GetDirectoryName(source) ?? "", name);
        return RecipeCatalog.Find(!RecipeCatalog.Names.Contains(name) && !File.Exists(name) && File.Exists(beside) ? beside : name);
    }

    private static StudyObjective[] ReadObjectives(ConfigMap map, Experiment own)
    {
        bool plays = own.Capability<IPlaysGames>() is not null;
        if (!map.TryGet("objectives", out ConfigNode? node))
        {
            return [new(map.String("objectives", plays ? StudyObjective.Return : StudyObjective.Accuracy), Direction.Maximize, 0)];
        }

        return node is ConfigScalar or ConfigMap ? [StudyObjective.Read(node)] : [.. node.AsList().Select(StudyObjective.Read)];
    }

    private static T Default<T>(ConfigMap map, string key, string name, T value)
    {
        map.String(key, name);
        return value;
    }

    /// <summary>Keys with their values, nested or with dots, as <c>KEY=VALUE</c>.</summary>
    private static IEnumerable<string> Assignments(ConfigMap map, string above = "")
    {
        foreach (string key in map.Keys.ToArray())
        {
            string name = above.Length == 0 ? key : $"{above}.{key}";
            if (!map.TryGet(key, out ConfigNode? node))
            {
                yield return $"{name}=null";
            }
            else if (node is ConfigMap inner && !key.Contains('.', StringComparison.Ordinal))
            {
                foreach (string assignment in Assignments(inner, name))
                {
                    yield return assignment;
                }
            }
            else
            {
                yield return $"{name}={RecipeParameters.Text(node)}";
            }
        }
    }

    private void Require(ConfigMap map, Experiment own)
    {
        if (own.Capability<IHoldsPlayers>() is not null)
        {
            throw map.Error("recipe", $"is of kind {own.Kind}, which trains several networks in a run: there is no number to search by");
        }

        if (Space.Keys.Count == 0)
        {
            throw map.Error("space", "must have at least one key");
        }

        if (Objectives.Count > 1 && Pruning.Pruner is not NoPruner)
        {
            throw map.Error("pruner", $"compares one objective, and there are {Objectives.Count}; leave it out");
        }

        if (!Pruning.IsOverSeeds && Objectives[0].Tag is null)
        {
            throw map.Error(
                "pruner",
                $"compares trials on the way, where {Objectives[0].Measure} is not known yet; use wilcoxon, which compares seeds");
        }

        if (Finals is not null && Objectives.Count > 1)
        {
            throw map.Error("finals", $"are for one objective, and there are {Objectives.Count}: a front has no winner; leave it out");
        }

        if (Finals?.Seeds.FirstOrDefault(seed => Seeds.Contains(seed) || TestSeeds.Contains(seed), ulong.MaxValue)
            is { } seen and not ulong.MaxValue)
        {
            throw map.Error(
                "finals.seeds",
                $"must be seeds that neither trials nor the test train with; {seen} is among "
                + $"'{(Seeds.Contains(seen) ? "seeds" : "test_seeds")}' too");
        }

        if (Seeds.Intersect(TestSeeds).Select(seed => (ulong?)seed).FirstOrDefault() is { } both)
        {
            throw map.Error("test_seeds", $"must be seeds that trials do not train with; {both} is among 'seeds' too");
        }

        try
        {
            Sampler.Require(Space.Space);
        }
        catch (ArgumentException exception)
        {
            throw map.Error("sampler", $"does not fit the space: {ErrorText.Of(exception)}");
        }
    }
}
