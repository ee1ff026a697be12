using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>
/// A car in a valley (Moore 1990), once for double scalars and for float32 lanes. The order of the operations is part of the definition:
/// in double it gives Gymnasium's numbers.
/// </summary>
internal static class MountainCarDynamics<T>
    where T : struct, IArithmetic<T>
{
    public const double LowestPosition = -1.2, HighestPosition = 0.6, MaxSpeed = 0.07, Gravity = 0.0025, Force = 0.001, Goal = 0.5,
        StartLow = -0.6, StartHigh = -0.4;

    /// <summary>One step; <paramref name="push"/> is what the engine adds to the velocity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Advance(T push, ref T position, ref T velocity)
    {
        (_, T slope) = T.SinCosOfAny(T.Of(3) * position);
        T lowest = T.Of(LowestPosition), zero = T.Of(0), fastest = T.Of(MaxSpeed);
        velocity = T.Clamp(velocity + (push + (slope * T.Of(-Gravity))), T.Of(-MaxSpeed), fastest);
        position = T.Clamp(position + velocity, lowest, T.Of(HighestPosition));
        velocity = T.WhereEqual(position, lowest, T.Clamp(velocity, zero, fastest), velocity); // the wall on the left stops it
    }
}
