using System.Globalization;
using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// How a <see cref="LifeFinance"/> is lived and what counts in it. The defaults are those of LifeFinance-v0; the honest rules make it
/// LifeFinance-v1, and with consumption as the goal it calls itself <c>LifeFinance-custom</c>.
/// </summary>
public sealed record LifeFinanceOptions
{
    /// <summary>LifeFinance-v1.</summary>
    public static LifeFinanceOptions V1 { get; } = new() { Rules = LifeFinanceRules.Honest };

    /// <summary>The rules. Default: those of the lesson.</summary>
    public LifeFinanceRules Rules { get; init; } = LifeFinanceRules.Lesson;

    /// <summary>
    /// γ of the utility of consumption, u(c) = (c^(1−γ) − 1)/(1 − γ), ln c where it is 1: what counts is then what is consumed, living
    /// costs and luxury, in units of the first month's living costs and at its prices; a reward is u/745. What is left at the end pays for
    /// another 240 months, whose utilities come with the last reward. Default null: what counts is net worth. Range 0 to 10.
    /// </summary>
    public double? RiskAversion { get; init; }

    internal EnvironmentSpec Spec() => new()
    {
        Name = RiskAversion is not null ? "LifeFinance-custom" : Rules == LifeFinanceRules.Honest ? "LifeFinance-v1" : "LifeFinance-v0",
        Observation = LifeFinance.Layout.Shape,
        Layout = LifeFinance.Layout,
        Actions = ActionSpec.Continuous(0, 1, dimensions: LifeShares.Count),
        Information = LifeFinance.Numbers,
        TimeLimit = LifeFinance.Months,
    };

    internal LifeFinanceOptions Checked()
    {
        if (!Enum.IsDefined(Rules))
        {
            throw new ArgumentOutOfRangeException(nameof(Rules), $"LifeFinance: there are no rules {(int)Rules}.");
        }

        return RiskAversion is null or (>= 0 and <= 10)
            ? this
            : throw new ArgumentOutOfRangeException(
                nameof(RiskAversion),
                string.Create(CultureInfo.InvariantCulture, $"LifeFinance: RiskAversion must be from 0 to 10; received {RiskAversion}."));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(LifeFinanceOptions), PrintMembers);
}
