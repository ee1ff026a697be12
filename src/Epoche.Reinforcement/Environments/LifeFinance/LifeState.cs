namespace Epoche.Simulation;

/// <summary>How a life stands at the beginning of a month; money in dollars.</summary>
internal struct LifeState
{
    /// <summary>In months.</summary>
    public int Age;

    /// <summary>Months in which the required payment was not made.</summary>
    public int LateMonths;

    /// <summary>1 after a foreclosure.</summary>
    public double Foreclosed;

    /// <summary>Of a month.</summary>
    public double Salary;

    public double Home, Loan;

    /// <summary>What is due for the loan each month; 0 where nothing is owed.</summary>
    public double Payment;

    /// <summary>The balances of the two accounts.</summary>
    public double Advantaged, Taxable;

    /// <summary>The share of the salary that living takes.</summary>
    public double LivingShare;

    /// <summary>What may still be deposited tax-advantaged this year.</summary>
    public double DepositLeft;

    /// <summary>Of a month, by the lesson's rules; drawn once a year.</summary>
    public double MarketReturn;

    /// <summary>Gains of this year that were not taxed yet, less the losses of earlier ones.</summary>
    public double UntaxedGain;

    /// <summary>Of what 1 dollar bought at the beginning.</summary>
    public double Prices;

    /// <summary>The first month's living costs.</summary>
    public double FirstLiving;

    public readonly double NetWorth => Home - Loan + Advantaged + Taxable;
}

/// <summary>Where the salary of a month went, in dollars.</summary>
internal struct LifeMonth
{
    public double Living, Home, Advantaged, Taxable, Luxury, Tax;

    /// <summary>What the market and the home earned beyond what was to be expected.</summary>
    public double Luck;
}
