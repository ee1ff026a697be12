using System.Buffers;

namespace Epoche;

public sealed partial class AgentTraining
{
    private LoadedEnvironment? _loaded;

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <inheritdoc/>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write("step", Step);
        to.Write("resets", _resets);
        to.Write("environments", _environments);
        to.Part("agent", Agent.Kept);
        to.Part("returns", _returns);
        if (_statistics is not null)
        {
            to.Part("statistics", _statistics);
        }

        bool isWithin = _loaded is not null || (_environment is not null && !_begins);
        to.Write("within_episodes", isWithin);
        if (isWithin)
        {
            to.Write("environment", (_loaded?.State ?? EnvironmentState()).AsSpan());
            to.Write<float>("observations", _loaded?.Observations ?? _buffers!.Observations);
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        long step = from.Count("step");
        int resets = from.Int32("resets", least: 0), environments = from.Int32("environments", least: 0);
        bool isWithin = from.Boolean("within_episodes");
        Require(from, environments, isWithin); // before memory is taken for them
        (Step, _resets) = (step, resets);
        Allocate(environments);
        from.Part("agent", Agent.Kept);
        from.Part("returns", _returns);
        if (_statistics is not null)
        {
            from.Part("statistics", _statistics);
        }

        (_begins, _loaded) = (true, null);
        if (isWithin)
        {
            _loaded = new(
                environments, from.Bytes("environment").ToArray(), from.Array<float>("observations"), from.MismatchOf("environment"));
            if (_environment is not null)
            {
                Use(_environment);
            }
        }
    }

    /// <summary>Refuses counts that are not those of what was saved beside them, or not those of the environments.</summary>
    private void Require(StateLoader from, int environments, bool isWithin)
    {
        from.RequireCount<double>("returns/running", environments);
        if (isWithin && environments == 0)
        {
            throw from.Mismatch("environments", "1 or more, within episodes", "0");
        }

        if (isWithin && _environment is not null && _environment.Count != environments)
        {
            throw from.Mismatch("environments", $"{_environment.Count}, as many as there are here", $"{environments}");
        }

        if (isWithin)
        {
            from.RequireCount<float>("observations", (long)environments * Agent.Spec.Observation.ElementCount);
            if (!from.Array<float>("observations").All(float.IsFinite))
            {
                throw from.Mismatch("observations", "finite numbers", "others");
            }

            if (Agent.Spec.Layout is { } layout && !layout.Holds(from.Array<float>("observations")))
            {
                throw from.Mismatch("observations", $"observations of the layout {layout}", "others");
            }
        }
    }

    private byte[] EnvironmentState()
    {
        ArrayBufferWriter<byte> state = new();
        _environment!.SaveState(state);
        return state.WrittenSpan.ToArray();
    }

    private void Restore(IBatchEnvironment environment)
    {
        TransitionBuffers buffers = new(environment);
        if (environment.Count != _loaded!.Count || buffers.Observations.Length != _loaded.Observations.Length)
        {
            throw new ArgumentException(
                $"The state that was loaded has {_loaded.Count} environments; this batch has {environment.Count}. Train on as many.",
                nameof(environment));
        }

        try
        {
            environment.RestoreState(_loaded.State);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            throw _loaded.Mismatch($"a state of {environment.Spec.Label}", exception.Message.TrimEnd('.'));
        }

        environment.WriteActionMasks(buffers.ActionMasks);
        RequireActions(environment.Spec, buffers.ActionMasks);
        _loaded.Observations.CopyTo(buffers.Observations, 0);
        (_buffers, _loaded, _begins) = (buffers, null, false);
    }

    /// <summary>Refuses a state in which an environment allows no action.</summary>
    private void RequireActions(EnvironmentSpec spec, bool[] masks)
    {
        for (int i = 0, width = spec.MaskWidth; width > 0 && i < _loaded!.Count; i++)
        {
            if (!spec.Actions.AllowsSome(masks.AsSpan(i * width, width)))
            {
                throw _loaded.Mismatch($"a state of {spec.Label}, which allows an action", $"environment {i} allows none");
            }
        }
    }

    /// <summary>The environments of a state that was loaded, until training goes on.</summary>
    private sealed record LoadedEnvironment(
        int Count, byte[] State, float[] Observations, Func<string, string, DataFormatException> Mismatch);
}
