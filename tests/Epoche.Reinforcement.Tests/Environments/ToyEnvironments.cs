using System.Buffers;
using System.Buffers.Binary;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>A walk to the right with a random wind; its whole state is one unmanaged struct.</summary>
internal struct WindyWalk : IEnvironment
{
    private int _x;

    public readonly EnvironmentSpec Spec =>
        new() { Name = "WindyWalk", Observation = [2], Actions = ActionSpec.Discrete(3), TimeLimit = 40 };

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _x = rng.NextInt(3);
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _x += action.Index - 1 + rng.NextInt(2);
        Observe(observation);
        return new(_x, Terminated: _x > 9, Truncated: _x < -5);
    }

    private readonly void Observe(Span<float> observation) => (observation[0], observation[1]) = (_x, _x * _x);
}

/// <summary>The same walk as a class that says nothing about its state: batches restore it by replay.</summary>
internal class ManagedWalk : IEnvironment
{
    private readonly List<int> _path = [];

    public EnvironmentSpec Spec { get; } = new()
    {
        Name = "ManagedWalk", Observation = [2], Actions = ActionSpec.Discrete(3), TimeLimit = 40,
    };

    protected List<int> Path => _path;

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _path.Clear();
        _path.EnsureCapacity(64);
        _path.Add(rng.NextInt(3));
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        int x = _path[^1] + action.Index - 1 + rng.NextInt(2);
        _path.Add(x);
        Observe(observation);
        return new(x, Terminated: x > 9, Truncated: x < -5);
    }

    private void Observe(Span<float> observation) => (observation[0], observation[1]) = (_path[^1], _path.Count);
}

/// <summary>The same walk with a state of its own making.</summary>
internal sealed class StatefulWalk : ManagedWalk, IStatefulEnvironment
{
    public void SaveState(IBufferWriter<byte> destination)
    {
        foreach (int x in Path)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination.GetSpan(4), x);
            destination.Advance(4);
        }
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        if (state.Length % 4 != 0)
        {
            throw new InvalidDataException("A path is made of whole numbers.");
        }

        Path.Clear();
        for (; state.Length > 0; state = state[4..])
        {
            Path.Add(BinaryPrimitives.ReadInt32LittleEndian(state));
        }
    }
}

/// <summary>A point pushed around by two continuous actions that must stay within their bounds; restored by replay.</summary>
internal sealed class Drift : IEnvironment
{
    private float _x, _y;

    public EnvironmentSpec Spec { get; } = new()
    {
        Name = "Drift", Observation = [1, 2], Actions = ActionSpec.Continuous([-1, 0], [1, 0.5f]),
    };

    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_x, _y) = (rng.NextSingle(), rng.NextSingle());
        (observation[0], observation[1]) = (_x, _y);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _x += action.Values[0] + rng.NextSingle(-0.1f, 0.1f);
        _y += action.Values[1] - 0.25f;
        (observation[0], observation[1]) = (_x, _y);
        return new(-_x, Terminated: MathF.Abs(_x) > 4, Truncated: MathF.Abs(_y) > 3);
    }
}
