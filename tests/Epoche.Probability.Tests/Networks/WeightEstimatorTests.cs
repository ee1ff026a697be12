using Epoche.Conformance;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Networks;

public sealed class WeightEstimatorTests
{
    private const int Draws = 4000;

    public static TheoryData<WeightEstimator> All => [.. Enum.GetValues<WeightEstimator>()];

    public static TheoryData<WeightEstimator, bool> AllOnBoth => new(
        from estimator in Enum.GetValues<WeightEstimator>()
        from isPicture in new[] { false, true }
        select (estimator, isPicture));

    /// <summary>
    /// One layer, so that mean x·M + m and variance x²·S² + s² of an output are known: 4,000 draws, seed 1; means within 4.5 standard
    /// errors, variances within 12% (2.2% is a standard error), for 2 × 4 outputs of a dense layer and 2 × 2 × 2 × 2 of a convolution.
    /// </summary>
    [Theory]
    [MemberData(nameof(AllOnBoth))]
    public void Outputs_have_the_mean_and_the_variance_of_drawn_weights(WeightEstimator estimator, bool isPicture)
    {
        Lifted lifted = new(estimator, isPicture ? [new Conv2D(2, 2)] : [new Dense(4)], isPicture ? [3, 3, 2] : [5]);
        Tensor x = lifted.Inputs(2);
        Tensor drawn = lifted.Outputs(x, Draws);
        ParameterSlab slab = lifted.Parameters.Slab;
        string layer = isPicture ? "conv2d" : "dense";
        Tensor mean = Affine(x, slab[$"{layer}/kernel/location"], slab[$"{layer}/bias/location"]);
        Tensor variance = Affine(Square(x), Square(Softplus(slab[$"{layer}/kernel/scale"])), Square(Softplus(slab[$"{layer}/bias/scale"])));

        Tensor found = drawn.Mean(axis: 0), spread = Square(drawn - found).Mean(axis: 0);
        for (int i = 0; i < mean.Count; i++)
        {
            double error = 4.5 * Math.Sqrt(variance.Values[i] / Draws);
            Assert.InRange(found.Values[i], mean.Values[i] - error, mean.Values[i] + error);
            Assert.InRange(spread.Values[i], variance.Values[i] * 0.88f, variance.Values[i] * 1.12f);
        }

        Tensor Affine(Tensor inputs, Tensor kernel, Tensor bias) => isPicture ? Conv2D(inputs, kernel, bias) : Linear(inputs, kernel, bias);
    }

    /// <summary>Two examples alike get one answer from a drawn network, and others from what is drawn for each.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Examples_share_a_draw_only_where_weights_are_drawn(WeightEstimator estimator)
    {
        Lifted lifted = new(estimator, [new Dense(4, Relu), new Dense(3)], [5]);
        Tensor twice = Concat(0, lifted.Inputs(1), lifted.Inputs(1)), y = lifted.Outputs(twice, 1).Reshape(2, 3);

        Assert.Equal(estimator == WeightEstimator.Weights, y.Slice(0, 0, 1).ToArray().SequenceEqual(y.Slice(0, 1, 1).ToArray()));
    }

    /// <summary>
    /// The gradient of the mean square of the outputs against central differences on the same noise, all parameters, to 2%.
    /// </summary>
    [Theory]
    [MemberData(nameof(AllOnBoth))]
    public void The_gradient_is_that_of_the_loss(WeightEstimator estimator, bool isPicture)
    {
        Lifted lifted = new(
            estimator, isPicture ? [new Conv2D(2, 2, Tanh), new Flatten(), new Dense(2)] : [new Dense(3, Tanh), new Dense(2)],
            isPicture ? [3, 3, 1] : [2]);
        Tensor x = lifted.Inputs(4);
        ParameterSlab slab = lifted.Parameters.Slab;
        slab.ZeroGradients();
        _ = lifted.Loss(x, backward: true);
        float[] gradient = slab.Gradients.ToArray();

        for (int i = 0; i < gradient.Length; i++)
        {
            float kept = slab.Values[i];
            slab.Values[i] = kept + (1 / 128f);
            double up = lifted.Loss(x, backward: false);
            slab.Values[i] = kept - (1 / 128f);
            double difference = (up - lifted.Loss(x, backward: false)) * 64;
            slab.Values[i] = kept;
            double tolerance = 0.02 * Math.Max(0.2, Math.Abs(difference));
            Assert.InRange(gradient[i], difference - tolerance, difference + tolerance);
        }
    }

