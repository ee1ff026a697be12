namespace Epoche.Experiments;

/// <summary>How updates move the network, what its units do, and what its values promise.</summary>
internal static class LearningChecks
{
    /// <summary>
    /// The share of all weights that one update changes: the largest of a healthy recipe is 0.1 (Adam with 4e-3), the least 1e-3.
    /// </summary>
    private const double LargestMove = 0.5, SmallestMove = 2e-4;

    private const double MostStill = 0.9;
    private const int FewestSamples = 64, FewestFeatures = 8;
    private const double Beyond = 3, FarBeyond = 100; // times what can be earned at all: by a run; by a short training, which overshoots

    private const string TooLarge = "The learning rate is far too high: an update replaces the weights rather than improves them";

    public static DoctorCheck Updates(DoctorFacts facts)
    {
        const string name = "updates";
        if (facts.Recipe is TableRecipe || facts.Training is not { } training)
        {
            return DoctorCheck.Skipped(
                name,
                facts.Recipe is TableRecipe ? "a table begins at its initial value" : "it learns from an expert, and was not trained");
        }

        if (training.NonFinite is { } problem)
        {
            return DoctorCheck.Alarm(name, problem, TooLarge, "divide it by 10, or by 1,000", facts.LearningRateKey);
        }

        if (training.Movements.Count == 0 || training.FirstNorm == 0)
        {
            return DoctorCheck.Skipped(
                name, training.FirstNorm == 0
                    ? "all weights begin at 0"
                    : $"there was none within {Format.Count(training.Training.Step, "step")}");
        }

        double middle = ShortTraining.Median(training.Movements), most = training.Movements[^1];
        string seen = $"one changes the weights by {Percent(middle)}, by {Percent(most)} at most";
        DoctorCheck check = most > LargestMove // weights that grow hide it soon
            ? DoctorCheck.Alarm(name, seen, TooLarge, "divide it by 10, or by 1,000", facts.LearningRateKey)
            : most < SmallestMove && !IsStill(facts)
                ? DoctorCheck.Alarm(
                    name, seen, "The learning rate is far too low: the weights hardly leave where they began",
                    "multiply it by 10, or by 1,000", facts.LearningRateKey)
            : DoctorCheck.Fine(name, seen);
        return check.With(("median", middle), ("largest", most), ("weights_norm", training.FirstNorm));
    }

    public static DoctorCheck Gradients(DoctorFacts facts)
    {
        const string name = "gradients";
        if (facts.Training is not { Gradients.Count: > 0 } training)
        {
            return DoctorCheck.Skipped(name, "the agent reports none");
        }

        double middle = ShortTraining.Median(training.Gradients), most = training.Gradients[^1];
        string clipped = facts.Settings.ClipNorm is { } norm
            ? $"; {Format.Share(training.Gradients.Count(value => value > norm) / (double)training.Gradients.Count)} are clipped to "
                + Format.Small(norm)
            : "";
        return DoctorCheck.Fine(name, $"norm {Format.Small(middle)}, {Format.Small(most)} at most{clipped}")
            .With(("median", middle), ("largest", most));
    }

    public static DoctorCheck Units(DoctorFacts facts)
    {
        const string name = "units";
        if (facts.Network is not { } network)
        {
            return DoctorCheck.Skipped(name, "there are no hidden layers to look at");
        }

        UnitCount worst = network.Layers.MaxBy(layer => layer.StillShare)!;
        string seen = string.Join(", ", network.Layers.Select(layer => $"{layer.Layer} {Format.Count(layer.Still)} of {layer.Units}"));
        DoctorCheck check = worst.StillShare > MostStill
            ? DoctorCheck.Alarm(
                name, $"dead: {seen}",
                $"The units of {worst.Layer} give the same whatever they are shown: nothing passes, and no gradient comes back",
                "begin with other weights (he-uniform for relu), or with a lower learning rate if they died in training",
                $"{facts.NetworkKey}.kernel")
            : DoctorCheck.Fine(name, $"dead: {seen}");
        return check.With(("dead_share", worst.StillShare), ("samples", network.Samples));
    }

