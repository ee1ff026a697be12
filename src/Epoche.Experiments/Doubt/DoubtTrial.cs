namespace Epoche;

/// <summary>Tries the classifier of a run on its test set and on everything that it does not know.</summary>
public sealed class DoubtTrial
{
    private const int ReliabilityBins = 15, PanelsOfASet = 6, PanelsOfAKind = 4;

    private const double LeastCoverage = 0.5; // the share of few answers jumps about

    private static readonly DoubtScore[] s_scores = [new MaxProbability(), new PredictiveEntropy(), new MutualInformation()];

    private readonly RunFolder _run;
    private readonly Recipe _recipe;
    private readonly RefusingClassifier _classifier;

    /// <summary>Makes a trial.</summary>
    /// <param name="run">The run.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="classifier">Its classifier; see <see cref="IRefuses"/>.</param>
    public DoubtTrial(RunFolder run, Recipe recipe, RefusingClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(classifier);
        (_run, _recipe, _classifier) = (run, recipe, classifier);
    }

    /// <summary>Runs it, which takes minutes.</summary>
    /// <param name="report">Given the words for each set before it is tried; null for none.</param>
    /// <param name="cancellation">Stops before the next set.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DoubtReport Run(Action<string>? report = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        DataSetParts data = _classifier.Data.Load();
        Tensor images = data.InDistribution.Examples.Inputs(), labels = data.InDistribution.Examples.Targets();
        report?.Invoke(data.InDistribution.What);
        Prediction prediction = _classifier.Predict(images);
        Verdict[] verdicts = _classifier.Rule.Decide(prediction);
        (TestOutcome test, SetOutcome known) = Known(data.InDistribution.What, prediction, images, labels, verdicts);
        float[] doubts = Doubts(verdicts);
        List<SetOutcome> outcomes = [known];
        IReadOnlyList<DoubtSet> sets = new DoubtSets(_classifier.Data.Name, _classifier.Data.Image, images).All;
        foreach (DoubtSet set in sets.Where(set => set.Images is not null))
        {
            cancellation.ThrowIfCancellationRequested();
            report?.Invoke(set.What);
            outcomes.Add(Unknown(set, doubts, labels));
        }

