namespace Epoche.Experiments;

/// <summary>What the environment shows, pays and ends.</summary>
internal static class EnvironmentChecks
{
    private const double LargestReward = 1_000, SmallestReward = 1e-4, LargestObservation = 1_000;
    private const int FewestEnds = 5, ShortestLimit = 10;
    private const double LimitShare = 0.3, SmallWorld = 0.5;

    /// <summary>What the random policy earns: no fault, but what everything is compared with.</summary>
    public static DoctorCheck RandomReturn(DoctorFacts facts)
    {
        const string name = "random play";
        (int episodes, double mean, double deviation) = facts.Random.Return;
        return episodes == 0
            ? DoctorCheck.Skipped(name, $"no episode ended within {Format.Count(facts.Random.Steps, "step")}")
            : DoctorCheck.Fine(name, $"returns {Format.Spread(mean, deviation)} over {Format.Count(episodes, "episode")}")
                .With(("mean", mean), ("deviation", deviation), ("episodes", episodes));
    }

    public static DoctorCheck Rewards(DoctorFacts facts)
    {
        const string name = "rewards";
        double largest = facts.Plays.Max(play => play.Rewards.Largest);
        string range = Range(facts.Plays.Select(play => play.Rewards));
        DoctorCheck check = largest > LargestReward
            ? DoctorCheck.Alarm(
                name, range,
                "Values grow as large as sums of rewards, and networks learn numbers near 1: losses and gradients are out of scale",
                "divide the rewards in the environment, so that they are of the size of 1",
                ScaleKey(facts))
            : largest == 0 ? DoctorCheck.Fine(name, "0 in every step played: what is rewarded was not found")
            : largest < SmallestReward ? DoctorCheck.Alarm(
                name, range, "Rewards vanish beside the values that a fresh network gives: nothing is learned for long",
                "multiply the rewards in the environment, so that they are of the size of 1", ScaleKey(facts))
            : DoctorCheck.Fine(name, range);
        return check.With(("largest", largest), ("commonest_share", facts.Random.CommonestRewardShare));
    }

    public static DoctorCheck Observations(DoctorFacts facts)
    {
        const string name = "observations";
        NumberRange[] numbers = [.. facts.Plays.SelectMany(play => play.Features).Where(number => number.Count > 0)];
        double largest = numbers.Max(number => number.Largest);
        string range = $"{facts.Recipe.Spec.Observation}, {Range(numbers)}";
        bool isIndex = facts.Recipe.Spec.Layout is { } layout && layout.Any(part => part.Kind == ObservationKind.Index);
        DoctorCheck check = largest <= LargestObservation || isIndex
            ? DoctorCheck.Fine(name, range)
            : facts.Recipe.Settings.NormalizeObservations ? DoctorCheck.Fine(name, $"{range}; normalized")
            : facts.Recipe is TableRecipe ? DoctorCheck.Fine(name, $"{range}; cut into cells")
            : DoctorCheck.Alarm(
                name, range, "A network's first layer expects numbers near 1: these drive its units to their ends at once",
                "let the recipe normalize them, or scale them in the environment", "normalize_observations");
        return check.With(("largest", largest), ("numbers", facts.Recipe.Spec.Observation.ElementCount));
    }

    /// <summary>Numbers that never change; of images, whose corners are often empty, none is missed.</summary>
    public static DoctorCheck Sensors(DoctorFacts facts)
    {
        const string name = "sensors";
        if (facts.Recipe.Spec.Observation.Rank != 1)
        {
            return DoctorCheck.Skipped(name, "images: parts of them may well stay the same");
        }

        int count = facts.Recipe.Spec.Observation.ElementCount;
        int[] dead = [.. Enumerable.Range(0, count).Where(k => IsDead(facts, k))];
        DoctorCheck check = dead.Length == 0
            ? DoctorCheck.Fine(name, count == 1 ? "the number changes" : $"all {Format.Count(count)} numbers change")
            : DoctorCheck.Alarm(
                name,
                $"{(dead.Length == 1 ? "number" : "numbers")} {string.Join(", ", dead.Take(10))}{(dead.Length > 10 ? ", …" : "")} of "
                + $"{Format.Count(count)} never changed in {Format.Count(facts.Plays.Sum(play => play.Steps), "step")}",
                "A sensor is dead, or the environment fails to write it: the agent cannot see what it should",
                "look at what the environment writes there",
                "environment");
        return check.With(("dead", dead.Length));
    }

