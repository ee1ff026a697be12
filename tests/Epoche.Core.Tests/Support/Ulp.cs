namespace Epoche.Core.Tests;

/// <summary>Errors of floats in units in the last place of the exact result.</summary>
internal static class Ulp
{
    /// <summary>The distance between neighbouring floats around a value.</summary>
    public static double Of(double exact) =>
        exact == 0 ? float.Epsilon : Math.Max(Math.ScaleB(1, Math.Max(Math.ILogB(exact), -1000) - 23), float.Epsilon);

    /// <summary>How far a float is from the exact result; infinite where one is NaN or infinite and the other is not.</summary>
    public static double Distance(float actual, double exact)
    {
        float rounded = (float)exact;
        return float.IsFinite(rounded) && float.IsFinite(actual) ? Math.Abs(actual - exact) / Of(exact)
            : actual.Equals(rounded) ? 0
            : double.PositiveInfinity;
    }

    /// <summary>How far apart two doubles are, in units of the second one's last place.</summary>
    public static double Distance(double actual, double exact) =>
        actual.Equals(exact) ? 0
        : double.IsFinite(exact) && double.IsFinite(actual)
            ? Math.Abs(actual - exact) / Math.Max(Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact), double.Epsilon)
        : double.PositiveInfinity;
}
