namespace Epoche.Probability.Tests.Effects;

/// <summary>Bad use gets one clear message: which site, what was expected, what was received.</summary>
public sealed class ProgramErrorTests
{
    [Fact]
    public void A_site_twice() => Fails("A site called 'x' came twice", p =>
    {
        p.Sample("x", new Normal(0, 1));
        p.Sample("x", new Normal(0, 1));
    });

    [Fact]
    public void Parameters_that_do_not_broadcast() => Fails(
        "Site 'x', Normal: its parameters do not fit together. The shapes [3] and [4] do not broadcast",
        p => p.Sample("x", new Normal(Tensor.Zeros([3]), Tensor.Ones([4]))));

    [Fact]
    public void An_observation_that_would_spread_silently() => Fails(
        "Site 'y': Normal gives draws of shape [5, 1], but the observed value has the shape [5]",
        p => p.Sample("y", new Normal(Tensor.Zeros([5, 1]), 1), observed: Tensor.Zeros([5])));

    [Fact]
    public void An_observation_outside_of_the_support() => Fails(
        "Site 'y': Bernoulli expects 0 or 1; observed was 2",
        p => p.Sample("y", Bernoulli.OfLogits(Tensor.Zeros([2])), observed: Tensor.Of(1, 2)));

    [Fact]
    public void A_scale_out_of_range() => Assert.Equal(
        "Normal: expected a finite number above 0 for the scale; received -1.", // refused before there is a site
        Assert.Throws<ArgumentException>(() => ContextTests.Seeded(1).Sample("x", new Normal(0, -1))).Message);

    [Fact]
    public void A_start_outside_of_the_constraint() => Fails(
        "The parameter 's' starts at -1; its constraint wants a number above 0.", p => p.Param("s", -1, Constraint.Positive));

    [Fact]
    public void A_parameter_of_another_shape() => Fails("The parameter 's' has the shape [2]; received a start of shape [].", p =>
    {
        p.Param("s", 1, shape: [2]);
        p.Param("s", 1);
    });

    [Fact]
    public void A_plate_of_the_wrong_size() => Fails("inside of the plate 'data' of 4; expected 4 along axis 0", p =>
    {
        using (p.Plate("data", 4))
        {
            p.Sample("y", new Normal(Tensor.Zeros([5]), 1), observed: Tensor.Zeros([5]));
        }
    });

    [Fact]
    public void A_plate_that_sees_more_than_there_is() => Fails("The plate 'data' of 4 sees", p => p.Plate("data", 4, subsample: 5));

    [Fact]
    public void A_plate_that_sees_two_things_at_once() =>
        Fails("The plate 'data' of 4 sees a subsample of 2 and a batch of 3;", p => p.Plate("data", 4, subsample: 2, batch: 3));

    /// <summary>A trace that kept the first of the two would lose the data without a word.</summary>
    [Fact]
    public void A_plate_and_a_sample_of_one_name() =>
        Fails("The name 'data' is that of a plate in this run already; the sample needs another, such as 'data.sample'.", p =>
        {
            using (p.Plate("data", 4))
            {
                p.Sample("data", new Normal(0, 1), observed: Tensor.Zeros([4]));
            }
        });

    [Fact]
    public void A_parameter_and_a_sample_of_one_name() => Fails(
        "The name 'x' is that of a parameter in this run already", p => p.Sample("x", new Normal(p.Param("x", 0), 1)));

    [Fact]
    public void A_parameter_of_two_constraints() => Fails("The parameter 's' is a number above 0; it came again as a finite number.", p =>
    {
        p.Param("s", 1, Constraint.Positive);
        p.Param("s", 1);
    });

    [Fact]
    public void A_mask_that_does_not_fit() =>
        Fails("Site 'x': its log-densities have the shape [3], and a mask of shape [4] does not broadcast to it.", p =>
            new MaskContext(p, Tensor.Ones([4])).Sample("x", new Normal(Tensor.Zeros([3]), 1)));

    /// <summary>It would count the one density twice.</summary>
    [Fact]
    public void A_mask_that_is_larger_than_the_density() =>
        Fails("Site 'f': its log-densities have the shape [], and a mask of shape [2] does not broadcast to it.", p =>
            new MaskContext(p, Tensor.Ones([2])).Factor("f", 1));

    [Fact]
    public void A_site_without_a_name() => Assert.Throws<ArgumentException>(() => ContextTests.Seeded(1).Sample("", new Normal(0, 1)));

    [Fact]
    public void A_context_around_nothing() => Assert.Throws<ArgumentNullException>(() => new SeedContext(null!, new Rng(1)));

    [Fact]
    public void A_plate_of_two_sizes() => Fails("The plate 'data' has a wrong size: 5 of 5, but 4 of 4", p =>
    {
        p.Plate("data", 4).Dispose();
        p.Plate("data", 5).Dispose();
    });

    [Fact]
    public void A_plate_inside_of_itself() => Fails("The plate 'data' is open already", p =>
    {
        using (p.Plate("data", 4))
        using (p.Plate("data", 4))
        {
        }
    });

    [Fact]
    public void Nothing_to_draw_from()
    {
        ProgramException e = Assert.Throws<ProgramException>(() => new RootContext().Sample("x", new Normal(0, 1)));
        Assert.Contains("wrap the context into a SeedContext", e.Message);
        Assert.Equal(("x", null), (e.Site, e.Step));
    }

    private static void Fails(string expected, Action<ProgramContext> program) =>
        Assert.Contains(expected, Assert.Throws<ProgramException>(() => program(ContextTests.Seeded(1))).Message);
}
