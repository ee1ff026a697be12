namespace Epoche.Simulation;

/// <summary>Divides a salary by a rule that a person could follow.</summary>
/// <param name="rule">
/// The rule: which share of what is left of the salary once the instalment is paid, 0 to 1, goes into the market rather than into the loan
/// at this age in years; null for the rule that gives it all to the two accounts by fixed weights.
/// </param>
/// <param name="tax">The share of pay that goes as tax.</param>
internal sealed class LifePlayer(Func<double, double>? rule, double tax) : IPolicy
{
    private const int Width = 7, Age = 0, Salary = 1, Loan = 3, Payment = 4;
    private const double MostYears = 80;
    private const double Enough = 1 + 2e-6; // weights and observations are float32; a payment that falls short by a cent is late
    private const double Free = 1 - LifeShares.Living, AdvantagedWeight = 0.4, TaxableWeight = 1, NoLoanWeight = 0.9;

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
        {
            ReadOnlySpan<float> seen = observations.Slice(i * Width, Width);
            Span<float> weights = actions.Values.Slice(i * LifeShares.Count, LifeShares.Count);
            weights.Clear();
            double due = seen[Loan] > 0 && seen[Salary] > 0 ? Math.Min(Free, Enough * seen[Payment] / seen[Salary]) : 0;
            if (rule is null)
            {
                PayWhatIsDue(due, weights);
            }
            else if (due > 0)
            {
                Split(due, Math.Clamp(rule(seen[Age] * MostYears), 0, 1), weights);
            }
            else
            {
                weights[LifeShares.AdvantagedWeight] = 1; // nothing safe is left to buy: all goes into the market
                weights[LifeShares.TaxableWeight] = (float)NoLoanWeight;
            }
        }
    }

    /// <summary>The instalment, 0.4 for the tax-advantaged account, and the rest for the taxable one.</summary>
    private void PayWhatIsDue(double due, Span<float> weights)
    {
        double others = AdvantagedWeight + TaxableWeight + LifeShares.Living, home = due * others / (1 - due);
        if (home > 1 || AdvantagedWeight / (others + home) > MostAdvantaged(due))
        {
            Split(due, 1, weights); // else tax would leave less than is due
            return;
        }

        weights[LifeShares.AdvantagedWeight] = (float)AdvantagedWeight;
        weights[LifeShares.TaxableWeight] = (float)TaxableWeight;
        weights[LifeShares.HomeWeight] = (float)home;
    }

    /// <summary>Shares that sum up to what living costs leave are their own weights.</summary>
    private void Split(double due, double market, Span<float> weights)
    {
        double advantaged = market * MostAdvantaged(due);
        weights[LifeShares.AdvantagedWeight] = (float)advantaged;
        weights[LifeShares.HomeWeight] = (float)(Free - advantaged);
    }

    /// <summary>What may be deposited so that enough is left, after tax, for what is due.</summary>
    private double MostAdvantaged(double due) => Math.Max(0, Free - (Enough * due / (1 - tax)));
}
