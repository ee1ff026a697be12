using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Drive a car out of a valley with an engine too weak for the slope: it must swing (Moore 1990; MountainCar-v0 of Gymnasium). The
/// scalar form with a state in double precision, the reference, which follows Gymnasium number by number; agents train on
/// <see cref="Batch"/>.
/// <para>Observation <c>[2]</c>: position from −1.2 to 0.6 and velocity from −0.07 to 0.07. Actions: push left (0), nothing (1), push
/// right (2). Reward −1 a step. Terminates at the goal, from 0.5 on; truncated after 200 steps. An episode starts at rest, with a position
/// uniform in [−0.6, −0.4].</para>
/// </summary>
public sealed partial class MountainCar : IStatefulEnvironment, IGymnasiumSeeding
{
    private Float64 _position, _velocity;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => MountainCarGame.Spec;

    /// <summary>Many of them at once, one in each SIMD lane, with a float32 state.</summary>
    /// <param name="count">How many environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IBatchEnvironment Batch(int count) => new LaneBatch<MountainCarGame>(count);

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        Span<float> state = stackalloc float[2];
        MountainCarGame.Begin(ref rng, state);
        (_position, _velocity) = (new(state[0]), new(state[1]));
        Observe(observation);
    }

    /// <inheritdoc/>
    public void Reset(NumPyGenerator random, Span<float> observation)
    {
        ArgumentNullException.ThrowIfNull(random);
        (_position, _velocity) = (
            new(random.Uniform(MountainCarDynamics<Float64>.StartLow, MountainCarDynamics<Float64>.StartHigh)), default);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        MountainCarDynamics<Float64>.Advance(
            new((action.Index - 1) * MountainCarDynamics<Float64>.Force), ref _position, ref _velocity);
        Observe(observation);
        return new(Reward: -1, _position.Value >= MountainCarDynamics<Float64>.Goal && _velocity.Value >= 0, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_position.Value);
        writer.Write(_velocity.Value);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _position = new(reader.ReadDouble());
        _velocity = new(reader.ReadDouble());
        reader.End();
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        (observation[0], observation[1]) = ((float)_position.Value, (float)_velocity.Value);
    }
}
