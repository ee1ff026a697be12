namespace Epoche.Experiments;

/// <summary>What the recipe says, beside what was played.</summary>
internal static class SettingChecks
{
    private const double ShortHorizon = 1.5, SameReward = 0.5, MostRandom = 0.5;
    private const int FewestBatches = 20, FewestEpisodes = 10;
    private const double FewestCopies = 3;

    public static DoctorCheck Discount(DoctorFacts facts)
    {
        const string name = "discount";
        if (facts.Settings.Discount is not { } discount)
        {
            return DoctorCheck.Skipped(name, "the agent has none");
        }

        double horizon = 1 / (1 - (double)discount);
        string seen = discount == 1
            ? "1: rewards count however far off they are"
            : $"{Format.Small(discount)}: rewards count about {Format.Small(horizon)} steps ahead";
        // Where each step's reward tells one action from another, as in Merton's problem, one step ahead is enough.
        bool isBlind = horizon < ShortHorizon && facts.Random.CommonestRewardShare > SameReward;
        DoctorCheck check = isBlind
            ? DoctorCheck.Alarm(
                name, $"{seen}, and {Format.Share(facts.Random.CommonestRewardShare)} of the steps have the same reward",
                "The agent looks a single step ahead, where nearly every action earns the same: it cannot tell them apart",
                "raise it to 0.9 … 0.999, so that 1/(1 − discount) is about as long as an action matters",
                "discount")
            : DoctorCheck.Fine(name, seen);
        return check.With(("discount", discount), ("horizon", horizon));
    }

    public static DoctorCheck Exploration(DoctorFacts facts)
    {
        const string name = "exploration";
        LearnerSettings settings = facts.Settings;
        if (settings.Epsilon is not { } epsilon)
        {
            return DoctorCheck.Skipped(name, "no ε: the policy itself is random, or noise is added to it");
        }

        double first = epsilon.At(0), last = epsilon.At(facts.Recipe.Steps ?? long.MaxValue);
        string seen = first == last
            ? $"ε = {Format.Small(first)} throughout"
            : $"ε falls from {Format.Small(first)} to {Format.Small(last)}";
        DoctorCheck check = last > MostRandom && !ImprovesOnChance(settings)
            ? DoctorCheck.Alarm(
                name, $"{seen}{(facts.Recipe.Steps is { } steps ? $" within {Format.Count(steps)} steps" : "")}",
                "The agent acts at random to the end: it never meets what its own policy would do, and its returns stay those of chance",
                "let it fall to 0.01 … 0.1 within the first tenth to half of the steps",
                "epsilon")
            : first == 0 && !settings.TriesWithoutEpsilon ? DoctorCheck.Alarm(
                name, seen, "Nothing makes the agent try what it does not think best",
                "let ε fall from 1 to 0.05, or use network.noise", "epsilon")
            : DoctorCheck.Fine(name, seen);
        return check.With(("epsilon_first", first), ("epsilon_last", last));
    }

    public static DoctorCheck Memory(DoctorFacts facts)
    {
        const string name = "memory";
        if (facts.Settings is not { Capacity: { } capacity, BatchSize: var batch })
        {
            return DoctorCheck.Skipped(name, "the agent has no replay buffer");
        }

        double length = facts.Plays.Select(play => play.MeanLength).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        double episodes = capacity / length, batches = (double)capacity / batch;
        string seen = $"{Format.Count(capacity, "transition")}: about {Format.Small(episodes)} episodes, "
            + $"{Format.Small(batches)} batches";
        DoctorCheck check = episodes < FewestEpisodes || batches < FewestBatches
            ? DoctorCheck.Alarm(
                name, seen,
                "The buffer forgets faster than the agent learns: each batch is drawn from the last few episodes, which are all alike",
                "keep some hundred episodes, and thousands of batches", facts.Settings.CapacityKey)
            : DoctorCheck.Fine(name, seen);
        return check.With(("capacity", capacity), ("episodes", episodes), ("batches", batches));
    }

    public static DoctorCheck Target(DoctorFacts facts)
    {
        const string name = "target network";
        if (facts.Settings.Target is not { } target)
        {
            return DoctorCheck.Skipped(name, facts.Recipe is ActorCriticRecipe ? "follows at every update" : "the agent has none");
        }

        double steps = facts.Recipe.Steps ?? (facts.Recipe.Episodes!.Value * Math.Max(1, Length(facts)));
        double copies = target.Copies(steps);
        string seen = target.Tau == 1
            ? $"copied about {Format.Count(Math.Floor(copies))} times in the whole training"
            : $"follows {Format.Count(Math.Floor(copies))} times in the whole training, by {Format.Small(target.Tau)} of the way";
        DoctorCheck check = copies * target.Tau < FewestCopies
            ? DoctorCheck.Alarm(
                name, seen,
                "The target network stays as it began: values are learned from those of a network that knows nothing, one step deep",
                "let it follow some hundred times in a training, or by target_tau at every update",
                target.EverySteps is null ? "target_every_updates" : "target_every_steps")
            : DoctorCheck.Fine(name, seen);
        return check.With(("copies", copies), ("tau", target.Tau));
    }

    /// <summary>
    /// Whether returns are summed over the whole horizon: values are then those of chance whoever acts, and the policy is one step better
    /// than that, on purpose.
    /// </summary>
    private static bool ImprovesOnChance(LearnerSettings settings) =>
        settings.Discount is { } discount && settings.Steps >= 0.99 / (1 - (double)discount);

    private static double Length(DoctorFacts facts) =>
        facts.Plays.Select(play => play.MeanLength).Where(double.IsFinite).DefaultIfEmpty(1).Max();
}
