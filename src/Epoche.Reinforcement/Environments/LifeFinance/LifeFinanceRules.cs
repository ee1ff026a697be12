namespace Epoche;

/// <summary>By which rules a <see cref="LifeFinance"/> is lived.</summary>
public enum LifeFinanceRules
{
    /// <summary>
    /// Those of a published lesson, quirks included (Heaton, T81-558, part 12.5): a tax of 1.18%, a market return that is drawn once a year
    /// and earned in every month of it, a foreclosure that leaves the home. <c>LifeFinance-v0</c>.
    /// </summary>
    Lesson,

    /// <summary>
    /// The same life with honest finance: 14.2% of pay and of realized gains go as tax, each month has a market return of its own, salary,
    /// home, living costs and the cap on deposits rise with prices, and a foreclosure takes the home. <c>LifeFinance-v1</c>.
    /// </summary>
    Honest,
}
