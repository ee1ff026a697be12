namespace Epoche;

/// <summary>Limits below which float arithmetic cannot overflow, with room for rounding.</summary>
internal static class FiniteBounds
{
    /// <summary>
    /// 2¹⁰⁰: half a unit in the last place of the largest float is 2¹⁰³, so a step of this length leads from no
    /// finite weight to an infinite one.
    /// </summary>
    internal const double Step = 1267650600228229401496703205376d;

    /// <summary>2¹²⁰: sums of several such numbers are finite, for the largest float is almost 2¹²⁸.</summary>
    internal const double Number = 1329227995784915872903807060280344576d;
}
