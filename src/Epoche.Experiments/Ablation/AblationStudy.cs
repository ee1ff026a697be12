namespace Epoche;

/// <summary>What came of one change of a recipe; shares from 0 to 1.</summary>
/// <param name="Name">What the change is called.</param>
/// <param name="Forced">Accuracy where an answer is forced.</param>
/// <param name="Coverage">The share of test images that is answered.</param>
/// <param name="Accuracy">The share of right answers among them; NaN where none is answered.</param>
/// <param name="Noise">The share of uniform noise that is refused.</param>
/// <param name="Letters">The share of letters that is refused.</param>
public sealed record AblationRow(string Name, double Forced, double Coverage, double Accuracy, double Noise, double Letters)
{
    /// <summary>What the change is called.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(AblationRow), PrintMembers);
}

/// <summary>
/// Tries changes of a recipe that classifies by variational inference: a convolutional network, longer optimization, more samples, a
/// stricter
/// rule; each alone and all at once. A change of prediction or refusal alone is tried on the recipe's own run.
/// </summary>
public sealed class AblationStudy
{
    private const int NoiseImages = 1_000;

    private readonly RecipeText _text;
    private readonly string[] _set;
    private readonly ulong? _seed;
    private readonly IReadOnlyList<AblationChanges.Change> _changes;
    private readonly List<AblationRow> _rows = [];

    /// <summary>Reads and checks the recipe.</summary>
    /// <param name="text">The recipe.</param>
    /// <param name="set">Keys of the recipe that are changed in all trainings; null for none.</param>
    /// <param name="seed">Their seed; null for the recipe's.</param>
    /// <param name="epochs">Passes of the longer optimization; null for four times those of the recipe.</param>
    /// <param name="samples">Networks of the larger draw; null for five times those of the recipe.</param>
    /// <exception cref="ExperimentException">The recipe is another than a Bayesian network trained by variational inference.</exception>
    /// <exception cref="ConfigurationException">The recipe cannot be read.</exception>
    public AblationStudy(RecipeText text, IReadOnlyList<string>? set = null, ulong? seed = null, int? epochs = null, int? samples = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        (_text, _set, _seed) = (text, [.. set ?? []], seed);
        Elements.RequireNoNull(_set, nameof(set));
        (Recipe, IAblates? ablated) = Read([]);
        if (ablated is not { IsVariational: true })
        {
            throw new ExperimentException(
                "The ablation changes a Bayesian network trained by variational inference; "
                + $"the recipe '{text.Name}' is another. '{Reference}' is one.");
        }

        _changes = AblationChanges.Of(epochs ?? (4 * ablated.Epochs), samples ?? (5 * ablated.Samples));
    }

    /// <summary>The built-in recipe that the changes are suggested for.</summary>
    public static string Reference => "mnist-bnn-reference";

    /// <summary>The recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>What came of the changes that were tried.</summary>
    public IReadOnlyList<AblationRow> Rows => _rows;

    /// <summary>
    /// Tries them one after the other, each when the next element is asked for. Ends behind a training that is not complete.
    /// </summary>
    /// <param name="runs">The directory of runs; those that are complete already are not trained again.</param>
    /// <param name="options">Who listens; null for none.</param>
    /// <param name="cancellation">Stops it, as in <see cref="Experiment.Run"/>.</param>
    /// <returns>
    /// What each is called, and its run; <see cref="Rows"/> has one row more where it is complete. What follows is thrown when the next
    /// element is asked for.
    /// </returns>
    /// <exception cref="ExperimentException">A checkpoint cannot be written.</exception>
    /// <exception cref="RunException">The directory cannot be made.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IEnumerable<(string Title, ExperimentRun Run)> Run(
        string runs = RunFolder.DefaultDirectory, RunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runs);
        _rows.Clear();
        return Changes();

        IEnumerable<(string, ExperimentRun)> Changes()
        {
            IAblates[] recipes = [.. _changes.Select(change => Read(change.Settings).Ablated!)];
            DoubtSet[]? sets = null;
            for (int i = 0; i < recipes.Length; i++)
            {
                string title = $"{_changes[i].Name} ({i + 1} of {recipes.Length})";
                Experiment trained = Experiment.Parse(_text, _seed, [.. _set, .. _changes[i].Settings.Where(IsOfTraining)]);
                string stem = $"{trained.Recipe.Name}-ablation-{trained.Recipe.Seed}";
                ExperimentRun run = trained.RunOnce(runs, stem, (options ?? new()) with { Title = title }, cancellation);
                bool isComplete = run.Result is { Status: RunStatus.Complete };
                yield return (title, run);
                if (!isComplete)
                {
                    yield break;
                }

                sets ??= Foreign(recipes[0]);
                _rows.Add(Row(_changes[i].Name, recipes[i], run.Folder, recipes[0].Parts, sets));
            }
        }
    }

    /// <summary>Noise, and letters where there are some.</summary>
    private static DoubtSet[] Foreign(IAblates recipe)
    {
        Tensor images = recipe.Parts.InDistribution.Examples.Inputs();
        return
        [
            .. new DoubtSets(recipe.Data.Name, recipe.Data.Image, images).All
                .Where(set => set.Name is "uniform" or "letters" && set.Images is not null),
        ];
    }

    private static AblationRow Row(string name, IAblates recipe, RunFolder run, DataSetParts data, DoubtSet[] sets)
    {
        RefusingClassifier classifier = recipe.Recalibrate(run, data.Train);
        ExampleEvaluation test = classifier.Evaluate(data.InDistribution.Examples);
        double[] refused = [.. sets.Select(set => Refused(classifier, set.Images!()))];
        return new AblationRow(
            name,
            test.Accuracy,
            test.Measured(ExampleEvaluation.Coverage) ?? 0,
            test.Measured(ExampleEvaluation.AnsweredAccuracy) ?? double.NaN,
            refused[0],
            refused.ElementAtOrDefault(1));
    }

    private static double Refused(RefusingClassifier classifier, Tensor images)
    {
        int count = Math.Min(NoiseImages, images.Length(0));
        Verdict[] verdicts = classifier.Rule.Decide(classifier.Predict(images.Slice(0, 0, count)));
        return (double)verdicts.Count(verdict => verdict.IsRefused) / count;
    }

    private static bool IsOfTraining(string setting) =>
        !setting.StartsWith("prediction.", StringComparison.Ordinal) && !setting.StartsWith("refusal.", StringComparison.Ordinal);

    /// <summary>The recipe with changes, and what can be done with it for an ablation; null where it is of another kind.</summary>
    private (Recipe Recipe, IAblates? Ablated) Read(IReadOnlyList<string> changes)
    {
        Experiment read = Experiment.Parse(_text, _seed, [.. _set, .. changes]);
        return (read.Recipe, read.Capability<IAblates>());
    }
}