    /// <summary>
    /// The same batch of 64, 200 draws, seed 1: the variance of the gradient, summed over all parameters. Weights share their noise over
    /// the batch; drawn for each example it averages out.
    /// </summary>
    [Fact]
    public void Noise_that_each_example_has_for_itself_averages_out()
    {
        double[] variances = [.. Enum.GetValues<WeightEstimator>().Select(estimator =>
        {
            Lifted lifted = new(estimator, [new Dense(16, Relu), new Dense(2)], [8]);
            Tensor x = lifted.Inputs(64);
            float[][] gradients = [.. Enumerable.Range(0, 200).Select(draw =>
            {
                lifted.Parameters.Slab.ZeroGradients();
                _ = lifted.Loss(x, backward: true, isNew: true);
                return lifted.Parameters.Slab.Gradients.ToArray();
            })];
            return Enumerable.Range(0, gradients[0].Length).Select(i => Variance([.. gradients.Select(g => g[i])])).Sum();
        })];

        Assert.True(variances[(int)WeightEstimator.Flipout] < 0.3 * variances[(int)WeightEstimator.Weights], string.Join(", ", variances));
        Assert.True(
            variances[(int)WeightEstimator.LocalReparameterization] < 0.15 * variances[(int)WeightEstimator.Weights],
            string.Join(", ", variances));
    }

