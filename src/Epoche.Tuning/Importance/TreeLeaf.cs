namespace Epoche.Tuning;

/// <summary>A box of the space that a regression tree gives one value.</summary>
/// <param name="Low">The lower bound of each number, in the unit interval.</param>
/// <param name="High">The upper bound.</param>
/// <param name="Choices">Of each parameter the choices that are in the box; null for numbers.</param>
/// <param name="Value">The value.</param>
internal sealed record TreeLeaf(double[] Low, double[] High, bool[]?[] Choices, double Value)
{
    /// <summary>The share of a parameter's range that the box takes.</summary>
    public double Extent(int parameter) => Choices[parameter] is { } choices
        ? (double)choices.Count(one => one) / choices.Length
        : High[parameter] - Low[parameter];

    /// <summary>Whether a choice is in the box.</summary>
    public bool Has(int parameter, int choice) => Choices[parameter]![choice];
}
