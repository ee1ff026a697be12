using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>
/// The equations of motion of a cart with a pole (Barto, Sutton and Anderson 1983; the form of Florian 2007, without friction), once for
/// double scalars and for float32 lanes. The order of the operations is part of the definition: in double it gives Gymnasium's numbers.
/// </summary>
internal readonly struct CartPoleDynamics<T>
    where T : struct, IArithmetic<T>
{
    private readonly T _gravity, _totalMass, _massReciprocal, _poleMass, _halfLength, _poleMassLength, _timeStep, _fourThirds;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CartPoleDynamics(CartPoleOptions options)
    {
        _gravity = T.Of(options.Gravity);
        _totalMass = T.Of(options.PoleMass + options.CartMass);
        _massReciprocal = T.Of(1 / (options.PoleMass + options.CartMass));
        _poleMass = T.Of(options.PoleMass);
        _halfLength = T.Of(options.HalfLength);
        _poleMassLength = T.Of(options.PoleMass * options.HalfLength);
        _timeStep = T.Of(options.TimeStep);
        _fourThirds = T.Of(4.0 / 3.0);
    }

    /// <summary>One explicit Euler step: positions advance with the old velocities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(T force, ref T x, ref T xDot, ref T theta, ref T thetaDot)
    {
        (T sin, T cos) = T.SinCos(theta);
        T temp = PerMass(force + (_poleMassLength * (thetaDot * thetaDot) * sin));
        T thetaAcc = ((_gravity * sin) - (cos * temp)) / (_halfLength * (_fourThirds - PerMass(_poleMass * (cos * cos))));
        T xAcc = temp - PerMass(_poleMassLength * thetaAcc * cos);
        x += _timeStep * xDot;
        xDot += _timeStep * xAcc;
        theta += _timeStep * thetaDot;
        thetaDot += _timeStep * thetaAcc;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T PerMass(T value) => T.Ratio(value, _totalMass, _massReciprocal);
}