    /// <summary>Many episodes that terminate after the same longest time, which the observation does not show coming.</summary>
    public static DoctorCheck Endings(DoctorFacts facts)
    {
        const string name = "endings";
        int all = facts.Plays.Sum(play => play.Episodes.Count);
        int terminated = facts.Plays.Sum(play => play.Episodes.Count(episode => episode.Terminated));
        if (all == 0)
        {
            return DoctorCheck.Skipped(name, $"no episode ended within {Format.Count(facts.Plays.Sum(play => play.Steps), "step")}");
        }

        string seen = $"{Format.Count(all, "episode")}: {Format.Share((double)terminated / all)} terminated, "
            + $"{Format.Share(1 - ((double)terminated / all))} cut off by the time limit";
        int? limit = facts.Plays.Select(HiddenLimit).FirstOrDefault(found => found is not null);
        DoctorCheck check = limit is null
            ? DoctorCheck.Fine(name, seen)
            : DoctorCheck.Alarm(
                name, $"{seen}; as terminated ended many after exactly {Format.Count(limit.Value, "step")}, and none lasted longer",
                "A time limit is reported as termination: the agent learns that nothing follows a state that in truth goes on",
                "report the limit as truncated (EnvironmentSpec.TimeLimit does it), or show the time that is left in the observation",
                "environment");
        return check.With(("episodes", all), ("terminated_share", (double)terminated / all), ("hidden_limit", limit ?? double.NaN));
    }

    private static bool IsDead(DoctorFacts facts, int number)
    {
        if (facts.Recipe.Spec.Layout is { } layout && layout.IsConstant(number))
        {
            return false;
        }

        NumberRange[] seen = [.. facts.Plays.Select(play => play.Features[number]).Where(range => range.Count > 0)];
        return seen.All(range => range.IsConstant) && seen.Min(range => range.Min) == seen.Max(range => range.Max);
    }

    private static int? HiddenLimit(GamePlay play)
    {
        PlayedEpisode[] ended = [.. play.Episodes.Where(episode => episode.Terminated)];
        int longest = ended.Length == 0 ? 0 : ended.Max(episode => episode.Length);
        PlayedEpisode[] suspects = [.. ended.Where(episode => episode.Length == longest)];
        bool isSuspect = longest >= ShortestLimit && suspects.Length >= FewestEnds && suspects.Length >= LimitShare * ended.Length
            && play.Episodes.All(episode => episode.Terminated ? episode.Length <= longest : episode.Length < longest);
        return isSuspect && !ShowsTheEnd(play, suspects) ? longest : null;
    }

    /// <summary>
    /// Whether a number goes beyond all that was seen before, as a clock does; or, in a world whose observations come again and again, none
    /// of those that the end followed was ever followed by something else.
    /// </summary>
    private static bool ShowsTheEnd(GamePlay play, PlayedEpisode[] ended)
    {
        PlayedEpisode[] kept = [.. ended.Where(episode => episode.Last.Length > 0)];
        for (int k = 0; k < play.Going.Length && kept.Length > 0; k++)
        {
            if (play.Going[k].Count > 0
                && (kept.Min(e => e.Last[k]) > play.Going[k].Max || kept.Max(e => e.Last[k]) < play.Going[k].Min))
            {
                return true;
            }
        }

        return play.RepeatedShare >= SmallWorld && !ended.Any(episode => play.WentOnFrom(episode.LastActed));
    }

    private static string ScaleKey(DoctorFacts facts) => facts.Recipe is PolicyGradientRecipe ? "scale_rewards" : "environment";

    private static string Range(IEnumerable<NumberRange> ranges)
    {
        NumberRange[] all = [.. ranges];
        double low = all.Min(range => range.Min), high = all.Max(range => range.Max);
        return low == high ? $"{Format.Small(low)} throughout" : $"{Format.Small(low)} to {Format.Small(high)}";
    }
}
