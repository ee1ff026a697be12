namespace Epoche.Probability.Tests.Effects;

public sealed class ContextTests
{
    private static readonly Program<int> s_chain = (p, _) =>
    {
        Tensor a = p.Sample("a", new Normal(0, 1));
        p.Sample("b", new Normal(a, 0.5f));
    };

    [Fact]
    public void A_trace_holds_what_was_drawn_and_its_density()
    {
        Trace trace = Run(s_chain, 1);

        float a = trace["a"].Item(), b = trace["b"].Item();
        double expected = -(0.5 * a * a) - (0.5 * 4 * (b - a) * (b - a)) - Math.Log(0.5) - Math.Log(2 * Math.PI);
        Assert.Equal(expected, trace.LogDensity().Item(), 1e-4);
    }

    [Fact]
    public void A_stream_repeats_its_draws()
    {
        Assert.Equal(Run(s_chain, 5)["b"].Item(), Run(s_chain, 5)["b"].Item());
        Assert.NotEqual(Run(s_chain, 5)["b"].Item(), Run(s_chain, 6)["b"].Item());
    }

    [Fact]
    public void A_replayed_program_draws_what_it_drew()
    {
        Trace first = Run(s_chain, 1);
        TraceContext second = new(new ReplayContext(Seeded(2), first));

        s_chain(second, 0);

        Assert.Equal(first["b"].Item(), second.Trace["b"].Item());
    }

    [Fact]
    public void The_order_of_recording_and_replaying_does_not_matter()
    {
        Trace first = Run(s_chain, 1);
        TraceContext second = new(Seeded(2));

        s_chain(new ReplayContext(second, first), 0);

        Assert.Equal(first["b"].Item(), second.Trace["b"].Item());
    }

    [Fact]
    public void A_condition_makes_a_site_observed()
    {
        TraceContext context = new(new ConditionContext(Seeded(1), new Dictionary<string, Tensor> { ["b"] = 3 }));

        s_chain(context, 0);

        Assert.True(context.Trace.TryFind("b", out Site b) && b.IsObserved && b.Value.Item() == 3);
        Assert.True(context.Trace.TryFind("a", out Site a) && !a.IsObserved);
    }

    [Fact]
    public void A_blocked_site_is_drawn_but_not_seen_from_inside()
    {
        TraceContext inside = new(Seeded(1));
        TraceContext outside = new(new BlockContext(inside, site => site.Name == "a"));

        s_chain(outside, 0);

        Assert.Equal(["b"], inside.Trace.Sites.Select(site => site.Name));
        Assert.Equal(["a", "b"], outside.Trace.Sites.Select(site => site.Name));
    }

    [Fact]
    public void The_stream_nearest_to_the_program_counts()
    {
        TraceContext context = new(new SeedContext(Seeded(9), new Rng(5)));

        s_chain(context, 0);

        Assert.Equal(Run(s_chain, 5)["a"].Item(), context.Trace["a"].Item());
    }

    [Fact]
    public void Scales_and_masks_act_on_densities()
    {
        Program<int> program = (p, _) => p.Sample("x", new Normal(0, 1), observed: Tensor.Of(1, 2, 100));
        TraceContext scaled = new(new ScaleContext(Seeded(1), 3)), masked = new(new MaskContext(Seeded(1), Tensor.Of(1, 1, 0)));

        program(scaled, 0);
        program(masked, 0);

        double two = -0.5 - 2 - Math.Log(2 * Math.PI);
        Assert.Equal(two, masked.Trace.LogDensity().Item(), 1e-5);
        Assert.Equal(3 * (two - 5000 - (0.5 * Math.Log(2 * Math.PI))), scaled.Trace.LogDensity().Item(), 0.01);
        Assert.Contains("above 0; received -1", Assert.Throws<ArgumentOutOfRangeException>(() => new ScaleContext(Seeded(1), -1)).Message);
    }

    [Fact]
    public void What_a_mask_hides_may_be_missing()
    {
        Program<int> program = (p, _) =>
        {
            Tensor rate = p.Sample("rate", new Normal(0, 1));
            MaskContext masked = new(p, Tensor.Of(1, 0));
            masked.Sample("x", new Normal(rate, 1), observed: Tensor.Of(1, float.NaN));
            masked.Sample("coin", Bernoulli.OfLogits(rate), observed: Tensor.Of(1, float.NaN));
        };
        Svi<int> svi = new(program, AutoNormal.For(program), new() { Optimizer = new Adam(0.01f), Seed = 1 });

        Assert.All(svi.Run(0, 3), report => Assert.True(double.IsFinite(report.Elbo)));
        TraceContext context = new(new ConditionContext(Seeded(1), new Dictionary<string, Tensor> { ["rate"] = 0 }));
        program(context, 0);
        Assert.Equal(-Math.Log(2 * Math.PI) - 0.5 - Math.Log(2), context.Trace.LogDensity().Item(), 1e-5);
    }

    [Fact]
    public void A_factor_is_a_term_of_the_density() =>
        Assert.Equal(-2.5f, Run((p, _) => p.Factor("f", Tensor.Of(-1, -1.5f)), 1).LogDensity().Item());

    [Fact]
    public void A_plate_that_sees_a_part_scales_to_the_whole()
    {
        float[] data = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        Program<int> program = (p, _) =>
        {
            using PlateScope plate = p.Plate("data", 100, subsample: 10);
            Tensor rows = plate.Take(Tensor.Of(data));
            Assert.Equal(plate.Indices.ToArray(), rows.ToArray());
            Assert.Equal(10, rows.ToArray().Distinct().Count());
            p.Factor("sum", rows);
        };

        double mean = Enumerable.Range(0, 400).Average(seed => Run(program, (ulong)seed).LogDensity().Item());

        Assert.InRange(mean, 4950 * 0.97, 4950 * 1.03); // Σ 0…99; the standard error is 1%
    }

    [Fact]
    public void A_number_in_a_plate_is_drawn_for_each_repetition()
    {
        Trace trace = Run(
            (p, _) =>
            {
                using (p.Plate("rows", 3))
                using (p.Plate("columns", 2))
                {
                    p.Sample("x", new Normal(0, 1));
                }
            },
            1);

        Assert.Equal<Shape>([3, 2], trace["x"].Shape);
        Assert.Equal(6, trace["x"].ToArray().Distinct().Count());
    }

    internal static ProgramContext Seeded(ulong seed) => new SeedContext(new RootContext(), new Rng(seed));

    internal static Trace Run(Program<int> program, ulong seed)
    {
        TraceContext context = new(Seeded(seed));
        program(context, 0);
        return context.Trace;
    }
}
