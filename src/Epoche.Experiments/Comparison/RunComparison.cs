using System.Text.Json;

namespace Epoche;

/// <summary>
/// Runs beside each other, in groups of those that differ in their seed alone: agents of one environment, all of which play the same
/// episodes, or classifiers of one data set.
/// </summary>
public sealed class RunComparison
{
    private RunComparison(string measure, string subject, IReadOnlyList<ComparisonGroup> groups, ComparisonOptions options)
    {
        (Measure, Subject, Groups, Options) = (measure, subject, groups, options);
    }

    /// <summary>What is compared: <c>return</c> or <c>accuracy</c>.</summary>
    public string Measure { get; }

    /// <summary>What the runs have in common: the environment, or the data set.</summary>
    public string Subject { get; }

    /// <summary>The groups; the others are compared with the first.</summary>
    public IReadOnlyList<ComparisonGroup> Groups { get; }

    /// <summary>What the random policy earns in the environment; null for classifiers.</summary>
    public RandomReturn? Random { get; private init; }

    /// <summary>How they were compared.</summary>
    public ComparisonOptions Options { get; }

    /// <summary>Evaluates runs and compares them.</summary>
    /// <param name="runs">Complete runs; those of the first group are what the others are compared with.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ExperimentException">
    /// There is no run, one is not complete, they play different environments or know different data sets, or no recipe has a key of
    /// <see cref="ComparisonOptions.By"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its range.</exception>
    /// <exception cref="RunException">A run has no model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RunComparison Of(
        IReadOnlyList<ExperimentRun> runs, ComparisonOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Elements.RequireNoNull(runs, nameof(runs));
        options ??= new();
        CountChecks.AtLeast(1, options.Episodes);
        CountChecks.AtMost(10_000_000, options.Episodes);
        options.Bootstrap.Validate();
        (string measure, string subject) = CommonSubject(runs);
        IReadOnlyList<RunGroup> groups = RunGroups.Of([.. runs.Select(run => run.Recipe)], options.By);
        RandomReturn? random = null;
        ComparedRun[] compared = [.. runs.Select(run => Evaluate(run, options, ref random, cancellation))];
        List<ComparisonGroup> results = [];
        foreach (RunGroup group in groups)
        {
            ComparedRun[] members = [.. group.Members.Select(i => compared[i])];
            results.Add(new()
            {
                Label = group.Label,
                Settings = group.Settings,
                Runs = members,
                Summary = new([.. members.Select(run => run.Value)], options.Bootstrap),
                Difference = results.Count > 0 ? GroupDifference.Of(results[0].Runs, members, options.Bootstrap) : null,
            });
        }

        return new(measure, subject, results, options) { Random = random };
    }

    /// <summary>Intervals, curves and, where there are several values, performance profiles.</summary>
    /// <exception cref="DataFormatException">An event file is damaged.</exception>
    /// <exception cref="IOException">An event file cannot be read.</exception>
    public IReadOnlyList<Chart> ToCharts() => SeedCharts.Of(
        Subject,
        Measure,
        [.. Groups.Select(group => new ChartedGroup(group.Label, group.Summary, [.. group.Runs.Select(run => run.Run)]))],
        Random);

    /// <summary>Writes <see cref="ToCharts"/> as one SVG file.</summary>
    /// <param name="path">The file, such as <c>compare.svg</c>.</param>
    /// <exception cref="DataFormatException">An event file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SavePicture(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SeedCharts.Save(ToCharts(), path);
    }

    /// <summary>All numbers as one JSON object.</summary>
    /// <param name="indented">Whether lines are broken, for people.</param>
    public string ToJson(bool indented = false) => JsonText.Object(Write, indented);

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", Groups);

    private static ComparedRun Evaluate(
        ExperimentRun run, ComparisonOptions options, ref RandomReturn? random, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        bool isAgent = run.Capability<IPlaysGames>() is not null;
        EvaluationResult? evaluation = isAgent
            ? run.Evaluate(options.Episodes, options.Seed, cancellation).Evaluation
            : run.Result?.Evaluation;
        double value = Measures.ValueOf(evaluation) ?? throw new ExperimentException(
            $"The run '{run}' has no evaluation that is a number, and cannot be compared.", ExperimentProblem.Failure);
        EpisodeEvaluation? episodes = evaluation as EpisodeEvaluation;
        random ??= episodes?.Random;
        ComparedRun compared = new(run.Folder, run.Recipe.Seed, value) { Returns = episodes?.Returns ?? [] };
        options.Progress?.Report(compared);
        return compared;
    }

    private static (string Measure, string Subject) CommonSubject(IReadOnlyList<ExperimentRun> runs)
    {
        if (runs.Count == 0)
        {
            throw new ExperimentException("There is no run to compare.");
        }

        if (runs.FirstOrDefault(run => run.Result?.Status != RunStatus.Complete) is { } incomplete)
        {
            throw new ExperimentException(
                $"The run '{incomplete}' is not complete, and only complete runs are compared: 'epoche resume {incomplete}' resumes it.",
                ExperimentProblem.Failure);
        }

        (string Measure, string Subject)[] subjects = [.. runs.Select(SubjectOf)];
        int odd = Array.FindIndex(subjects, subject => subject != subjects[0]);
        return odd < 0 ? subjects[0] : throw new ExperimentException(
            $"Runs of one {(subjects[0].Measure == Measures.Return ? "environment" : "data set")} are compared, and these are of two: "
            + $"'{runs[0]}' of {subjects[0].Subject}, '{runs[odd]}' of {subjects[odd].Subject}. Compare those of each apart.");
    }

    private static (string Measure, string Subject) SubjectOf(ExperimentRun run) =>
        run.Capability<IPlaysGames>() is { } player ? (Measures.Return, player.Environment.Name)
        : run.Capability<IClassifies>() is { } classifier ? (Measures.Accuracy, classifier.Data.Name)
        : run.Capability<IPredictsNumbers>() is { } regression ? (Measures.RSquared, regression.Data.Name)
        : throw new ExperimentException(
            $"The run '{run}' is of kind {run.Kind}, which is neither an agent nor a classifier nor a regression: "
            + "there is no number to compare it by.");

    private void Write(Utf8JsonWriter json)
    {
        json.WriteString("measure", Measure);
        json.WriteString(Measure == Measures.Return ? "environment" : "data", Subject);
        if (Measure == Measures.Return)
        {
            json.WriteNumber("episodes", Options.Episodes);
            json.WriteNumber("evaluation_seed", Options.Seed);
        }

        if (Random is { } random)
        {
            json.WriteStartObject("random");
            json.WriteNumber("episodes", random.Episodes);
            json.Finite("mean", random.Mean);
            json.WriteEndObject();
        }

        json.WriteNumber("confidence", Options.Bootstrap.Confidence);
        json.WriteStartArray("groups");
        foreach (ComparisonGroup group in Groups)
        {
            json.WriteStartObject();
            ComparisonJson.Write(json, group);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
