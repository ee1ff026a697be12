using System.Buffers;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Balance a pole on a cart by pushing the cart to the left (action 0) or to the right (1) (Barto, Sutton and Anderson 1983, as in
/// Gymnasium). The scalar form with a state in double precision: the reference, which follows Gymnasium number by number; agents
/// train on <see cref="CartPoleBatch"/>.
/// <para>Observation <c>[4]</c>: cart position (m), cart velocity (m/s), pole angle (rad), pole's angular velocity (rad/s). Reward 1 for
/// every step, the last included. Terminates when the cart or the pole is beyond its limit. An episode starts with four
/// numbers uniform in ±0.05.</para>
/// </summary>
public sealed partial class CartPole : IStatefulEnvironment, IGymnasiumSeeding
{
    private readonly CartPoleOptions _options;
    private readonly CartPoleDynamics<Float64> _dynamics;
    private Float64 _x, _xDot, _theta, _thetaDot;

    /// <summary>CartPole-v1, or one with other constants.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CartPole(CartPoleOptions? options = null)
    {
        _options = (options ?? CartPoleOptions.V1).Checked();
        _dynamics = new(_options);
        Spec = _options.Spec();
    }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        float range = (float)_options.StartRange;
        _x = new(rng.NextSingle(-range, range));
        _xDot = new(rng.NextSingle(-range, range));
        _theta = new(rng.NextSingle(-range, range));
        _thetaDot = new(rng.NextSingle(-range, range));
        Observe(observation);
    }

    /// <inheritdoc/>
    public void Reset(NumPyGenerator random, Span<float> observation)
    {
        ArgumentNullException.ThrowIfNull(random);
        double range = _options.StartRange;
        _x = new(random.Uniform(-range, range));
        _xDot = new(random.Uniform(-range, range));
        _theta = new(random.Uniform(-range, range));
        _thetaDot = new(random.Uniform(-range, range));
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _dynamics.Advance(new(action.Index == 1 ? _options.Force : -_options.Force), ref _x, ref _xDot, ref _theta, ref _thetaDot);
        Observe(observation);
        bool terminated = Math.Abs(_x.Value) > _options.PositionLimit || Math.Abs(_theta.Value) > _options.AngleLimit;
        return new(Reward: 1, terminated, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_x.Value);
        writer.Write(_xDot.Value);
        writer.Write(_theta.Value);
        writer.Write(_thetaDot.Value);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _x = new(reader.ReadDouble());
        _xDot = new(reader.ReadDouble());
        _theta = new(reader.ReadDouble());
        _thetaDot = new(reader.ReadDouble());
        reader.End();
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        observation[0] = (float)_x.Value;
        observation[1] = (float)_xDot.Value;
        observation[2] = (float)_theta.Value;
        observation[3] = (float)_thetaDot.Value;
    }
}
