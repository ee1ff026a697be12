namespace Epoche.Simulation;

/// <summary>The shares of a month's salary that four weights ask for.</summary>
internal readonly struct LifeShares
{
    /// <summary>How many weights there are.</summary>
    public const int Count = 4;

    /// <summary>What is added to the sum of the weights: the share of the salary that living costs take.</summary>
    public const double Living = 0.6;

    public const int HomeWeight = 0, AdvantagedWeight = 1, TaxableWeight = 2, LuxuryWeight = 3;

    private LifeShares(double home, double advantaged, double taxable) => (Home, Advantaged, Taxable) = (home, advantaged, taxable);

    public double Home { get; }

    public double Advantaged { get; }

    public double Taxable { get; }

    /// <param name="weights">Home, tax-advantaged, taxable, luxury, each from 0 to 1.</param>
    /// <param name="owes">Whether a payment is required; where none is, the home's weight does not count.</param>
    public static LifeShares Of(ReadOnlySpan<float> weights, bool owes)
    {
        double home = owes ? weights[HomeWeight] : 0, advantaged = weights[AdvantagedWeight], taxable = weights[TaxableWeight];
        double sum = home + advantaged + taxable + weights[LuxuryWeight] + Living;
        return new(home / sum, advantaged / sum, taxable / sum);
    }
}
