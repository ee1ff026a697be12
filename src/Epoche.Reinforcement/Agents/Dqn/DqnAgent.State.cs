using System.Buffers;

namespace Epoche;

public sealed partial class DqnAgent
{
    private LoadedEnvironment? _loaded;

    /// <inheritdoc/>
    public int StateVersion => 2;

    /// <inheritdoc/>
    /// <remarks>Observations and actions of another environment mean something else, however alike their shapes.</remarks>
    public string StateKind => $"{nameof(DqnAgent)} for {Spec.Name}";

    /// <summary>
    /// Saves everything that training depends on, with the state of the environment trained on last: whoever loads it into an agent with the same options and trains on an environment of
    /// the same kind goes on in the middle of its episodes, bit for bit. While training, call it from <see cref="Stepped"/> or from the body of the enumeration.
    /// </summary>
    /// <param name="to">Takes the values.</param>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write("step", Step);
        to.Write("trainings", _trainings);
        to.Write("judgement_due", _judgementDue);
        to.Write("goal_reached", GoalReached);
        to.Write("exploration", _random);
        to.Part("learner", _learner);
        to.Part("returns", _returns);
        if (_selection is not null)
        {
            to.Part("selection", _selection);
        }

        if (_statistics is not null)
        {
            to.Part("statistics", _statistics);
        }

        to.Write("environments", _replay?.Environments ?? 0);
        if (_replay is not null)
        {
            to.Log("replay", _replay);
            SaveEnvironment(to);
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        from.RequireVersion(2); // episodes were counted with the memory before
        Step = from.Int64("step");
        _trainings = from.Int32("trainings");
        _judgementDue = from.Boolean("judgement_due");
        GoalReached = from.Boolean("goal_reached");
        _random = from.Random("exploration");
        from.Part("learner", _learner);
        from.Part("returns", _returns);
        if (_selection is not null)
        {
            from.Part("selection", _selection);
        }

        if (_statistics is not null)
        {
            from.Part("statistics", _statistics);
        }

        (_replay, _loaded, _environment, _buffers) = (null, null, null, null);
        int environments = from.Int32("environments");
        if (environments > 0)
        {
            MakeMemory(environments);
            from.Log("replay", _replay!);
            _loaded = new(environments, from.Bytes("environment").ToArray(), from.Array<float>("observations"));
        }
    }

    private void SaveEnvironment(StateSaver to)
    {
        if (_loaded is not null) // not trained on since
        {
            to.Write("environment", _loaded.State);
            to.Write<float>("observations", _loaded.Observations);
            return;
        }

        ArrayBufferWriter<byte> state = new();
        _environment!.SaveState(state);
        to.Write("environment", state.WrittenSpan);
        to.Write<float>("observations", _buffers!.Observations);
    }

    private TransitionBuffers GoOn(IBatchEnvironment environment)
    {
        TransitionBuffers buffers = new(environment);
        if (environment.Count != _loaded!.Count || buffers.Observations.Length != _loaded.Observations.Length)
        {
            throw new ArgumentException($"The state that was loaded has {_loaded.Count} environments; this batch has {environment.Count}. Train on as many.", nameof(environment));
        }

        environment.RestoreState(_loaded.State);
        _loaded.Observations.CopyTo(buffers.Observations, 0);
        (_environment, _buffers, _loaded) = (environment, buffers, null);
        return buffers;
    }

    /// <summary>The environments of a state that was loaded, until training goes on.</summary>
    private sealed record LoadedEnvironment(int Count, byte[] State, float[] Observations);
}
