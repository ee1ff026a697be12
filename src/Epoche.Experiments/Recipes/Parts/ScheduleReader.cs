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

        string shape = map.RequiredChoice("schedule", Shapes.Keys);
        Bounds ends = shape == "exponential" ? bounds with { Low = 0, ExcludesLow = true } : bounds; // equal factors never reach 0
        float from = map.RequiredFloat("from", ends);
        float to = map.RequiredFloat("to", ends);
        long steps = wholeTraining is { } whole && !map.Contains("steps")
            ? whole
            : map.Required("steps").AsLong(Bounds.AtLeast(1));
        Schedule schedule = Shapes[shape](from, to, steps);
        long warmUp = map.Long("warm_up_steps", 0, Bounds.NonNegative);
        return warmUp > 0 ? schedule.WithWarmUp(warmUp) : schedule;
    }
}
