using Epoche.Simulation;

namespace Epoche;

/// <content>What net worth will have earned, and what of it was luck.</content>
public sealed partial class LifeFinance
{
    /// <summary>How the rewards of a life are shaped in training.</summary>
    /// <param name="discount">γ.</param>
    internal static IShaping ShapingOf(double discount) => new LifeShaping(discount);

    /// <summary>
    /// Φ of a life: net worth times what a dollar in the market is expected to earn from now to the end, discounted. A month's deposit
    /// then pays at once what it is worth in the end. What markets and homes earned beyond what was to be expected is luck, and no action's
    /// merit.
    /// </summary>
    private sealed class LifeShaping : IShaping
    {
        private readonly double[] _earned = new double[Months + 1]; // by a dollar, in so many months

        public LifeShaping(double discount)
        {
            for (int months = 1; months <= Months; months++)
            {
                _earned[months] = MarketMean + (discount * (1 + MarketMean) * _earned[months - 1]);
            }

            _discount = discount;
        }

        private readonly double _discount;

        public double Potential(ReadOnlySpan<float> observation) =>
            ((double)observation[2] - observation[3] + observation[5] + observation[6]) * Earned(observation);

        public double Luck(ReadOnlySpan<float> observation, ReadOnlySpan<float> information) =>
            information[LuckNumber] / Million * (1 + (_discount * Earned(observation)));

        private double Earned(ReadOnlySpan<float> observation) =>
            _earned[Math.Clamp(LastMonth + 1 - (int)Math.Round((double)observation[0] * LastMonth), 0, Months)];
    }
}
