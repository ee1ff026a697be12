using System.Globalization;
using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// The market and the investor of <see cref="Merton"/>. The defaults are those of Merton-v0; with any other the environment calls itself
/// <c>Merton-custom</c>.
/// </summary>
public sealed record MertonOptions
{
    /// <summary>
    /// μ: the risky asset's expected return a year, so that its price grows by e^μ in the mean. Default 0.07; range −1 to 1.
    /// </summary>
    public double Drift { get; init; } = 0.07;

    /// <summary>r: the safe asset's return a year, compounded continuously. Default 0.02; range −1 to 1.</summary>
    public double SafeRate { get; init; } = 0.02;

    /// <summary>σ: the deviation of the risky asset's logarithmic return a year. Default 0.2; above 0, at most 2.</summary>
    public double Volatility { get; init; } = 0.2;

    /// <summary>γ: the investor's relative risk aversion; 1 is logarithmic utility. Default 2; above 0, at most 20.</summary>
    public double RiskAversion { get; init; } = 2;

    /// <summary>How long is invested. Default 40; range 1 to 100.</summary>
    public int Years { get; init; } = 40;

    /// <summary>How often wealth is divided again. Default 12; range 1 to 365.</summary>
    public int StepsPerYear { get; init; } = 12;

    /// <summary>π* = (μ − r)/(γσ²), Merton's optimal share of the risky asset at every age and wealth (Merton 1969).</summary>
    public double OptimalShare => (Drift - SafeRate) / (RiskAversion * Volatility * Volatility);

    /// <summary>
    /// The sure final wealth, of 1 in the beginning, that is as good as a constant share where wealth is divided all the time:
    /// e^((r + (μ − r)π − γσ²π²/2)·years).
    /// </summary>
    /// <param name="share">π.</param>
    public double CertaintyEquivalent(double share) => ScalarMath.Exp(
        (SafeRate + ((Drift - SafeRate) * share) - (RiskAversion * Volatility * Volatility * share * share / 2)) * Years);

    internal int Steps => Years * StepsPerYear;

    internal EnvironmentSpec Spec() => new()
    {
        Name = this == new MertonOptions() ? "Merton-v0" : "Merton-custom",
        Observation = Merton.Layout.Shape,
        Layout = Merton.Layout,
        Actions = ActionSpec.Continuous(Merton.LowestShare, Merton.HighestShare),
        Information = Merton.Numbers,
        TimeLimit = Steps,
    };

    internal MertonOptions Checked()
    {
        Within(nameof(Drift), Drift, -1, 1);
        Within(nameof(SafeRate), SafeRate, -1, 1);
        Within(nameof(Volatility), Volatility, 1e-6, 2);
        Within(nameof(RiskAversion), RiskAversion, 1e-6, 20);
        Within(nameof(Years), Years, 1, 100);
        Within(nameof(StepsPerYear), StepsPerYear, 1, 365);
        return this;
    }

    private static void Within(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentOutOfRangeException(
                name, string.Create(CultureInfo.InvariantCulture, $"Merton: {name} must be from {low} to {high}; received {value}."));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(MertonOptions), PrintMembers);
}
