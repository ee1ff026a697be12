namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class MertonTests
{
    /// <summary>(0.07 − 0.02)/(2·0.2²), and e^((0.02 + 0.05²/(2·2·0.2²))·40).</summary>
    [Fact]
    public void The_optimum_is_that_of_the_formula()
    {
        MertonOptions options = new();
        Assert.Equal(0.625, options.OptimalShare, 1e-12);
        Assert.Equal(Math.Exp(40 * (0.02 + (0.0025 / 0.16))), options.CertaintyEquivalent(options.OptimalShare), 1e-9);
        Assert.Equal(Math.Exp(0.8), options.CertaintyEquivalent(0), 1e-9);
    }

    /// <summary>All in the safe asset grows by e^(0.02/12) a month; a reward is the change of 1 − 1/W.</summary>
    [Fact]
    public void A_step_without_risk_is_the_one_worked_out_by_hand()
    {
        Merton environment = new();
        float[] seen = new float[2], beside = new float[1];
        Rng rng = new(0);
        environment.Reset(ref rng, seen);
        Assert.Equal([0, 0], seen);
        StepResult result = environment.Step((float[])[0], ref rng, seen);
        environment.WriteInformation(beside);
        Assert.Equal(1 - Math.Exp(-0.02 / 12), result.Reward, 1e-9);
        Assert.Equal(1.0 / 480, seen[0], 1e-7);
        Assert.Equal(0.02 / 12, seen[1], 1e-7);
        Assert.Equal(Math.Exp(0.02 / 12), beside[0], 1e-6);
    }

    /// <summary>
    /// Returns are utilities of final wealth, so that their mean gives the certainty equivalent: within 3% of the formula's, which divides
    /// wealth all the time, and in pairs below it for shares 20 points away.
    /// </summary>
    [Fact]
    public void The_formulas_share_is_the_best()
    {
        MertonOptions options = new();
        using IBatchEnvironment environment = EnvironmentRegistry.Find("Merton-v0").CreateBatch(1);
        using Evaluator evaluator = new(environment);
        double best = Equivalent((float)options.OptimalShare);
        Assert.InRange(best / options.CertaintyEquivalent(options.OptimalShare), 0.97, 1.03);
        Assert.True(best > Equivalent(0.425f) && best > Equivalent(0.825f));

        double Equivalent(float share) =>
            1 / (1 - evaluator.Run(new ConstantPolicy(environment.Spec.Actions, share), 4_000, seed: 1).Mean);
    }

    [Fact]
    public void Time_ends_with_the_years()
    {
        Merton environment = new(new() { Years = 1, StepsPerYear = 4, RiskAversion = 1 });
        Assert.Equal(("Merton-custom", (int?)4), (environment.Spec.Name, environment.Spec.TimeLimit));
        Rng rng = new(0);
        environment.Reset(ref rng, new float[2]);
        bool[] ends = [.. Enumerable.Range(0, 4).Select(_ => environment.Step((float[])[1], ref rng, new float[2]).Terminated)];
        Assert.Equal([false, false, false, true], ends);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Merton(new() { Volatility = 0 }));
    }
}
