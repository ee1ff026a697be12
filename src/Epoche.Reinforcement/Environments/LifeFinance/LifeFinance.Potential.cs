using Epoche.Simulation;

namespace Epoche;

/// <content>What net worth will have earned.</content>
public sealed partial class LifeFinance
{
    /// <summary>
    /// Φ of a life: net worth times what a dollar in the market is expected to earn from now to the end, discounted. A month's deposit then
    /// pays at once what it is worth in the end.
    /// </summary>
    /// <param name="discount">γ.</param>
    internal static Potential PotentialOf(double discount)
    {
        double[] earned = new double[Months + 1]; // by a dollar, in so many months
        for (int months = 1; months <= Months; months++)
        {
            earned[months] = MarketMean + (discount * (1 + MarketMean) * earned[months - 1]);
        }

        return observation =>
        {
            int left = LastMonth + 1 - (int)Math.Round((double)observation[0] * LastMonth);
            double worth = (double)observation[2] - observation[3] + observation[5] + observation[6];
            return worth * earned[Math.Clamp(left, 0, Months)];
        };
    }
}
