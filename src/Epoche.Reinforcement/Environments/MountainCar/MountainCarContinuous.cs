using System.Buffers;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Drive a car out of a valley by a force of any strength up to 1, with little effort (MountainCarContinuous-v0 of Gymnasium). The scalar
/// form, which follows Gymnasium number by number; agents train on <see cref="Batch"/>.
/// <para>Observation <c>[2]</c>: position from −1.2 to 0.6 and velocity from −0.07 to 0.07. Action <c>[1]</c>: the force, clipped to ±1.
/// Reward −0.1 · force² with the force as it was given, not clipped, and 100 more in the step that arrives. Terminates at the goal, from
/// 0.45 on; truncated after 999 steps. An episode starts at rest, with a position uniform in [−0.6, −0.4].</para>
/// <para>The state is rounded to float32 after every step, and a step computes as NumPy 2 does with such numbers: in float32 but for the
/// cosine. Under NumPy 1 Gymnasium itself takes other bits, and is up to 1e-5 away after a thousand steps.</para>
/// </summary>
public sealed partial class MountainCarContinuous : IStatefulEnvironment, IGymnasiumSeeding
{
    private double _position; // float32 numbers, but for a first position that Gymnasium's generator gave
    private float _velocity;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => MountainCarContinuousGame.Spec;

    /// <summary>Many of them at once, one in each SIMD lane.</summary>
    /// <param name="count">How many environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IBatchEnvironment Batch(int count) => new LaneBatch<MountainCarContinuousGame>(count);

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        Span<float> state = stackalloc float[2];
        MountainCarContinuousGame.Begin(ref rng, state);
        (_position, _velocity) = (state[0], state[1]);
        Observe(observation);
    }

    /// <inheritdoc/>
    public void Reset(NumPyGenerator random, Span<float> observation)
    {
        ArgumentNullException.ThrowIfNull(random);
        (_position, _velocity) = (
            random.Uniform(MountainCarDynamics<Float64>.StartLow, MountainCarDynamics<Float64>.StartHigh), 0);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        if (action.Values.IsEmpty)
        {
            throw new ArgumentException(
                $"{Spec.Name}: an action is one number, the force; received the index {action.Index}.", nameof(action));
        }

        const float lowest = (float)MountainCarDynamics<Float64>.LowestPosition,
            highest = (float)MountainCarDynamics<Float64>.HighestPosition, fastest = (float)MountainCarDynamics<Float64>.MaxSpeed;
        float given = action.Values[0], position = (float)_position;
        bool isRounded = position == _position;
        double tripled = isRounded ? 3 * position : 3 * _position; // a float32 product of a float32 number
        double pull = MountainCarDynamics<Float64>.Gravity * ScalarMath.SinCos(tripled).Cos;

        // What was clipped is a Python number there, and the difference one in double.
        double drift = given is >= -1 and <= 1
            ? (given * (float)MountainCarContinuousGame.Power) - (float)pull
            : (Math.Sign(given) * MountainCarContinuousGame.Power) - pull;
        double exact = _velocity + drift;
        _velocity = Math.Clamp(_velocity + (float)drift, -fastest, fastest);
        position = Math.Clamp(isRounded ? position + _velocity : (float)(_position + exact), lowest, highest);
        _velocity = position == lowest ? Math.Max(0, _velocity) : _velocity;
        _position = position;
        Observe(observation);
        bool arrived = position >= MountainCarContinuousGame.Goal && _velocity >= 0;
        double effort = (double)given * given * MountainCarContinuousGame.ActionCost;
        return new((float)((arrived ? MountainCarContinuousGame.AtGoal : 0) - effort), arrived, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_position);
        writer.Write((double)_velocity);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _position = reader.ReadDouble();
        _velocity = (float)reader.ReadDouble();
        reader.End();
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        (observation[0], observation[1]) = ((float)_position, _velocity);
    }
}
