namespace Epoche.Experiments;

/// <summary>
/// Reads a number that may change over the steps: <c>0.1</c>, or <c>{schedule: linear, from: 1, to: 0.1, steps: 1000}</c>.
/// </summary>
internal static class ScheduleReader
{
    private static readonly Dictionary<string, Func<float, float, long, Schedule>> Shapes = new()
    {
        ["linear"] = Schedule.Linear,
        ["exponential"] = Schedule.Exponential,
        ["cosine"] = Schedule.Cosine,
    };

    /// <param name="node">The number, or the map.</param>
    /// <param name="bounds">What the numbers may be.</param>
    /// <param name="wholeTraining">The steps where the map states none; null: it must.</param>
    public static Schedule Read(ConfigNode node, Bounds bounds, long? wholeTraining = null)
    {
        if (node is not ConfigMap map)
        {
            return Schedule.Constant(node.AsFloat(bounds));
        }

        Schedule schedule = map.RequiredChoice("schedule", [.. Shapes.Keys, "cosine-restarts", "one-cycle"]) switch
        {
            "cosine-restarts" => Restarts(map, bounds),
            "one-cycle" => Cycle(map, bounds, wholeTraining),
            var shape => Ramp(map, shape, bounds, wholeTraining),
        };
        long warmUp = map.Long("warm_up_steps", 0, Bounds.NonNegative);
        return warmUp > 0 ? schedule.WithWarmUp(warmUp) : schedule;
    }

    private static Schedule Ramp(ConfigMap map, string shape, Bounds bounds, long? wholeTraining)
    {
        Bounds ends = shape == "exponential" ? Above0(bounds) : bounds; // equal factors never reach 0
        return Shapes[shape](map.RequiredFloat("from", ends), map.RequiredFloat("to", ends), Steps(map, 1, wholeTraining));
    }

    /// <summary>The first cycle says its length: over the whole training there would be no restart.</summary>
    private static Schedule Restarts(ConfigMap map, Bounds bounds) => Schedule.CosineRestarts(
        map.RequiredFloat("from", bounds), map.RequiredFloat("to", bounds), Steps(map, 1, wholeTraining: null),
        map.Int("growth", 1, Bounds.AtLeast(1)));

    /// <summary>Divisors of 1 and above, so that the highest rate is the highest.</summary>
    private static Schedule Cycle(ConfigMap map, Bounds bounds, long? wholeTraining) => Schedule.OneCycle(
        map.RequiredFloat("highest", Above0(bounds)), Steps(map, 2, wholeTraining),
        map.Float("rise", 0.3f, new() { Low = 0, High = 1, ExcludesLow = true, ExcludesHigh = true }),
        map.Float("start_divisor", 25, Bounds.AtLeast(1)), map.Float("end_divisor", 10_000, Bounds.AtLeast(1)));

    private static long Steps(ConfigMap map, int least, long? wholeTraining) => wholeTraining is { } whole && !map.Contains("steps")
        ? Math.Max(least, whole)
        : map.Required("steps").AsLong(Bounds.AtLeast(least));

    private static Bounds Above0(Bounds bounds) => bounds with { Low = 0, ExcludesLow = true };
}
