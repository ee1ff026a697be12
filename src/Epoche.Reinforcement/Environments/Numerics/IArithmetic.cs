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

    /// <summary>Sine and cosine of an angle in radians.</summary>
    static abstract (T Sin, T Cos) SinCos(T angle);
}
