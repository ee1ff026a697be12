namespace Epoche.Experiments;

/// <summary>Makes the rule of a recipe.</summary>
internal static class Refusals
{
    /// <summary>
    /// The rule, with its threshold found on validation examples where it has one. Half of these set the temperature and the scales of
    /// scores that are combined, the other half the threshold: what it promises
    /// holds for a score that was not chosen by looking at them.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="predictive">What was learned; its temperature is set.</param>
    /// <param name="training">What it was learned from.</param>
    /// <param name="validation">What it was not learned from.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RefusalRule Calibrate(
        BayesianRecipe recipe, Predictive predictive, Dataset training, Dataset validation, CancellationToken cancellation)
    {
        RefusalRecipe rule = recipe.Refusal;
        (Dataset threshold, Dataset scale) = validation.Split(validation.Count / 2, recipe.Seed);
        if (recipe.Prediction.FitsTemperature)
        {
            cancellation.ThrowIfCancellationRequested();
            predictive.Calibrate(scale, recipe.Samples);
        }

        if (rule.Rule != RefusalRecipe.Threshold)
        {
            return Fixed(rule);
        }

        cancellation.ThrowIfCancellationRequested();
        DoubtScore score = Score(recipe, predictive, training, scale, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return ThresholdRule.ForCoverage(score, Prediction.Of(predictive, threshold.Inputs(), recipe.Samples), rule.Coverage);
    }

    /// <summary>A rule that asks for no examples.</summary>
    public static RefusalRule Fixed(RefusalRecipe rule) =>
        rule.Rule == RefusalRecipe.Median ? new MedianRule(rule.Probability) : new PercentileRule(rule.At, rule.Probability);

    private static DoubtScore Score(
        BayesianRecipe recipe, Predictive predictive, Dataset training, Dataset scale, CancellationToken cancellation)
    {
        RefusalRecipe rule = recipe.Refusal;
        Lazy<(Prediction, Tensor)> known = new(() =>
        {
            Dataset some = training.Split(Math.Min(rule.DistanceExamples, training.Count), recipe.Seed).Validation;
            return (Prediction.Of(predictive, some.Inputs(), samples: 1), some.Targets());
        });
        (DoubtScore Score, double Share)[] parts = [.. rule.Scores.Select(
            score => (ScoreTable.Make(score.Name, rule, known), score.Share))];
        cancellation.ThrowIfCancellationRequested();
        return parts.Length == 1 ? parts[0].Score : CombinedDoubt.Fit(Prediction.Of(predictive, scale.Inputs(), recipe.Samples), parts);
    }
}
