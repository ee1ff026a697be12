using Epoche.Conformance;
using Epoche.Kernels;

namespace Epoche.Probability.Tests.Inference;

public sealed class SviTests
{
    private static readonly float[] s_data = Draw(7, 50, mean: 1.5f);

    private static readonly Program<float[]> s_normal = (p, data) =>
    {
        Tensor mean = p.Sample("mean", new Normal(0, 2));
        using (p.Plate("data", data.Length))
        {
            p.Sample("x", new Normal(mean, 1), observed: Tensor.Wrap(data, [data.Length]));
        }
    };

    /// <summary>
    /// Prior N(0, 2²), 50 observations of deviation 1: the posterior is normal, with precision 1/4 + 50. Seed 1;
    /// location within 0.01, scale within 4%.
    /// </summary>
    [Theory]
    [InlineData(Elbo.MeanField)]
    [InlineData(Elbo.Trace)]
    public void The_posterior_of_a_normal_mean_is_found(Elbo elbo)
    {
        Svi<float[]> svi = new(
            s_normal, AutoNormal.For(s_normal),
            new() { Optimizer = new Adam(Schedule.Exponential(0.05f, 0.0005f, 1500)), Particles = 4, Elbo = elbo, Seed = 1 });
        SviReport last = svi.Run(s_data, 1500).Last();

        double precision = 0.25 + s_data.Length, location = s_data.Sum(x => (double)x) / precision, scale = Math.Sqrt(1 / precision);
        Assert.InRange(svi.Parameters.Slab["mean/location"].Item(), location - 0.01, location + 0.01);
        Assert.InRange(Constraint.Positive.Apply(svi.Parameters.Slab["mean/scale"]).Item(), 0.96 * scale, 1.04 * scale);
        Rng random = new(4);
        SviReport bound = svi.Evaluate(s_data, 2000, ref random);
        // The guide can be the posterior, so the bound is the evidence.
        Assert.InRange(bound.Elbo, Evidence(s_data) - 0.1, Evidence(s_data) + 0.1);
        Assert.Equal(last.LogLikelihood - last.Kl, last.Elbo);
    }

    /// <summary>
    /// 20 heads of 30 under a uniform prior: the posterior is Beta(21, 11), of mean 21/32 and deviation 0.0827. Seed 2; mean
    /// within 0.01, deviation within 0.01.
    /// </summary>
    /// <summary>The mean of a log-normal prior of deviation 14 is infinite in single precision.</summary>
    [Fact]
    public void An_automatic_guide_starts_inside_of_a_wide_prior()
    {
        Program<int> model = (p, _) => p.Sample(
            "y", new Normal(0, p.Sample("noise", new LogNormal(0, 14))), observed: Tensor.Of(1, -1, 2, -2));
        Svi<int> svi = new(
            model, AutoNormal.For(model),
            new() { Optimizer = new Adam(Schedule.Exponential(0.05f, 0.001f, 500)), Particles = 4, Seed = 1 });
        _ = svi.Run(0, 500).Last();

        Rng random = new(1);
        // The data's deviation is 1.58.
        Assert.InRange(Enumerable.Range(0, 200).Average(_ => svi.Posterior(0, ref random)["noise"].Item()), 1.2, 2.8);
    }

    [Fact]
    public void The_bias_of_a_coin_is_inferred()
    {
        Program<float[]> coin = (p, flips) =>
        {
            Tensor fairness = p.Sample("fairness", new Uniform(0, 1));
            using (p.Plate("flips", flips.Length))
            {
                p.Sample("flip", Bernoulli.OfProbability(fairness), observed: Tensor.Wrap(flips, [flips.Length]));
            }
        };
        float[] data = [.. Enumerable.Range(0, 30).Select(i => i % 3 == 0 ? 0f : 1f)];
        Svi<float[]> svi = new(
            coin, AutoNormal.For(coin), new() { Optimizer = new Adam(Schedule.Exponential(0.05f, 0.001f, 1000)), Particles = 4, Seed = 2 });
        _ = svi.Run(data, 1000).Last();

        Rng random = new(3);
        float[] draws = [.. Enumerable.Range(0, 4000).Select(_ => svi.Posterior(data, ref random)["fairness"].Item())];
        Assert.InRange(draws.Average(), (21f / 32) - 0.01f, (21f / 32) + 0.01f);
        Assert.InRange(Math.Sqrt(draws.Average(x => Math.Pow(x - draws.Average(), 2))), 0.0727, 0.0927);
    }