        return new DoubtReport
        {
            Run = _run.Path,
            Recipe = _recipe.Name,
            Seed = _recipe.Seed,
            Rule = _classifier.Rule.Meaning,
            Promise = _classifier.Rule.Guarantee?.ToString(),
            Input = _classifier.Input,
            Samples = prediction.Samples,
            Sets = outcomes,
            Skipped = [.. sets.Where(set => set.Images is null)],
            Test = test,
        };
    }

    private (TestOutcome Test, SetOutcome Set) Known(string what, Prediction prediction, Tensor images, Tensor labels, Verdict[] verdicts)
    {
        int[] forced = _classifier.Forced(images, prediction);
        float[] doubts = Doubts(verdicts);
        bool[] isWrong = [.. forced.Select((answer, i) => answer != (int)labels.Values[i])];
        RiskCoverageCurve risk = new(doubts, isWrong);
        TestOutcome test = new(RefusalEvaluation.Of(prediction, labels, forced, verdicts), risk.Area, risk.CoverageAt(0.999))
        {
            RiskCoverage =
            [
                ("the rule's doubt", Curve(doubts, isWrong)),
                .. s_scores.Select(score => (score.Name.Replace('_', ' '), Curve(score.Score(prediction), isWrong))),
            ],
            Reliability = Reliability(prediction, labels),
        };
        float[] wrong = [.. doubts.Where((_, i) => isWrong[i])], right = [.. doubts.Where((_, i) => !isWrong[i])];
        SetOutcome set = Outcome(SetOutcome.Test, what, verdicts, right, wrong) with
        {
            Panels =
            [
                .. Kind(verdict => !verdict.IsRefused, right: true),
                .. Kind(verdict => verdict.IsRefused, right: null),
                .. Kind(verdict => !verdict.IsRefused, right: false),
            ],
        };
        return (test, set);

        IEnumerable<PanelImage> Kind(Func<Verdict, bool> is_, bool? right) => Enumerable.Range(0, verdicts.Length)
            .Where(i => is_(verdicts[i]) && (right is null || right == verdicts[i].Contains((int)labels.Values[i])))
            .Take(PanelsOfAKind).Select(i => Panel(images, prediction, verdicts, i, (int)labels.Values[i]));
    }

    private SetOutcome Unknown(DoubtSet set, float[] known, Tensor labels)
    {
        Tensor images = set.Images!();
        Prediction prediction = _classifier.Predict(images);
        Verdict[] verdicts = _classifier.Rule.Decide(prediction);
        return Outcome(set.Name, set.What, verdicts, known, Doubts(verdicts)) with
        {
            Panels = [.. Spread(verdicts.Length, PanelsOfASet).Select(
                i => Panel(images, prediction, verdicts, i, set.IsSpoilt ? (int)labels.Values[i] : null))],
        };
    }

    /// <summary>Some of the images at equal steps, for many sets are ordered by what they show.</summary>
    private static IEnumerable<int> Spread(int count, int shown) =>
        Enumerable.Range(0, Math.Min(shown, count)).Select(i => (int)(((2L * i) + 1) * count / (2 * Math.Min(shown, count))));

    private static SetOutcome Outcome(string name, string what, Verdict[] verdicts, float[] known, float[] unknown)
    {
        bool canCompare = known.Length > 0 && unknown.Length > 0;
        return new SetOutcome(
            name,
            what,
            verdicts.Length,
            (double)verdicts.Count(verdict => verdict.IsRefused) / verdicts.Length,
            canCompare ? DoubtMetrics.Auroc(known, unknown) : double.NaN,
            canCompare ? DoubtMetrics.ForeignAccepted(known, unknown) : double.NaN);
    }

    private static PanelImage Panel(Tensor images, Prediction prediction, Verdict[] verdicts, int i, int? truth)
    {
        int width = images.Count / images.Length(0);
        return new PanelImage(
            images.Values.Slice(i * width, width).ToArray(),
            truth,
            verdicts[i],
            [.. Enumerable.Range(0, prediction.Classes).Select(c => LogHistogram.Of(prediction.Probabilities, i, c))]);
    }

    private static float[] Doubts(Verdict[] verdicts) => [.. verdicts.Select(verdict => verdict.Doubt)];

    private static IReadOnlyList<(double, double)> Curve(float[] doubts, bool[] isWrong) =>
        new RiskCoverageCurve(doubts, isWrong) is var curve
            ? [.. Enumerable.Range(0, curve.Count).Where(i => curve.Coverage(i) >= LeastCoverage).Select(
                i => (curve.Coverage(i), curve.Error(i)))]
            : [];

    private static IReadOnlyList<(double, double, int)> Reliability(Prediction prediction, Tensor labels)
    {
        int[] best = prediction.Best(), counts = new int[ReliabilityBins];
        double[] confidence = new double[ReliabilityBins], right = new double[ReliabilityBins];
        for (int i = 0; i < best.Length; i++)
        {
            double p = prediction.Mean.Values[(i * prediction.Classes) + best[i]];
            int bin = Math.Clamp((int)Math.Ceiling((p * ReliabilityBins) - 1e-6) - 1, 0, ReliabilityBins - 1);
            counts[bin]++;
            confidence[bin] += p;
            right[bin] += best[i] == (int)labels.Values[i] ? 1 : 0;
        }

        return [.. Enumerable.Range(0, ReliabilityBins).Where(bin => counts[bin] > 0).Select(
            bin => (confidence[bin] / counts[bin], right[bin] / counts[bin], counts[bin]))];
    }
}
