namespace Epoche.Probability.Tests.Inference;

public sealed class SviErrorTests
{
    private static readonly Program<int> s_model = (p, _) =>
    {
        p.Sample("a", new Normal(0, 1));
        p.Sample("b", new Normal(0, 1));
        p.Sample("y", new Normal(0, 1), observed: 1);
    };

    [Fact]
    public void A_guide_that_misses_a_site()
    {
        ProgramException e = Fails(s_model, (p, _) => p.Sample("a", new Normal(p.Param("m", 0), 1)));
        Assert.StartsWith("Step 1: The guide misses the site 'b', which the model draws from Normal; the guide draws 'a'.", e.Message);
        Assert.Equal(("b", 1L), (e.Site, e.Step));
    }

    [Fact]
    public void A_guide_that_draws_too_much() =>
        Assert.Contains("The guide draws 'c', which the model does not draw; it draws 'a', 'b'.", Fails(s_model, (p, _) =>
        {
            foreach (string name in (string[])["a", "b", "c"])
            {
                p.Sample(name, new Normal(p.Param("m", 0), 1));
            }
        }).Message);

    [Fact]
    public void A_guide_that_draws_outside_of_the_prior() =>
        Assert.StartsWith("Step 1: Site 'noise': HalfNormal expects a number above 0; given was -", Fails(
            (p, _) => p.Sample("y", new Normal(0, p.Sample("noise", new HalfNormal(1))), observed: 1),
            (p, _) => p.Sample("noise", new Normal(p.Param("m", -3), 0.01f))).Message);

    [Fact]
    public void A_guide_of_another_shape() =>
        Assert.Contains("Step 1: Site 'w': Normal gives draws of shape [3], but the given value has the shape [2]", Fails(
            (p, _) => p.Sample("w", new Normal(Tensor.Zeros([3]), 1)),
            (p, _) => p.Sample("w", new Normal(p.Param("m", 0, shape: [2]), 1))).Message);

    [Fact]
    public void A_guide_whose_plate_has_another_size() => Assert.Contains("The plate 'data' has a wrong size: 10 of 10, but 9 of 9", Fails(
        (p, _) => p.Plate("data", 10).Dispose(),
        (p, _) =>
        {
            p.Param("m", 0);
            p.Plate("data", 9).Dispose();
        }).Message);

    [Fact]
    public void A_guide_without_gradients() => Assert.Contains("from Bernoulli, through which no gradient passes", Fails(
        (p, _) => p.Sample("z", Bernoulli.OfLogits(0)), (p, _) => p.Sample("z", Bernoulli.OfLogits(p.Param("m", 0)))).Message);

    [Fact]
    public void A_scale_that_turns_negative_names_step_and_parameter()
    {
        Svi<int> svi = new(
            (p, _) => p.Sample("a", new Normal(0, 0.01f)), (p, _) => p.Sample("a", new Normal(0, p.Param("a.scale", 1f))),
            new() { Optimizer = new Sgd(0.00011f) });
        ProgramException e = Assert.Throws<ProgramException>(() => svi.Run(0, 100).Last());
        // The distribution is made before there is a site.
        Assert.StartsWith($"Step {e.Step}: Normal: expected a finite number above 0 for the scale; received -", e.Message);
        Assert.Contains(
            "It is the parameter 'a.scale', which nothing constrains: p.Param(\"a.scale\", …, Constraint.Positive) keeps it in range.",
            e.Message);
        Assert.Equal("a.scale", e.Site);
        Assert.True(e.Step > 1);
    }

    [Fact]
    public void A_scale_that_is_made_of_a_parameter()
    {
        ProgramException e = Fails(s_model, (p, _) => p.Sample("a", new Normal(0, 2 * p.Param("half", -0.5f))));
        Assert.Equal(
            "Step 1: Normal: expected a finite number above 0 for the scale; received -1. Nothing constrains the parameter 'half': "
            + "what must be above 0 wants Constraint.Positive.", e.Message);
        Assert.Equal("", e.Site);
    }

    [Fact]
    public void A_parameter_that_comes_late()
    {
        int run = 0;
        Svi<int> svi = new(
            (p, _) => p.Sample("a", new Normal(0, 1)), (p, _) => p.Sample("a", new Normal(p.Param(run++ < 2 ? "m" : "n", 0), 1)),
            new() { Optimizer = new Sgd(0.1f) });
        svi.Step(0);
        Assert.Contains("The parameter 'n' [] came up after the first run", Assert.Throws<ProgramException>(() => svi.Step(0)).Message);
    }

    [Fact]
    public void Nothing_to_learn() => Assert.Contains("declares a parameter", Assert.Throws<InvalidOperationException>(
        () => new Svi<int>(
            (p, _) => p.Sample("a", new Normal(0, 1)), (p, _) => p.Sample("a", new Normal(0, 1)), new() { Optimizer = new Sgd(0.1f) })
            .Step(0)).Message);

    [Fact]
    public void An_automatic_guide_for_whole_numbers() => Assert.Contains(
        "whose values are whole numbers",
        Fails((p, _) => p.Sample("z", Bernoulli.OfLogits(0)), AutoNormal.For<int>((p, _) => p.Sample("z", Bernoulli.OfLogits(0)))).Message);

    [Fact]
    public void A_density_that_is_no_number() => Assert.Contains("Site 'y', Normal: its log-density is NaN", Fails(
        (p, _) => p.Sample("y", new Normal(p.Sample("a", new Normal(0, 1)), 1), observed: float.NaN),
        (p, _) => p.Sample("a", new Normal(p.Param("m", 5), 1))).Message);

    private static ProgramException Fails(Program<int> model, Program<int> guide) =>
        Assert.Throws<ProgramException>(() => new Svi<int>(model, guide, new() { Optimizer = new Sgd(0.1f) }).Step(0));
}
