using static System.FormattableString;

namespace Epoche.Simulation;

/// <summary>Calls that an environment must refuse.</summary>
internal static class RefusalChecks
{
    private const int Count = 5;

    public static string WrongCallsChangeNothing(EnvironmentSubject subject)
    {
        using IBatchEnvironment environment = subject.CreateBatch(Count);
        EnvironmentSpec spec = environment.Spec;
        RandomActions random = new(spec.Actions, Count, batches: 1, seed: 1), fewer = new(spec.Actions, Count - 1, batches: 1, seed: 1);
        TransitionBuffers buffers = new(environment), small = new(spec, Count - 1);

        Refuses<InvalidOperationException>(() => environment.Step(random[0], buffers.View), "a step before the reset");
        Refuses<InvalidOperationException>(
            () => environment.SaveState(new System.Buffers.ArrayBufferWriter<byte>()), "to save before the reset");
        Refuses<InvalidOperationException>(
            () => environment.WriteActionMasks(buffers.ActionMasks), "to say what is allowed before the reset", spec.MasksActions);
        environment.Reset(1, buffers.Observations);
        environment.WriteActionMasks(buffers.ActionMasks);
        int[] right = spec.MasksActions ? random.Under(0, buffers.ActionMasks).Indices.ToArray() : [];
        byte[] before = Save(environment);

        Refuses<ArgumentException>(() => environment.Reset(1, small.Observations), "a reset with too few numbers");
        Refuses<ArgumentException>(() => environment.Step(random[0], small.View), "a step into too short buffers");
        Refuses<ArgumentException>(
            () => environment.Step(
                right, new(buffers.Observations, buffers.FinalObservations, buffers.Rewards, buffers.Terminated, buffers.Truncated)),
            "a step without room for masks",
            spec.MasksActions);
        int[]? forbidden = Forbidden(spec, right, buffers.ActionMasks);
        Refuses<ArgumentException>(
            () => environment.Step(forbidden!, buffers.View), "an action that its mask forbids", forbidden is not null);
        Refuses<ArgumentException>(() => environment.Step(fewer[0], buffers.View), "too few actions");
        Refuses<ArgumentException>(() => environment.Step(default, buffers.View), "no actions");
        foreach ((Action wrong, string what) in WrongActions(environment, spec.MasksActions ? right : random[0], buffers))
        {
            Refuses<ArgumentException>(wrong, what);
        }

        BrokenRuleException.Unless(Save(environment).AsSpan().SequenceEqual(before), "A refused call changed the state.");
        return "";
    }

    private static List<(Action Call, string What)> WrongActions(
        IBatchEnvironment environment, BatchActions right, TransitionBuffers buffers)
    {
        ActionSpec spec = environment.Spec.Actions;
        List<(Action, string)> calls = [];
        if (!spec.IsContinuous)
        {
            foreach (int index in (int[])[-1, spec.Choices[^1], int.MaxValue, int.MinValue])
            {
                int[] indices = right.Indices.ToArray();
                indices[^1] = index;
                calls.Add((() => environment.Step(indices, buffers.View), Invariant($"the action {index} of {spec}")));
            }

            calls.Add((() => environment.Step(new float[Count * spec.Width], buffers.View), "numbers for indices"));
        }
        else
        {
            foreach (float value in (float[])[
                float.NaN, float.PositiveInfinity, .. spec.Clips ? (float[])[] : [spec.High[^1] + 1, spec.Low[^1] - 1]])
            {
                float[] values = right.Values.ToArray();
                values[^1] = value;
                calls.Add((() => environment.Step(values, buffers.View), Invariant($"the action {value} of {spec}")));
            }

            calls.Add((() => environment.Step(new int[Count], buffers.View), "indices for continuous actions"));
        }

        return calls;
    }

    /// <summary>The right actions but for one that is forbidden; null where nothing is.</summary>
    private static int[]? Forbidden(EnvironmentSpec spec, int[] right, bool[] masks)
    {
        int forbidden = Array.IndexOf(masks, false);
        if (forbidden < 0)
        {
            return null;
        }

        int[] wrong = [.. right];
        (int row, int choice) = Math.DivRem(forbidden, spec.Actions.Count);
        int part = 0;
        for (; choice >= spec.Actions.Choices[part]; part++)
        {
            choice -= spec.Actions.Choices[part];
        }

        wrong[(row * spec.Actions.Width) + part] = choice;
        return wrong;
    }

    private static byte[] Save(IBatchEnvironment environment)
    {
        System.Buffers.ArrayBufferWriter<byte> writer = new();
        environment.SaveState(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static void Refuses<TException>(Action call, string what, bool applies = true)
        where TException : Exception
    {
        if (!applies)
        {
            return;
        }

        try
        {
            call();
        }
        catch (TException)
        {
            return;
        }

        throw new BrokenRuleException($"The environment accepts {what}.");
    }
}
