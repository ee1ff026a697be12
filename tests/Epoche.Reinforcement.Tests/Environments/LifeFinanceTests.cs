using System.Runtime.InteropServices;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class LifeFinanceTests
{
    private static readonly float[] s_noLuxury = [1, 1, 1, 0];

    private static readonly LifeState s_month = new()
    {
        Age = 217,
        Salary = 4_000,
        Home = 150_000,
        Loan = 135_000,
        Payment = 724,
        Taxable = 1_000,
        LivingShare = 0.6,
        DepositLeft = 19_000,
        MarketReturn = 0.01,
        Prices = 1,
        FirstLiving = 2_400,
    };

    /// <summary>
    /// Shares 1/3.6. Of 4,000 living takes 2,400 and the account 1,111.11, with the match 1,166 whole dollars; 1.18% of the 488.89 left are
    /// tax; the 483.10 left go into the home, of which 562.50 are interest: 135,079 are owed, and a tenth of 724, for it is less.
    /// </summary>
    [Fact]
    public void A_month_of_the_lesson_is_the_one_worked_out_by_hand()
    {
        LifeFinance life = At(s_month);
        float[] seen = new float[7], beside = new float[9];
        Rng rng = new(0);
        StepResult result = life.Step(s_noLuxury, ref rng, seen);
        life.WriteInformation(beside);
        Assert.Equal(0, (double)rng.Position); // only a year's beginning draws
        AssertClose([218.0 / 960, 0.004, 0.15, 0.1351514, 0.000724, 0.00117766, 0.00100988], seen);
        AssertClose([17_036.14, 2_400, 483.10, 1_111.11, 0, 0, 5.785185, 0, 9.873264], beside);

        // Luck: 488.89 · 1.1833%; (1,166 + 1,000 · 98.8167%) · (1% − 6.5%/12).
        Assert.Equal(0.00103614, result.Reward, 1e-7);
        Assert.False(result.Terminated || result.Truncated);
    }

    /// <summary>The 16th month without the payment: half of 250,000 − 135,079 less 20,000 is paid out, and living takes 0.3 more.</summary>
    [Theory]
    [InlineData(LifeFinanceRules.Lesson, 0.25)]
    [InlineData(LifeFinanceRules.Honest, 0)]
    public void Foreclosure_ends_the_loan_and_only_the_lesson_leaves_the_home(LifeFinanceRules rules, double home)
    {
        LifeFinance life = At(s_month with { Home = 250_000, LateMonths = 15, Taxable = 0, MarketReturn = 0 }, rules);
        float[] seen = new float[7], beside = new float[9];
        Rng rng = new(0);
        life.Step((float[])[0, 0, 0, 1], ref rng, seen);
        life.WriteInformation(beside);
        Assert.Equal(home, seen[2], 1e-6);
        Assert.Equal([0, 0, 1], [seen[3], seen[4], beside[7]]);
        Assert.True(seen[6] is > 0.02f and < 0.06f, $"{seen[6]}");
        life.Step((float[])[0, 0, 0, 1], ref rng, seen);
        life.WriteInformation(beside);
        Assert.Equal(3_600, beside[1], 1e-2);
    }

    [Fact]
    public void Fifteen_months_without_the_payment_are_forgiven()
    {
        LifeFinance life = At(s_month with { LateMonths = 14 });
        float[] seen = new float[7];
        Rng rng = new(0);
        life.Step((float[])[0, 0, 0, 1], ref rng, seen);
        Assert.Equal((135_000 + 562 + 72.4) / 1e6, seen[3], 1e-7);
    }

    [Fact]
    public void Where_nothing_is_owed_the_homes_weight_does_not_count()
    {
        float[] with = new float[7], without = new float[7];
        Rng rng = new(0);
        LifeState free = s_month with { Loan = 0, Payment = 0 };
        At(free).Step((float[])[1, 0.5f, 0.5f, 0], ref rng, with);
        At(free).Step((float[])[0, 0.5f, 0.5f, 0], ref rng, without);
        Assert.Equal(without, with);
    }

    [Fact]
    public void The_cap_of_a_year_bounds_deposits_and_the_next_year_lifts_it()
    {
        LifeFinance life = At(s_month with { Age = 228, DepositLeft = 100, Taxable = 0 });
        float[] seen = new float[7];
        Rng rng = new(0);
        life.Step(s_noLuxury, ref rng, seen);
        Assert.Equal(105 * 1.01 / 1e6, seen[5], 1e-9);
        Assert.Equal(2ul, rng.Position); // a year has begun: a pair of normal numbers
        float before = seen[5];
        life.Step(s_noLuxury, ref rng, seen);
        Assert.True(seen[5] - before > 0.001f, "the cap is lifted");
    }

    /// <summary>14.2% of the 1,600 that living leaves, and of a year's gain where there is one.</summary>
    [Fact]
    public void Honest_tax_is_on_pay_and_on_realized_gains()
    {
        float[] beside = new float[9];
        Rng rng = new(0);
        LifeFinance life = At(s_month, LifeFinanceRules.Honest);
        life.Step((float[])[0, 0, 0, 1], ref rng, new float[7]);
        life.WriteInformation(beside);
        Assert.Equal(227.2, beside[6], 1e-3);

        LifeFinance winner = At(s_month with { Age = 228, UntaxedGain = 1e6, Taxable = 2e6 }, LifeFinanceRules.Honest);
        winner.Step((float[])[0, 0, 0, 1], ref rng, new float[7]);
        winner.WriteInformation(beside);
        Assert.True(beside[6] is > 100_000 and < 250_000, $"{beside[6]}"); // 142,000 and a month's gain or loss
    }

    [Theory]
    [InlineData(LifeFinanceRules.Lesson)]
    [InlineData(LifeFinanceRules.Honest)]
    public void A_life_has_745_months_and_its_rewards_are_its_gain(LifeFinanceRules rules)
    {
        LifeFinance life = new(new() { Rules = rules });
        float[] seen = new float[7], beside = new float[9];
        Rng rng = new(3);
        life.Reset(ref rng, seen);
        double first = seen[2] - seen[3], sum = 0;
        Assert.InRange(seen[1], 0.0031f, 0.0055f);
        Assert.InRange(seen[2] / (12 * seen[1]), 1.49f, 4.01f);
        StepResult result = default;
        int months = 0;
        for (; !result.Terminated; months++)
        {
            result = life.Step(s_noLuxury, ref rng, seen);
            sum += result.Reward;
        }

        life.WriteInformation(beside);
        Assert.Equal(LifeFinance.Months, months);
        Assert.Equal((beside[0] / 1e6) - first, sum, 1e-3 * Math.Abs(sum));
    }

    /// <summary>
    /// The anchors: means of 4,000 lives of a vectorized copy of the lesson's rules, each ± 0.2 by its lives alone; the difference of the
    /// pairs is ± 0.1.
    /// </summary>
    [Fact]
    public void Constants_earn_what_the_lessons_rules_say()
    {
        using IBatchEnvironment environment = EnvironmentRegistry.Find("LifeFinance-v0").CreateBatch(1);
        using Evaluator evaluator = new(environment);
        EvaluationReport plain = Play(1, 1, 1, 0), best = Play(0.88f, 0.51f, 0.85f, 0);
        Assert.InRange(plain.Mean, 10.1, 10.9);
        Assert.InRange(best.Mean - plain.Mean, 3.6, 4.1);
        Assert.InRange(Play(1, 1, 0, 0).Mean, 7.9, 8.6);

        EvaluationReport Play(params float[] weights) =>
            evaluator.Run(new ConstantPolicy(environment.Spec.Actions, weights), 4_000, seed: 1);
    }

    [Theory]
    [InlineData("LifeFinance-v0")]
    [InlineData("LifeFinance-v1")]
    public void Whoever_pays_what_is_due_loses_no_home(string name)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find(name);
        using IBatchEnvironment environment = entry.CreateBatch(1);
        using Evaluator evaluator = new(environment);
        foreach (NamedPlayer player in entry.Players.Where(player => player.Name is "pay-due" or "sixty-forty" or "hundred-minus-age"))
        {
            Foreclosures seen = new();
            evaluator.Run(player.Player.Create(environment.Spec), 200, seed: 2, seen);
            Assert.True(seen.Count == 0, $"{player.Name}: {seen.Count} foreclosures");
        }
    }

    /// <summary>Spending all is worth more to whoever counts consumption than saving all; to whoever counts wealth it is not.</summary>
    [Fact]
    public void Utility_counts_consumption()
    {
        double spent = Earn(new() { RiskAversion = 2 }, 0, 0, 0, 1), saved = Earn(new() { RiskAversion = 2 }, 1, 1, 1, 0);
        Assert.True(Math.Abs(spent) < 1 && Math.Abs(saved) < 1, $"{spent} {saved}");
        Assert.NotEqual(spent, saved);
        Assert.Equal("LifeFinance-custom", new LifeFinance(new() { RiskAversion = 2 }).Spec.Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LifeFinance(new() { RiskAversion = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LifeFinance(new() { Rules = (LifeFinanceRules)7 }));
    }

    private static double Earn(LifeFinanceOptions options, params float[] weights)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new LifeFinance(options), 1);
        using Evaluator evaluator = new(environment);
        return evaluator.Run(new ConstantPolicy(environment.Spec.Actions, weights), 20, seed: 0).Mean;
    }

    private static LifeFinance At(LifeState state, LifeFinanceRules rules = LifeFinanceRules.Lesson)
    {
        LifeFinance life = new(new() { Rules = rules });
        life.RestoreState(MemoryMarshal.AsBytes(new ReadOnlySpan<LifeState>(in state)));
        return life;
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5 * Math.Max(0.01, Math.Abs(expected[i])));
        }
    }

    private sealed class Foreclosures : IEvaluationObserver
    {
        public int Count { get; private set; }

        public void Observe(in EvaluationStep step) => Count += step.IsLast && step.Information[7] > 0 ? 1 : 0;
    }
}