    /// <summary>
    /// y = 2a − b + 0.5 + noise of deviation 0.3, batches of 32 of 256 rows, own guide. Seed 3; weights within 0.06, noise within 0.05.
    /// </summary>
    [Fact]
    public void A_line_is_found_from_batches()
    {
        float[] x = Draw(1, 512), noise = Draw(2, 256);
        float[] y = [.. noise.Select((e, i) => (2 * x[2 * i]) - x[(2 * i) + 1] + 0.5f + (0.3f * e))];
        Program<int> model = (p, _) =>
        {
            Tensor w = p.Sample("w", new Normal(Tensor.Zeros([2]), 3)), b = p.Sample("b", new Normal(0, 3)),
                sigma = p.Sample("sigma", new HalfNormal(1));
            using PlateScope plate = p.Plate("data", 256, subsample: 32);
            Tensor inputs = plate.Take(Tensor.Wrap(x, [256, 2]));
            p.Sample("y", new Normal((inputs * w).Sum(axis: 1) + b, sigma), observed: plate.Take(Tensor.Wrap(y, [256])));
        };
        Program<int> guide = (p, _) =>
        {
            p.Sample("w", new Normal(p.Param("w.location", 0, shape: [2]), p.Param("w.scale", 0.1f, Constraint.Positive, [2])));
            p.Sample("b", new Normal(p.Param("b.location", 0), p.Param("b.scale", 0.1f, Constraint.Positive)));
            p.Sample("sigma", new LogNormal(p.Param("sigma.location", 0), p.Param("sigma.scale", 0.1f, Constraint.PositiveByExp)));
        };
        Svi<int> svi = new(model, guide, new()
        {
            Optimizer = new Adam(Schedule.Exponential(0.05f, 0.0005f, 2000)), KlWeight = Schedule.Linear(0, 1, 200), Seed = 3,
        });
        _ = svi.Run(0, 2000).Last();

        ParameterSlab found = svi.Parameters.Slab;
        Assert.InRange(found["w.location"][0], 1.94, 2.06);
        Assert.InRange(found["w.location"][1], -1.06, -0.94);
        Assert.InRange(found["b.location"].Item(), 0.44, 0.56);
        Assert.InRange(Math.Exp(found["sigma.location"].Item()), 0.25, 0.35);
    }

    /// <summary>Gradient of minus the bound against central differences on the same draws, to 1%.</summary>
    [Theory]
    [InlineData(Elbo.MeanField, 1)]
    [InlineData(Elbo.Trace, 3)]
    public void The_gradient_is_that_of_the_bound(Elbo elbo, int particles)
    {
        Program<float[]> model = (p, data) =>
        {
            Tensor mean = p.Sample("mean", new Laplace(0, 2)), sigma = p.Sample("sigma", new HalfNormal(2));
            p.Sample("x", new Normal(mean, sigma), observed: Tensor.Wrap(data, [data.Length]));
        };
        float[] few = s_data[..8];
        SviOptions options = new() { Optimizer = new Sgd(1e-3f), Elbo = elbo, Particles = particles, Seed = 5 };
        Svi<float[]> stepped = new(model, AutoNormal.For(model, 0.3f), options), probe = new(model, AutoNormal.For(model, 0.3f), options);
        _ = stepped.Step(few);
        float[] gradient = [.. stepped.Parameters.Slab.Gradients];
        _ = Loss(0, 0);

        Assert.Equal(4, gradient.Length);
        for (int i = 0; i < gradient.Length; i++)
        {
            double difference = (Loss(i, 1 / 128f) - Loss(i, -1 / 128f)) * 64;
            Assert.InRange(
                gradient[i], difference - (0.01 * Math.Max(1, Math.Abs(difference))),
                difference + (0.01 * Math.Max(1, Math.Abs(difference))));
        }

        double Loss(int i, float by)
        {
            Rng random = Rng.Stream(5, "svi/guide");
            if (!probe.Parameters.IsBuilt)
            {
                return probe.Evaluate(few, particles, ref random).Elbo;
            }

            probe.Parameters.Slab.Values[i] += by;
            double loss = -probe.Evaluate(few, particles, ref random).Elbo;
            probe.Parameters.Slab.Values[i] -= by;
            return loss;
        }
    }

