using System.Numerics;

namespace Epoche.Simulation;

/// <summary>The arithmetic that dynamics are written in: a scalar, or a vector of lanes that holds one environment each.</summary>
internal interface IArithmetic<T>
    : IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IMultiplyOperators<T, T, T>, IDivisionOperators<T, T, T>
    where T : IArithmetic<T>
{
    static abstract T Of(double value);

    /// <summary>
    /// value ÷ divisor; a type that need not follow another implementation's bits may multiply with the
    /// reciprocal instead, a quarter of the time.
    /// </summary>
    static abstract T Ratio(T value, T divisor, T reciprocal);

    /// <summary>Sine and cosine of an angle in radians; a type may restrict it to small angles.</summary>
    static abstract (T Sin, T Cos) SinCos(T angle);

    /// <summary>Sine and cosine of any angle that dynamics reach: up to 100,000 in magnitude.</summary>
    static abstract (T Sin, T Cos) SinCosOfAny(T angle);

    /// <summary>The value, or the bound that it is beyond.</summary>
    static abstract T Clamp(T value, T low, T high);

    /// <summary>One of two values by whether two others are equal.</summary>
    static abstract T WhereEqual(T left, T right, T whenEqual, T otherwise);

    /// <summary>An angle turned by whole turns until it lies within ±π.</summary>
    static abstract T WithinPi(T angle);
}