    private static double Variance(float[] values)
    {
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    /// <summary>
    /// A linear model with noise of deviation 0.5, 64 points, prior N(0, 1): the best independent normal has the posterior's mean
    /// (AᵀA/0.25 + I)⁻¹Aᵀy/0.25 and the precisions on its diagonal. Seed 3; locations within 0.03, scales within 6%.
    /// </summary>
    [Theory]
    [MemberData(nameof(All))]
    public void All_find_the_posterior_of_a_line(WeightEstimator estimator)
    {
        Rng random = new(3);
        Tensor x = Tensor.Normal([64, 1], ref random), y = (0.8f * x) + 0.3f + Tensor.Normal([64, 1], ref random, 0, 0.5f);
        BayesianNetwork network = new([new Dense(1)], [1], seed: 1) { Estimator = estimator };
        Svi<Tensor> svi = new(
            Model(network, y, 0.5f), (p, _) => network.Guide(p),
            new() { Optimizer = new Adam(Schedule.Exponential(0.03f, 0.0003f, 3000)), Particles = 2, Seed = 1 });
        _ = svi.Run(x, 3000).Last();

        double sxx = 4 * Sum(x * x), sx = 4 * Sum(x), n = (4 * 64) + 1, sxy = 4 * Sum(x * y), sy = 4 * Sum(y), a = sxx + 1,
            determinant = (a * n) - (sx * sx);
        ParameterSlab found = svi.Parameters.Slab;
        Assert.InRange(
            found["dense/kernel/location"].Item(), (((n * sxy) - (sx * sy)) / determinant) - 0.03,
            (((n * sxy) - (sx * sy)) / determinant) + 0.03);
        Assert.InRange(
            found["dense/bias/location"].Item(), (((a * sy) - (sx * sxy)) / determinant) - 0.03,
            (((a * sy) - (sx * sxy)) / determinant) + 0.03);
        Assert.InRange(Softplus(found["dense/kernel/scale"]).Item(), 0.94 / Math.Sqrt(a), 1.06 / Math.Sqrt(a));
        Assert.InRange(Softplus(found["dense/bias/scale"]).Item(), 0.94 / Math.Sqrt(n), 1.06 / Math.Sqrt(n));

        static double Sum(Tensor values) => values.ToArray().Sum(value => (double)value);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Resume_gives_the_same_bits(WeightEstimator estimator)
    {
        Tensor x = Tensor.Of(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
        Svi<Tensor> whole = Make(estimator), first = Make(estimator), second = Make(estimator);
        _ = whole.Run(x, 20).Last();
        _ = first.Run(x, 9).Last();
        StateBuffer bytes = new();
        first.SaveState(new StateSaver(bytes));
        second.LoadState(new StateLoader(bytes.ToArray(), "memory", (name, _) => throw new InvalidOperationException(name)));
        _ = second.Run(x, 11).Last();

        Assert.Equal(whole.Parameters.Slab.Values.ToArray(), second.Parameters.Slab.Values.ToArray());
    }

    [Fact]
    public void Any_vector_width_gives_the_same_bits() =>
        FeatureSwitch.AssertSame<WeightEstimatorTests>(() => Fingerprint.Of<float>(Learned()));

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

    [Fact]
    public void What_does_not_fit_an_estimator_is_said()
    {
        BayesianNetwork network = new([new Dense(1)], [2], seed: 1) { Estimator = WeightEstimator.LocalReparameterization };
        Tensor x = Tensor.Ones([3, 2]), y = Tensor.Ones([3, 1]);
        Svi<Tensor> trace = new(Model(network, y, 1), (p, _) => network.Guide(p), new() { Optimizer = new Sgd(0.1f), Elbo = Elbo.Trace });
        Assert.Contains(
            "Site 'dense/kernel': WeightEstimator.LocalReparameterization draws outputs, not weights",
            Assert.Throws<ProgramException>(() => trace.Step(x)).Message);

        Program<Tensor> model = Model(network, y, 1);
        Svi<Tensor> own = new(model, AutoNormal.For(model), new() { Optimizer = new Sgd(0.1f) });
        Assert.Contains("BayesianNetwork.Guide before the model", Assert.Throws<InvalidOperationException>(() => own.Step(x)).Message);
    }

    private static Program<Tensor> Model(BayesianNetwork network, Tensor y, float noise) => (p, x) =>
    {
        Tensor mean = network.Call(p, x);
        using (p.Plate("data", x.Length(0)))
        {
            p.Sample("y", new Normal(mean, noise), observed: y);
        }
    };

    private static Svi<Tensor> Make(WeightEstimator estimator)
    {
        BayesianNetwork network = new([new Dense(4, Relu), new Dense(1)], [2], seed: 1) { Estimator = estimator };
        return new(Model(network, Tensor.Of([1, 2, 3], [3, 1]), 1), (p, _) => network.Guide(p), new()
        {
            Optimizer = new Adam(0.01f), Particles = 2, Seed = 8,
        });
    }

    private static float[] Learned() => [.. Enum.GetValues<WeightEstimator>().SelectMany(estimator =>
    {
        Lifted lifted = new(estimator, [new Conv2D(2, 2, Relu), new Flatten(), new Dense(2)], [5, 5, 1]);
        _ = lifted.Loss(lifted.Inputs(32), backward: true);
        return lifted.Parameters.Slab.Gradients.ToArray();
    })];

    /// <summary>A lifted network whose guide is wide, and steps of training on it.</summary>
    private sealed class Lifted
    {
        private readonly BayesianNetwork _network;
        private readonly Shape _input;
        private readonly StepArena _arena = new();
        private int _draw;

        internal Lifted(WeightEstimator estimator, Sequential layers, Shape input)
        {
            (_network, _input) = (new BayesianNetwork(layers, input, seed: 1) { Estimator = estimator }, input);
            using (_arena.Step())
            {
                _network.Guide(new SeedContext(new RootContext(Parameters), new Rng(1)), scale: 0.4f);
            }

            Parameters.Build();
        }

        internal ParameterStore Parameters { get; } = new();

        internal Tensor Inputs(int count)
        {
            Rng random = new(2);
            return Tensor.Normal(_input.Prepend(count), ref random);
        }

        /// <summary>[draws, batch, output…].</summary>
        internal Tensor Outputs(Tensor x, int draws)
        {
            Tensor[] all = [.. Enumerable.Range(0, draws).Select(_ => Step(x, y => y.Keep(), isNew: true))];
            Shape shape = all[0].Shape;
            return Tensor.Of([.. all.SelectMany(y => y.ToArray())], shape.Prepend(draws));
        }

        internal double Loss(Tensor x, bool backward, bool isNew = false) => Step(
            x,
            y =>
            {
                Tensor loss = Square(y).Mean();
                if (backward)
                {
                    Tape.Backward(loss);
                }

                return (double)loss.Item();
            },
            isNew);

        private T Step<T>(Tensor x, Func<Tensor, T> use, bool isNew)
        {
            _draw += isNew ? 1 : 0;
            using (_arena.TrainingStep(Rng.Stream(1, "outputs", _draw)))
            {
                TraceContext guide = new(new SeedContext(new RootContext(Parameters), Rng.Stream(1, "weights", _draw)));
                _network.Guide(guide);
                return use(_network.Call(new ReplayContext(new RootContext(Parameters), guide.Trace), x));
            }
        }
    }
}
