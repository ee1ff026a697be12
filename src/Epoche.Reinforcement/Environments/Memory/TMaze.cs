using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Walk down a corridor and turn the way that a sign at its start has shown (Bakker 2002). The corridor looks the same everywhere, so that
/// the sign must be remembered.
/// <para>Observation <c>[3]</c>: 0 1 1 at the start where the way is north and 1 1 0 where it is south, 1 0 1 in the corridor, 0 1 0 at the
/// junction and behind it. Actions: 0 north, 1 east, 2 south, 3 west. Reward 4 for the right turn at the junction, −0.1 for the wrong one;
/// both terminate. Who walks against a wall stays where they are, at −0.1; other steps earn nothing. The best return is 4, after N + 1
/// steps; who does not remember earns 1.95 on average.</para>
/// </summary>
public sealed partial class TMaze : IStatefulEnvironment
{
    private const int North = 0, East = 1, South = 2, MostLength = 10_000, StepsPerCell = 20;
    private const float Right = 4, Wrong = -0.1f;

    private readonly int _length;
    private int _place;
    private bool _isNorth;

    /// <summary>A corridor of some length.</summary>
    /// <param name="length">N, steps from the start to the junction. Default 10; from 1 to 10,000. The paper has 5 to 70.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is out of its range.</exception>
    public TMaze(int length = 10)
    {
        CountChecks.AtLeast(1, length);
        CountChecks.AtMost(MostLength, length);
        _length = length;
        Spec = new()
        {
            Name = $"TMaze-{length}",
            Observation = [3],
            Actions = ActionSpec.Discrete(4),
            TimeLimit = StepsPerCell * length,
            BestReturn = Right,
        };
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_place, _isNorth) = (0, rng.NextInt(2) == 0);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        bool turns = action.Index is North or South, isOver = turns && _place == _length;
        int next = turns ? _place : Math.Clamp(_place + (action.Index == East ? 1 : -1), 0, _length);
        float reward = isOver ? (action.Index == North) == _isNorth ? Right : Wrong : next == _place ? Wrong : 0;
        _place = next;
        Observe(observation);
        return new(reward, Terminated: isOver, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_place);
        writer.Write(_isNorth ? 1 : 0);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        (int place, int isNorth) = (reader.ReadInt32(), reader.ReadInt32());
        reader.End();
        reader.Require((uint)place <= (uint)_length && isNorth is 0 or 1);
        (_place, _isNorth) = (place, isNorth == 1);
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        (observation[0], observation[1], observation[2]) = _place == _length ? (0, 1, 0)
            : _place > 0 ? (1, 0, 1)
            : _isNorth ? (0, 1, 1) : (1, 1, 0);
    }
}
