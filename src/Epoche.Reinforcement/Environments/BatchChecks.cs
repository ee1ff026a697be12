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

    /// <summary>All of a step.</summary>
    public static void Step(EnvironmentSpec spec, int count, bool isReset, in BatchActions actions, in BatchTransition result)
    {
        if (!isReset)
        {
            throw NotReset(spec);
        }

        Transition(spec, count, result);
        Actions(spec, count, actions);
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
        ReadOnlySpan<int> choices = spec.Actions.Choices;
        for (int i = 0, parts = choices.Length; i < indices.Length && !masks.IsEmpty; i++)
        {
            if (!masks[indices[i]])
            {
                string part = parts == 1 ? "the action" : $"part {i % parts} of the action";
                throw new ArgumentException(
                    $"{spec.Label}: {part} for {rows} {firstRow + (i / parts)} is {indices[i]}, which its state forbids; allowed: "
                    + $"{ActionMask.Text(masks[..choices[i % parts]])}.",
                    "actions");
            }

            masks = masks[choices[i % parts]..]; // of the next part, or of the next row
        }
    }

    public static void Actions(EnvironmentSpec spec, int count, in BatchActions actions, string rows = "environment")
    {
        ActionSpec allowed = spec.Actions;
        if (!allowed.IsContinuous)
        {
            Indices(spec, count, actions, rows);
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

    private static void Indices(EnvironmentSpec spec, int count, in BatchActions actions, string rows)
    {
        DiscreteLength(spec, count, actions);
        ReadOnlySpan<int> choices = spec.Actions.Choices;
        for (int i = 0, part = 0; i < actions.Indices.Length; i++, part = part + 1 == choices.Length ? 0 : part + 1)
        {
            if ((uint)actions.Indices[i] >= (uint)choices[part])
            {
                throw OutOfRange(spec, i, actions.Indices[i], rows);
            }
        }
    }

    public static void DiscreteLength(EnvironmentSpec spec, int count, in BatchActions actions)
    {
        int width = spec.Actions.Width;
        if (actions.Indices.Length != count * width)
        {
            string hint = actions.Values.IsEmpty ? "" : " Numbers were given: this environment's actions are indices.";
            string need = width == 1 ? "one index" : $"{width} indices";
            throw new ArgumentException($"{spec.Label}: {spec.Actions} needs {need} for each of the {count} environments; "
                + $"received {actions.Indices.Length}.{hint}", nameof(actions));
        }
    }

    /// <param name="spec">Of the environment.</param>
    /// <param name="index">Which of all indices.</param>
    /// <param name="action">What it is.</param>
    /// <param name="rows">What the rows are.</param>
    public static ArgumentException OutOfRange(EnvironmentSpec spec, int index, int action, string rows = "environment")
    {
        (int row, int part) = Math.DivRem(index, spec.Actions.Width);
        string what = spec.Actions.IsDiscrete ? "the action" : $"part {part} of the action";
        return new($"{spec.Label}: {what} for {rows} {row} is {action}; expected 0 to {spec.Actions.Choices[part] - 1}.", "actions");
    }

    public static InvalidOperationException NotReset(EnvironmentSpec spec) =>
        new($"{spec.Label}: Step was called before Reset; call Reset(seed, observations) once first.");

    private static ArgumentException Length(EnvironmentSpec spec, string what, Shape expected, int received) =>
        new($"{spec.Label}: {what} needs the shape {expected}, {expected.ElementCount} numbers; received {received}.", what);
}
