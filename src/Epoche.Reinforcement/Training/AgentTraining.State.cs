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
        Step = from.Int64("step");
        _resets = from.Int32("resets");
        Allocate(from.Int32("environments"));
        from.Part("agent", Agent.Kept);
        from.Part("returns", _returns);
        if (_statistics is not null)
        {
            from.Part("statistics", _statistics);
        }

        _begins = true;
        if (from.Boolean("within_episodes"))
        {
            _loaded = new(_environments, from.Bytes("environment").ToArray(), from.Array<float>("observations"));
            if (_environment is not null)
            {
                Use(_environment);
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
            throw new ArgumentException($"The state that was loaded has {_loaded.Count} environments; this batch has {environment.Count}. Train on as many.", nameof(environment));
        }

        environment.RestoreState(_loaded.State);
        environment.WriteActionMasks(buffers.ActionMasks);
        _loaded.Observations.CopyTo(buffers.Observations, 0);
        (_buffers, _loaded, _begins) = (buffers, null, false);
    }

    /// <summary>The environments of a state that was loaded, until training goes on.</summary>
    private sealed record LoadedEnvironment(int Count, byte[] State, float[] Observations);
}
