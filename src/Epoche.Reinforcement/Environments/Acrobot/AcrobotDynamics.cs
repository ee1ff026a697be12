using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>
/// Two links, a motor at the joint between them (Sutton 1996; the equations of Sutton and Barto's book), once for double scalars and for
/// float32 lanes: one Runge-Kutta step of fourth order. Lengths and masses are 1, centres of mass at ½, moments of inertia 1, gravity 9.8.
/// The order of the operations is part of the definition: in double it gives Gymnasium's numbers.
/// </summary>
internal static class AcrobotDynamics<T>
    where T : struct, IArithmetic<T>
{
    public const double MaxSpeed1 = 4 * Math.PI, MaxSpeed2 = 9 * Math.PI, StartRange = 0.1, Height = 1;

    private const double Gravity = 9.8, TimeStep = 0.2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(T torque, ref T angle1, ref T angle2, ref T speed1, ref T speed2)
    {
        // A loop, for the compiler puts the accelerations into it once: four times is more than it does, and then it calls them.
        T half = T.Of(TimeStep / 2), whole = T.Of(TimeStep), one = T.Of(1), two = T.Of(2), zero = T.Of(0);
        T a = angle1, b = angle2, u = speed1, v = speed2, sumA = zero, sumB = zero, sumU = zero, sumV = zero;
        for (int stage = 0; stage < 4; stage++)
        {
            (T p, T q) = Accelerations(torque, a, b, u, v);
            T weight = stage is 1 or 2 ? two : one, time = stage == 2 ? whole : half;
            (sumA, sumB, sumU, sumV) = (sumA + (weight * u), sumB + (weight * v), sumU + (weight * p), sumV + (weight * q));
            (a, b, u, v) = (angle1 + (time * u), angle2 + (time * v), speed1 + (time * p), speed2 + (time * q));
        }

        T sixth = T.Of(TimeStep / 6);
        angle1 = T.WithinPi(angle1 + (sixth * sumA));
        angle2 = T.WithinPi(angle2 + (sixth * sumB));
        speed1 = T.Clamp(speed1 + (sixth * sumU), T.Of(-MaxSpeed1), T.Of(MaxSpeed1));
        speed2 = T.Clamp(speed2 + (sixth * sumV), T.Of(-MaxSpeed2), T.Of(MaxSpeed2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T First, T Second) Accelerations(T torque, T angle1, T angle2, T speed1, T speed2)
    {
        T half = T.Of(0.5), one = T.Of(1), quarterTurn = T.Of(Math.PI / 2);
        (T sin2, T cos2) = T.SinCosOfAny(angle2);
        (_, T cos12) = T.SinCosOfAny(angle1 + angle2 - quarterTurn);
        (_, T cos1) = T.SinCosOfAny(angle1 - quarterTurn);
        T d1 = T.Of(0.25) + (T.Of(1.25) + cos2) + one + one;
        T d2 = T.Of(0.25) + (half * cos2) + one;
        T phi2 = T.Of(0.5 * Gravity) * cos12;
        T phi1 = (T.Of(-0.5) * (speed2 * speed2) * sin2) - (speed2 * speed1 * sin2) + (T.Of(1.5 * Gravity) * cos1) + phi2;
        T second = (torque + (d2 / d1 * phi1) - (half * (speed1 * speed1) * sin2) - phi2) / (T.Of(1.25) - (d2 * d2 / d1));
        T first = (T.Of(0) - ((d2 * second) + phi1)) / d1;
        return (first, second);
    }
}
