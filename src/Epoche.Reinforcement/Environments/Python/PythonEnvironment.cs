namespace Epoche.Simulation;

/// <summary>One Python environment on its own, in a process that starts with its first reset.</summary>
internal sealed class PythonEnvironment(PythonSource source) : IEnvironment, IDisposable
{
    private PythonWorker? _worker;
    private int _steps;

    public EnvironmentSpec Spec => source.Spec;

    public void Reset(ref Rng rng, Span<float> observation)
    {
        Spec.RequireRoom(observation);
        _worker ??= new(source, first: 0, count: 1);
        _steps = 0;
        _worker.Seeds[0] = PythonBatch.DrawSeed(ref rng);
        _worker.Which[0] = true;
        _worker.Reset();
        _worker.Read(0, 1, final: false, observation[..Spec.Observation.ElementCount]);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        PythonWorker worker = _worker ?? throw BatchChecks.NotReset(Spec);
        Spec.RequireRoom(observation);
        action.Values.CopyTo(Spec.Actions.IsContinuous ? worker.Values : []);
        action.Indices.CopyTo(Spec.Actions.IsContinuous ? [] : worker.Indices);
        if (Spec.Actions.IsDiscrete)
        {
            worker.Indices[0] = action.Index;
        }

        worker.Which[0] = true;
        worker.StepSome(1, _ => _steps);
        _steps++;
        worker.Read(0, 1, final: false, observation[..Spec.Observation.ElementCount]);
        return new((float)worker.Rewards[0], worker.Terminated[0] != 0, worker.Truncated[0] != 0);
    }

    public void WriteActionMask(Span<bool> allowed)
    {
        ReadOnlySpan<byte> masks = _worker is null ? [] : _worker.Masks;
        for (int i = 0; i < masks.Length; i++)
        {
            allowed[i] = masks[i] != 0;
        }
    }

    public void WriteInformation(Span<float> values) => _worker?.Information.CopyTo(values);

    public void Dispose()
    {
        _worker?.Dispose();
        _worker = null;
    }
}