    public static DoctorCheck Features(DoctorFacts facts)
    {
        const string name = "features";
        if (facts.Network is not { } network || network.Samples < FewestSamples)
        {
            return DoctorCheck.Skipped(name, "there are no hidden layers to look at");
        }

        string seen = $"effective rank {Format.Count(network.Rank)} of {Format.Count(Math.Min(network.Features, network.Samples))}";
        DoctorCheck check = network.Rank < 2 && network.Features >= FewestFeatures
            ? DoctorCheck.Alarm(
                name, seen, "The last layer sees one and the same feature for all observations: the network has collapsed",
                "lower the learning rate, or begin with other weights", facts.LearningRateKey)
            : DoctorCheck.Fine(name, seen);
        return check.With(("rank", network.Rank), ("features", network.Features));
    }

    /// <summary>Against what can be earned at all: the largest reward in every step of the horizon.</summary>
    public static DoctorCheck Values(DoctorFacts facts)
    {
        const string name = "values";
        if (facts.Values is not { } values || facts.Settings.Discount is not { } discount)
        {
            return DoctorCheck.Skipped(name, "the network gives no action values");
        }

        double horizon = Math.Min(1 / (1 - (double)discount), facts.Recipe.Spec.TimeLimit ?? double.PositiveInfinity);
        double bound = Math.Max(1, facts.Plays.Max(play => play.Rewards.Largest) * horizon);
        string seen = values.Samples == 0
            ? $"up to {Format.Small(values.Largest)}; no return to compare them with"
            : $"promise {Format.Score(values.Promised)} where {Format.Score(values.Achieved)} followed";
        DoctorCheck check = values.Largest > (facts.IsRun ? Beyond : FarBeyond) * bound
            ? DoctorCheck.Alarm(
                name, $"{seen}; the largest, {Format.Small(values.Largest)}, is beyond the {Format.Small(bound)} that can be earned at all",
                "Values have drifted away from returns: errors feed on themselves",
                "lower the learning rate, copy the target network less often, or set double: true", facts.LearningRateKey)
            : DoctorCheck.Fine(name, seen);
        return check.With(
            ("promised", values.Promised), ("achieved", values.Achieved), ("largest", values.Largest), ("bound", bound));
    }

    /// <summary>Only of a run: what the doctor trains itself is not meant to be good.</summary>
    public static DoctorCheck Play(DoctorFacts facts)
    {
        const string name = "play";
        if (facts.Own is not { } own)
        {
            return DoctorCheck.Skipped(name, "there is no agent to play");
        }

        (int episodes, double mean, double deviation) = own.Return;
        (int chance, double random, double spread) = facts.Random.Return;
        if (episodes == 0)
        {
            return DoctorCheck.Skipped(name, $"no episode of its own ended within {Format.Count(own.Steps, "step")}");
        }

        double doubt = chance == 0 ? 0 : 2 * Math.Sqrt((deviation * deviation / episodes) + (spread * spread / chance));
        string seen = $"returns {Format.Spread(mean, deviation)} over {Format.Count(episodes, "episode")}"
            + (facts.IsRun ? "" : ", after this short training");
        DoctorCheck check = facts.IsRun && chance > 0 && mean <= random + doubt
            ? DoctorCheck.Alarm(
                name, $"{seen}: no better than chance", "It has learned nothing that shows",
                "see the alarms above; without any, train longer", "steps")
            : DoctorCheck.Fine(name, seen);
        return check.With(("mean", mean), ("deviation", deviation), ("episodes", episodes));
    }

    /// <summary>Dead layers get no gradient: then it is not the rate that is too low.</summary>
    private static bool IsStill(DoctorFacts facts) => facts.Network?.Layers.Any(layer => layer.StillShare > MostStill) == true;

    private static string Percent(double share) => $"{Format.Small(100 * share)}%";
}
