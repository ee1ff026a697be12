using System.Buffers;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Swing a pendulum up and hold it there by a torque too weak to lift it at once (Pendulum-v1 of Gymnasium).
/// Continuous actions, double precision.
/// <para>Observation <c>[3]</c>: cosine and sine of the angle (0 is upright), angular velocity (rad/s). Action <c>[1]</c>: torque (N·m),
/// clipped. Reward −(angle² + 0.1·velocity² + 0.001·torque²) of the state before the step, the angle within ±π. Never terminates.
/// An episode starts with an angle uniform in ±π and a velocity uniform in ±1.</para>
/// </summary>
public sealed partial class Pendulum : IStatefulEnvironment, IGymnasiumSeeding
{
    private readonly PendulumOptions _options;
    private double _angle, _velocity;

    /// <summary>Pendulum-v1, or one with other constants.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Pendulum(PendulumOptions? options = null)
    {
        _options = (options ?? new()).Checked();
        Spec = _options.Spec();
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        _angle = ((2 * rng.NextDouble()) - 1) * Math.PI;
        _velocity = (2 * rng.NextDouble()) - 1;
        Observe(observation);
    }

    /// <inheritdoc/>
    public void Reset(NumPyGenerator random, Span<float> observation)
    {
        ArgumentNullException.ThrowIfNull(random);
        _angle = random.Uniform(-Math.PI, Math.PI);
        _velocity = random.Uniform(-1, 1);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        if (action.Values.IsEmpty)
        {
            throw new ArgumentException(
                $"{Spec.Name}: an action is one number, the torque; received the index {action.Index}.", nameof(action));
        }

        double torque = Math.Clamp(action.Values[0], -_options.MaxTorque, _options.MaxTorque);
        double angle = WithinPi(_angle);
        double cost = (angle * angle) + (0.1 * (_velocity * _velocity)) + (0.001 * (torque * torque));

        (double sin, _) = ScalarMath.SinCos(_angle);
        double gravity = 3 * _options.Gravity / (2 * _options.Length) * sin;
        double push = 3.0 / (_options.Mass * (_options.Length * _options.Length)) * torque;
        _velocity = Math.Clamp(_velocity + ((gravity + push) * _options.TimeStep), -_options.MaxSpeed, _options.MaxSpeed);
        _angle += _velocity * _options.TimeStep;
        Observe(observation);
        return new((float)-cost, Terminated: false, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_angle);
        writer.Write(_velocity);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _angle = reader.ReadDouble();
        _velocity = reader.ReadDouble();
        reader.End();
    }

    /// <summary>((x + π) mod 2π) − π with a modulo that is never negative.</summary>
    private static double WithinPi(double angle)
    {
        double turned = (angle + Math.PI) % (2 * Math.PI);
        return (turned < 0 ? turned + (2 * Math.PI) : turned) - Math.PI;
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        (double sin, double cos) = ScalarMath.SinCos(_angle);
        observation[0] = (float)cos;
        observation[1] = (float)sin;
        observation[2] = (float)_velocity;
    }
}
