namespace Epoche.Simulation;

/// <summary>The financial environments, with the rules of thumb that are printed beside every agent.</summary>
internal static class FinanceEntries
{
    private const double FirstAge = 25, Hundred = 100; // in years, of an investor of Merton's problem
    private const double Sixty = 0.6;

    public static EnvironmentEntry Life(string name, string summary, LifeFinanceOptions options) =>
        new(name, summary, () => new LifeFinance(options), count => BatchEnvironment.Of(() => new LifeFinance(options), count))
        {
            Player = PayDue(options).Player,
            ShapingOf = options.RiskAversion is null ? LifeFinance.ShapingOf : null,
            Players =
            [
                PayDue(options),
                Constant("constant", "[1, 1, 1, 0]: all three alike, no luxury", 1, 1, 1, 0),
                Constant("best-constant", "[0.88, 0.51, 0.85, 0]: the best found by a search over constants", 0.88f, 0.51f, 0.85f, 0),
                new("sixty-forty", "the instalment; of the rest 60% into the market, 40% into the loan", Player(
                    options, _ => Sixty)),
                new("hundred-minus-age", "the instalment; of the rest (100 - age)% into the market, else into the loan", Player(
                    options, age => (Hundred - age) / Hundred)),
            ],
        };

    public static EnvironmentEntry MertonProblem(string summary)
    {
        MertonOptions options = new();
        return new("Merton-v0", summary, () => new Merton(), count => BatchEnvironment.Of(() => new Merton(), count))
        {
            Player = Holding(_ => options.OptimalShare),
            Players =
            [
                new("optimal", "the share of Merton's formula", Holding(_ => options.OptimalShare)),
                new("sixty-forty", "60% in the risky asset", Holding(_ => Sixty)),
                new("hundred-minus-age", "(100 - age)% in the risky asset, from 25 years of age on", Holding(
                    time => (Hundred - FirstAge - (options.Years * time)) / Hundred)),
                new("all-risky", "all in the risky asset", Holding(_ => 1)),
                new("all-safe", "all in the safe asset", Holding(_ => 0)),
            ],
        };
    }

    private static NamedPlayer PayDue(LifeFinanceOptions options) =>
        new("pay-due", "the instalment, 0.4 tax-advantaged, the rest taxable", Player(options, null));

    private static ScriptedPlayer Player(LifeFinanceOptions options, Func<double, double>? rule)
    {
        double tax = options.Rules == LifeFinanceRules.Lesson ? LifeFinance.LessonTax : LifeFinance.HonestTax;
        return new(1, _ => new LifePlayer(rule, tax));
    }

    private static ScriptedPlayer Holding(Func<double, double> share) => new(1, _ => new SharePlayer(share));

    private static NamedPlayer Constant(string name, string summary, params float[] weights) =>
        new(name, summary, new(1, spec => new ConstantPolicy(spec.Actions, weights)));
}
