namespace Epoche.Conformance.Simulation;

internal static class RefusalChecks
{
    private const int Count = 5;

    public static void WrongCallsChangeNothing(EnvironmentSubject subject)
    {
        using IBatchEnvironment environment = subject.CreateBatch(Count);
        EnvironmentSpec spec = environment.Spec;
        RandomActions random = new(spec.Actions, Count, batches: 1, seed: 1), fewer = new(spec.Actions, Count - 1, batches: 1, seed: 1);
        TransitionBuffers buffers = new(environment), small = new(spec, Count - 1);

        Refuses<InvalidOperationException>(() => environment.Step(random[0], buffers.View), "a step before the reset");
        Refuses<InvalidOperationException>(() => environment.SaveState(new System.Buffers.ArrayBufferWriter<byte>()), "to save before the reset");
        environment.Reset(1, buffers.Observations);
        byte[] before = Save(environment);

        Refuses<ArgumentException>(() => environment.Reset(1, small.Observations), "a reset with too few numbers");
        Refuses<ArgumentException>(() => environment.Step(random[0], small.View), "a step into too short buffers");
        Refuses<ArgumentException>(() => environment.Step(fewer[0], buffers.View), "too few actions");
        Refuses<ArgumentException>(() => environment.Step(default, buffers.View), "no actions");
        foreach (Action wrong in WrongActions(environment, random[0], buffers))
        {
            Refuses<ArgumentException>(wrong, "an action that is none");
        }

        NonconformityException.Unless(Save(environment).AsSpan().SequenceEqual(before), "A refused call changed the state.");
    }

    private static List<Action> WrongActions(IBatchEnvironment environment, BatchActions right, TransitionBuffers buffers)
    {
        ActionSpec spec = environment.Spec.Actions;
        List<Action> calls = [];
        if (spec.IsDiscrete)
        {
            foreach (int index in (int[])[-1, spec.Count, int.MaxValue, int.MinValue])
            {
                int[] indices = right.Indices.ToArray();
                indices[^1] = index;
                calls.Add(() => environment.Step(indices, buffers.View));
            }

            calls.Add(() => environment.Step(new float[Count], buffers.View));
        }
        else
        {
            foreach (float value in (float[])[float.NaN, float.PositiveInfinity, .. spec.Clips ? (float[])[] : [spec.High[^1] + 1, spec.Low[^1] - 1]])
            {
                float[] values = right.Values.ToArray();
                values[^1] = value;
                calls.Add(() => environment.Step(values, buffers.View));
            }

            calls.Add(() => environment.Step(new int[Count], buffers.View));
        }

        return calls;
    }

    private static byte[] Save(IBatchEnvironment environment)
    {
        System.Buffers.ArrayBufferWriter<byte> writer = new();
        environment.SaveState(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static void Refuses<TException>(Action call, string what)
        where TException : Exception
    {
        try
        {
            call();
        }
        catch (TException)
        {
            return;
        }

        throw new NonconformityException($"The environment accepts {what}.");
    }
}
