namespace Epoche.Experiments;

/// <summary>The keys that recipes of agents have in common.</summary>
internal static class AgentKeys
{
    /// <summary>What the environment shows when so many frames are stacked.</summary>
    public static EnvironmentSpec SpecOf(EnvironmentEntry environment, int frames)
    {
        using IBatchEnvironment one = environment.CreateStacked(1, frames);
        return one.Spec;
    }

    /// <summary>Of two limits, steps and episodes, at least one is there.</summary>
    public static long? Limit(ConfigMap map, string key, string other) =>
        map.TryGet(key, out ConfigNode? limit) ? limit.AsLong(Bounds.AtLeast(1))
        : map.Contains(other) ? null
        : map.Required(key).AsLong(); // throws that it is missing

    /// <summary>A probability, or a line from <c>start</c> to <c>end</c> within <c>steps</c>.</summary>
    public static Schedule ReadEpsilon(ConfigNode node) => ReadLine(node, Bounds.Unit);

    /// <summary>A number, or a line from <c>start</c> to <c>end</c>.</summary>
    /// <param name="node">The number, or the map.</param>
    /// <param name="bounds">What numbers may be.</param>
    /// <param name="steps">The key that says within how many steps.</param>
    public static Schedule ReadLine(ConfigNode node, Bounds bounds, string steps = "steps") => node is ConfigMap map
        ? Schedule.Linear(
            map.RequiredFloat("start", bounds), map.RequiredFloat("end", bounds), map.Required(steps).AsLong(Bounds.AtLeast(1)))
        : Schedule.Constant(node.AsFloat(bounds));

    /// <summary>How often the target network follows: one of two keys.</summary>
    public static (int? EverySteps, int? EveryUpdates) TargetPeriod(ConfigMap map)
    {
        int? steps = map.OptionalInt("target_every_steps", Bounds.AtLeast(1));
        int? updates = map.OptionalInt("target_every_updates", Bounds.AtLeast(1));
        return (steps, updates) switch
        {
            (null, null) => (map.Required("target_every_steps").AsInt(), null), // throws that it is missing
            ({ }, { }) => throw map.Required("target_every_updates").Error(
                "contradicts target_every_steps, which is set too: the target network follows one clock; set the other to null"),
            _ => (steps, updates),
        };
    }

    /// <summary>Episodes of the final evaluation.</summary>
    public static int FinalEpisodes(ConfigMap map) =>
        map.Map("evaluation").Int("final_episodes", 1_000, Bounds.Between(1, 10_000_000));

    /// <summary>How the best model is found while training; null where <c>every_steps</c> is: the last weights are the result.</summary>
    public static SelectionOptions? ReadSelection(
        ConfigMap map, EnvironmentEntry environment, EnvironmentSpec spec, EnvironmentReader environments)
    {
        SelectionOptions defaults = new();
        bool evaluates = map.Contains("every_steps");
        bool stopWhenPerfect = map.Bool("stop_when_perfect", evaluates && spec.BestReturn is not null);
        if (stopWhenPerfect && spec.BestReturn is null)
        {
            throw map.Required("stop_when_perfect").Error(
                $"must be false: nobody knows the best return of {spec.Name}; use stop_at_return");
        }

        SelectionOptions selection = new()
        {
            EverySteps = evaluates ? map.Required("every_steps").AsLong(Bounds.AtLeast(1)) : defaults.EverySteps,
            Episodes = map.Int("episodes", defaults.Episodes, Bounds.Between(1, 1_000_000)),
            ConfirmEpisodes = map.Int("confirm_episodes", defaults.ConfirmEpisodes, Bounds.Between(1, 1_000_000)),
            ConfirmOn = map.Contains("confirm_environment")
                ? ReadConfirmation(map, environment, environments).CreateStacked(1, spec.Frames)
                : null,
            StopWhenPerfect = stopWhenPerfect,
            StopAtReturn = map.TryGet("stop_at_return", out ConfigNode? stop) ? stop.AsDouble() : null,
        };
        return evaluates ? selection : null;
    }

    /// <summary>One that never ends before its steps do.</summary>
    public static SelectionOptions? PastGoal(SelectionOptions? selection) =>
        selection is null ? null : selection with { StopWhenPerfect = false, StopAtReturn = null };

    /// <summary>One that the agent could play as well; compared as they are, before frames are stacked.</summary>
    private static EnvironmentEntry ReadConfirmation(ConfigMap map, EnvironmentEntry environment, EnvironmentReader environments) =>
        environments.Read(
            map,
            "confirm_environment",
            entry => IsLike(entry.Spec, environment.Spec),
            $"one with the observations and actions of {environment.Name}, and with a best return if that has one");

    private static bool IsLike(EnvironmentSpec candidate, EnvironmentSpec spec) =>
        candidate.Observation == spec.Observation && candidate.Actions.Equals(spec.Actions)
            && candidate.BestReturn is null == spec.BestReturn is null;
}
