using System.Runtime.CompilerServices;
using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>Acrobot-v1 in lanes.</summary>
internal readonly struct AcrobotGame : ILaneGame
{
    private const int Width = 6;

    public static EnvironmentSpec Spec { get; } = new()
    {
        Name = "Acrobot-v1",
        Observation = [Width],
        Actions = ActionSpec.Discrete(3),
        TimeLimit = 500,
        SolvedAt = -100,
    };

    public static int StateSize => 4;

    public static void Begin(ref Rng rng, Span<float> state)
    {
        const float range = (float)AcrobotDynamics<Float64>.StartRange;
        foreach (ref float number in state)
        {
            number = rng.NextSingle(-range, range);
        }
    }

    public static void Observe(ReadOnlySpan<float> state, Span<float> observation)
    {
        (double sin1, double cos1) = ScalarMath.SinCos((double)state[0]);
        (double sin2, double cos2) = ScalarMath.SinCos((double)state[1]);
        (observation[0], observation[1], observation[2], observation[3]) = ((float)cos1, (float)sin1, (float)cos2, (float)sin2);
        (observation[4], observation[5]) = (state[2], state[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Advance<V, S>(ref float state, nint stride, V action, ref float observation, out V reward)
        where V : struct
        where S : struct, ISimd<V>
    {
        Lanes<V, S> angle1 = new(S.Load(in state, 0)), angle2 = new(S.Load(in state, stride));
        Lanes<V, S> speed1 = new(S.Load(in state, 2 * stride)), speed2 = new(S.Load(in state, 3 * stride));
        AcrobotDynamics<Lanes<V, S>>.Advance(
            new Lanes<V, S>(S.FromInt(action)) - Lanes<V, S>.Of(1), ref angle1, ref angle2, ref speed1, ref speed2);
        S.Store(angle1.Value, ref state, 0);
        S.Store(angle2.Value, ref state, stride);
        S.Store(speed1.Value, ref state, 2 * stride);
        S.Store(speed2.Value, ref state, 3 * stride);
        (Lanes<V, S> sin1, Lanes<V, S> cos1) = Lanes<V, S>.SinCosOfAny(angle1);
        (Lanes<V, S> sin2, Lanes<V, S> cos2) = Lanes<V, S>.SinCosOfAny(angle2);
        S.Scatter(cos1.Value, ref observation, Width);
        S.Scatter(sin1.Value, ref Unsafe.Add(ref observation, 1), Width);
        S.Scatter(cos2.Value, ref Unsafe.Add(ref observation, 2), Width);
        S.Scatter(sin2.Value, ref Unsafe.Add(ref observation, 3), Width);
        S.Scatter(speed1.Value, ref Unsafe.Add(ref observation, 4), Width);
        S.Scatter(speed2.Value, ref Unsafe.Add(ref observation, 5), Width);

        // The tip is above the bar by a link: −cos θ1 − cos(θ1 + θ2) > 1.
        Lanes<V, S> cos12 = (cos1 * cos2) - (sin1 * sin2);
        V over = S.Less(S.Create((float)AcrobotDynamics<Float64>.Height), S.Negate((cos1 + cos12).Value));
        reward = S.AndNot(S.Create(-1), over);
        return over;
    }
}
