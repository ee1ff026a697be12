using System.Globalization;

namespace Epoche;

/// <summary>What every batch environment checks before it advances, so that a wrong call changes nothing.</summary>
internal static class BatchChecks
{
    public static SoleUse SoleUse() => new("batch of environments", "Give each thread a batch of its own: environment.WithCount(count).");

    public static void Observations(EnvironmentSpec spec, int count, int length)
    {
        if (length != count * spec.Observation.ElementCount)
        {
            throw Length(spec, "observations", spec.Observation.Prepend(count), length);
        }
    }

    public static void Transition(EnvironmentSpec spec, int count, in BatchTransition result)
    {
        Observations(spec, count, result.Observations.Length);
        if (result.FinalObservations.Length != count * spec.Observation.ElementCount)
        {
            throw Length(spec, "finalObservations", spec.Observation.Prepend(count), result.FinalObservations.Length);
        }

        if (result.Rewards.Length != count || result.Terminated.Length != count || result.Truncated.Length != count)
        {
            throw new ArgumentException(
                $"{spec.Label}: rewards, terminated and truncated need {count} elements each; received {result.Rewards.Length}, "
                + $"{result.Terminated.Length} and {result.Truncated.Length}.",
                nameof(result));
        }

        // One test where a spec says no more than numbers: a step of one environment takes about 100 ns.
        if (spec.SaysMore || (result.ActionMasks.Length | result.FinalActionMasks.Length | result.Information.Length) != 0)
        {
            MasksAndInformation(spec, count, result);
        }
    }

    private static void MasksAndInformation(EnvironmentSpec spec, int count, in BatchTransition result)
    {
        int masks = count * spec.MaskWidth;
        if (result.ActionMasks.Length != masks || result.FinalActionMasks.Length != masks)
        {
            throw new ArgumentException(
                $"{spec.Label}: actionMasks and finalActionMasks "
                + $"{(masks == 0 ? "are empty" : $"need the shape [{count}, {spec.MaskWidth}]")}; "
                + $"received {result.ActionMasks.Length} and {result.FinalActionMasks.Length}. {nameof(TransitionBuffers)} makes them.",
                nameof(result));
        }

        if (result.Information.Length != count * spec.Information.Count)
        {
            throw new ArgumentException(
                $"{spec.Label}: information needs the shape [{count}, {spec.Information.Count}], {count * spec.Information.Count} "
                + $"numbers; received {result.Information.Length}. {nameof(TransitionBuffers)} makes it.",
                nameof(result));
        }
    }

    public static void Masks(EnvironmentSpec spec, int count, int length)
    {
        if (length != count * spec.MaskWidth)
        {
            throw new ArgumentException(
                $"{spec.Label}: its action masks are {count * spec.MaskWidth} "
                + $"elements{(spec.MasksActions ? $", [{count}, {spec.MaskWidth}]" : "")}; received room for {length}.",
                "allowed");
        }
    }

    /// <summary>For indices that are within range.</summary>
    public static void Allowed(
        EnvironmentSpec spec, ReadOnlySpan<bool> masks, ReadOnlySpan<int> indices, string rows = "environment", int firstRow = 0)
    {
        for (int i = 0; i < indices.Length && !masks.IsEmpty; i++)
        {
            ReadOnlySpan<bool> mask = ActionMask.Row(masks, i, spec.Actions.Count);
            if (!mask[indices[i]])
            {
                throw new ArgumentException(
                    $"{spec.Label}: the action for {rows} {firstRow + i} is {indices[i]}, which its state forbids; allowed: "
                    + $"{ActionMask.Text(mask)}.",
                    "actions");
            }
        }
    }

    public static void Actions(EnvironmentSpec spec, int count, in BatchActions actions, string rows = "environment")
    {
        ActionSpec allowed = spec.Actions;
        if (allowed.IsDiscrete)
        {
            DiscreteLength(spec, count, actions);
            for (int i = 0; i < count; i++)
            {
                if ((uint)actions.Indices[i] >= (uint)allowed.Count)
                {
                    throw OutOfRange(spec, i, actions.Indices[i], rows);
                }
            }

            return;
        }

        int width = allowed.Count;
        if (actions.Values.Length != count * width)
        {
            string hint = actions.Indices.IsEmpty ? "" : " Indices were given: this environment's actions are continuous.";
            throw new ArgumentException($"{spec.Label}: continuous actions need the shape [{count}, {width}], {count * width} numbers; "
                + $"received {actions.Values.Length}.{hint}", nameof(actions));
        }

        for (int i = 0; i < actions.Values.Length; i++)
        {
            float value = actions.Values[i], low = allowed.Low[i % width], high = allowed.High[i % width];
            if (!float.IsFinite(value) || (!allowed.Clips && (value < low || value > high)))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"{spec.Label}: number {i % width} of the action for {rows} {i / width} is {value}; "
                            + $"expected a finite value within [{low}, {high}]."),
                    nameof(actions));
            }
        }
    }

    public static void DiscreteLength(EnvironmentSpec spec, int count, in BatchActions actions)
    {
        if (actions.Indices.Length != count)
        {
            string hint = actions.Values.IsEmpty ? "" : " Numbers were given: this environment's actions are indices.";
            throw new ArgumentException($"{spec.Label}: discrete actions need one index for each of the {count} environments; "
                + $"received {actions.Indices.Length}.{hint}", nameof(actions));
        }
    }

    public static ArgumentException OutOfRange(EnvironmentSpec spec, int row, int action, string rows = "environment") =>
        new($"{spec.Label}: the action for {rows} {row} is {action}; expected 0 to {spec.Actions.Count - 1}.", "actions");

    public static InvalidOperationException NotReset(EnvironmentSpec spec) =>
        new($"{spec.Label}: Step was called before Reset; call Reset(seed, observations) once first.");

    private static ArgumentException Length(EnvironmentSpec spec, string what, Shape expected, int received) =>
        new($"{spec.Label}: {what} needs the shape {expected}, {expected.ElementCount} numbers; received {received}.", what);
}
