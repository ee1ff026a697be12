using System.Buffers;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Swing two hanging links, with a motor at the joint between them, until the lower one's tip is a link's length above the bar (Sutton
/// 1996; Acrobot-v1 of Gymnasium, with the equations of Sutton and Barto's book). The scalar form with a state in double precision, the
/// reference, which follows Gymnasium number by number; agents train on <see cref="Batch"/>.
/// <para>Observation <c>[6]</c>: cosine and sine of the upper link's angle (0 hangs down) and of the angle between the links, the two
/// angular velocities (rad/s), which stay within ±4π and ±9π. Actions: torque −1 (0), 0 (1), +1 (2). Reward −1 a step, 0 for the last one
/// of an episode that terminates. Truncated after 500 steps of 0.2 s. An episode starts with four numbers uniform in ±0.1.</para>
/// </summary>
public sealed partial class Acrobot : IStatefulEnvironment, IGymnasiumSeeding
{
    private Float64 _angle1, _angle2, _speed1, _speed2;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => AcrobotGame.Spec;

    /// <summary>Many of them at once, one in each SIMD lane, with a float32 state.</summary>
    /// <param name="count">How many environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static IBatchEnvironment Batch(int count) => new LaneBatch<AcrobotGame>(count);

    /// <inheritdoc/>
    public void Reset(ref Rng rng, Span<float> observation)
    {
        Span<float> state = stackalloc float[4];
        AcrobotGame.Begin(ref rng, state);
        Begin(state[0], state[1], state[2], state[3], observation);
    }

    /// <inheritdoc/>
    public void Reset(NumPyGenerator random, Span<float> observation)
    {
        ArgumentNullException.ThrowIfNull(random);
        const double range = AcrobotDynamics<Float64>.StartRange;
        float angle1 = (float)random.Uniform(-range, range), angle2 = (float)random.Uniform(-range, range);
        Begin(angle1, angle2, (float)random.Uniform(-range, range), (float)random.Uniform(-range, range), observation);
    }

    /// <inheritdoc/>
    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        // Of an action that nobody checked, a torque beyond the bounds would turn the links for hours.
        AcrobotDynamics<Float64>.Advance(new(Math.Clamp(action.Index, 0, 2) - 1), ref _angle1, ref _angle2, ref _speed1, ref _speed2);
        Observe(observation);
        double cosine = ScalarMath.SinCos(_angle1.Value).Cos, both = ScalarMath.SinCos(_angle2.Value + _angle1.Value).Cos;
        bool over = -cosine - both > AcrobotDynamics<Float64>.Height;
        return new(over ? 0 : -1, over, Truncated: false);
    }

    /// <inheritdoc/>
    public void SaveState(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        StateWriter writer = new(destination);
        writer.Write(_angle1.Value);
        writer.Write(_angle2.Value);
        writer.Write(_speed1.Value);
        writer.Write(_speed2.Value);
    }

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        _angle1 = new(reader.ReadDouble());
        _angle2 = new(reader.ReadDouble());
        _speed1 = new(reader.ReadDouble());
        _speed2 = new(reader.ReadDouble());
        reader.End();
        reader.Require(
            Math.Abs(_angle1.Value) <= 4 && Math.Abs(_angle2.Value) <= 4 && Math.Abs(_speed1.Value) <= AcrobotDynamics<Float64>.MaxSpeed1
            && Math.Abs(_speed2.Value) <= AcrobotDynamics<Float64>.MaxSpeed2); // turns are taken off one by one
    }

    private void Begin(float angle1, float angle2, float speed1, float speed2, Span<float> observation)
    {
        (_angle1, _angle2, _speed1, _speed2) = (new(angle1), new(angle2), new(speed1), new(speed2));
        Observe(observation);
    }

    private void Observe(Span<float> observation)
    {
        Spec.RequireRoom(observation);
        (double sin1, double cos1) = ScalarMath.SinCos(_angle1.Value);
        (double sin2, double cos2) = ScalarMath.SinCos(_angle2.Value);
        (observation[0], observation[1], observation[2], observation[3]) = ((float)cos1, (float)sin1, (float)cos2, (float)sin2);
        (observation[4], observation[5]) = ((float)_speed1.Value, (float)_speed2.Value);
    }
}