    [Fact]
    public void Resume_gives_the_same_bits()
    {
        Svi<float[]> whole = Make(), first = Make(), second = Make();
        _ = whole.Run(s_data, 40).Last();
        _ = first.Run(s_data, 17).Last();
        StateBuffer bytes = new();
        first.SaveState(new StateSaver(bytes));
        second.LoadState(new StateLoader(bytes.ToArray(), "memory", (name, _) => throw new InvalidOperationException(name)));
        SviReport last = second.Run(s_data, 23).Last();

        Assert.Equal(whole.Parameters.Slab.Values.ToArray(), second.Parameters.Slab.Values.ToArray());
        Assert.Equal(40, last.Step);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Free_numbers_of_another_constraint_are_refused(bool hasRun)
    {
        Svi<int> saved = Scale(Constraint.Positive), other = Scale(Constraint.PositiveByExp);
        _ = saved.Step(0);
        StateBuffer bytes = new();
        saved.SaveState(new StateSaver(bytes));
        StateLoader loader = new(bytes.ToArray(), "memory", (name, _) => throw new InvalidOperationException(name));
        if (hasRun)
        {
            _ = other.Step(0);
            Assert.Contains(
                "'constraints': expected those of these programs' parameters",
                Assert.Throws<DataFormatException>(() => other.LoadState(loader)).Message);
        }
        else
        {
            other.LoadState(loader);
            Assert.Contains(
                "'scale' was saved under the constraint 'Softplus 0 Infinity'; here it is 'Exp 0 Infinity'",
                Assert.Throws<ProgramException>(() => other.Step(0)).Message);
        }

        static Svi<int> Scale(Constraint constraint) => new(
            (p, _) => p.Sample("x", new Normal(0, 1)), (p, _) => p.Sample("x", new Normal(0, p.Param("scale", 1, constraint))),
            new() { Optimizer = new Adam(0.01f) });
    }

    [Fact]
    public void Any_vector_width_gives_the_same_bits() => FeatureSwitch.AssertSame<SviTests>(() => Fingerprint.Of<float>(Learned()));

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[] one = Learned();
            Workers.Count = 3;
            Assert.Equal(one, Learned());
        }
        finally
        {
            Workers.Count = before;
        }
    }

    /// <summary>
    /// Only the distributions of a step, and the handles that closures hold, go to the heap: below 4 KB, whatever the size of the data.
    /// </summary>
    [Fact]
    public void A_warm_step_allocates_nothing_that_grows()
    {
        Svi<float[]> small = Make(), large = Make();
        float[] many = Draw(3, 100_000);
        long few = Allocations.InRound(() => small.Step(s_data)), lots = Allocations.InRound(() => large.Step(many));

        Assert.InRange(few, 0, 4096);
        Assert.Equal(few, lots);
    }

    internal static float[] Draw(ulong seed, int count, float mean = 0)
    {
        float[] values = new float[count];
        Rng random = new(seed);
        random.FillNormal(values, mean);
        return values;
    }

    private static float[] Learned()
    {
        Svi<float[]> svi = Make();
        _ = svi.Run(s_data, 30).Last();
        return svi.Parameters.Slab.Values.ToArray();
    }

    private static Svi<float[]> Make() =>
        new(s_normal, AutoNormal.For(s_normal), new() { Optimizer = new Adam(0.01f), Particles = 2, Seed = 8 });

    /// <summary>ln of the normal density of the data with the mean integrated out.</summary>
    private static double Evidence(float[] x)
    {
        double n = x.Length, sum = x.Sum(v => (double)v), squares = x.Sum(v => (double)v * v);
        return (-0.5 * n * Math.Log(2 * Math.PI)) - (0.5 * Math.Log(1 + (4 * n))) - (0.5 * (squares - (sum * sum / (n + 0.25))));
    }

    /// <summary>
    /// A prior of one number is served by kernels for all weights at once, one of a tensor by the formulas, element by element.
    /// </summary>
    [Theory]
    [InlineData(Elbo.MeanField)]
    [InlineData(Elbo.Trace)]
    public void A_prior_of_one_number_gives_what_the_same_prior_for_each_weight_gives(Elbo elbo)
    {
        SviReport one = Step(_ => new Normal(0.1f, 0.5f)),
            each = Step(entry => new Normal(Tensor.Full(entry.Shape, 0.1f), Tensor.Full(entry.Shape, 0.5f)));

        Assert.Equal(each.LogLikelihood, one.LogLikelihood, Math.Abs(each.LogLikelihood) * 1e-5);
        Assert.Equal(each.Kl, one.Kl, Math.Abs(each.Kl) * 1e-5);
        Assert.Equal(each.GradientNorm, one.GradientNorm, each.GradientNorm * 1e-5f);

        SviReport Step(Func<ParameterInfo, Distribution> prior)
        {
            BayesianNetwork network = new([new Dense(40, Tensors.Ops.Relu), new Dense(3)], [30], prior, seed: 1);
            Rng random = new(3);
            Tensor x = Tensor.Normal([8, 30], ref random), y = Tensor.Of(0, 1, 2, 0, 1, 2, 0, 1);
            Svi<int> svi = new(
                (p, _) =>
                {
                    Tensor logits = network.Call(p, x);
                    using (p.Plate("data", 80, batch: 8))
                    {
                        p.Sample("y", Categorical.OfLogits(logits), observed: y);
                    }
                },
                (p, _) => network.Guide(p),
                new() { Optimizer = new Adam(0.01f), Elbo = elbo, Particles = 2, Seed = 5 });
            return svi.Run(0, 5).Last();
        }
    }
}
