namespace Epoche.Reinforcement.Tests.Policies.Heads;

/// <summary>Heads draw from the distribution whose density they state, and their gradients are those of the formulas.</summary>
public sealed class ActionHeadTests
{
    public static TheoryData<string> Names => [.. HeadCase.All.Select(head => head.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Densities_and_entropies_and_their_gradients_are_those_of_the_formulas(string name)
    {
        HeadCase test = HeadCase.Named(name);
        float[] actions = Drawn(test, out _);
        double[][] doubles = [.. Enumerable.Range(0, test.Rows).Select(row => Action(test, actions, row))];

        (float[] density, float[] slopes) = Gradient(test, (outputs, mask) => test.Head.LogDensity(outputs, Actions(test, actions), mask));
        (float[] entropy, float[] entropySlopes) = Gradient(test, test.Head.Entropy);

        for (int row = 0; row < test.Rows; row++)
        {
            bool[] mask = test.Mask(row);
            double[] action = doubles[row];
            Check(test, row, density, slopes, x => test.LogDensity(x, action, mask));
            Check(test, row, entropy, entropySlopes, x => test.Entropy(x, mask));
        }
    }

    /// <summary>Bit for bit for discrete actions, whose kernels are the same; of Gaussians the sums may round differently.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_draw_states_the_density_that_learning_finds(string name)
    {
        HeadCase test = HeadCase.Named(name);
        float[] actions = Drawn(test, out float[] stated);
        (float[] found, _) = Gradient(test, (outputs, mask) => test.Head.LogDensity(outputs, Actions(test, actions), mask));
        for (int row = 0; row < test.Rows; row++)
        {
            float tolerance = test.Head is SquashedGaussianHead ? 4e-6f : test.Head is GaussianHead or BernoulliHead ? 1e-6f : 0f;
            Assert.Equal(found[row], stated[row], tolerance);
        }
    }

    /// <summary>
    /// The mean of −log density over draws is the entropy; of 20,000 draws with deviations of up to 1.1 it lies within five standard
    /// errors.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_have_the_entropy_that_is_stated(string name)
    {
        const int draws = 20_000;
        HeadCase test = HeadCase.Named(name);
        Rng random = Rng.Stream(3, "test");
        double[] sums = new double[test.Rows];
        float[] actions = new float[test.Rows * test.Head.ActionWidth], densities = new float[test.Rows];
        for (int i = 0; i < draws; i++)
        {
            test.Head.Sample(test.Outputs, test.Allowed, ref random, actions, densities);
            for (int row = 0; row < test.Rows; row++)
            {
                sums[row] -= densities[row] / draws;
            }
        }

        for (int row = 0; row < test.Rows; row++)
        {
            Assert.Equal(test.Entropy(test.Row(row), test.Mask(row)), sums[row], 5 * 1.1 / Math.Sqrt(draws));
        }
    }

    [Fact]
    public void Choices_come_as_often_as_their_probabilities_and_forbidden_ones_never()
    {
        const int draws = 20_000;
        HeadCase test = HeadCase.Named("multi-masked");
        Rng random = Rng.Stream(5, "test");
        int[,] counts = new int[2, 5];
        float[] actions = new float[4], densities = new float[2];
        for (int i = 0; i < draws; i++)
        {
            test.Head.Sample(test.Outputs, test.Allowed, ref random, actions, densities);
            for (int row = 0; row < 2; row++)
            {
                counts[row, (int)actions[row * 2]]++;
                counts[row, 3 + (int)actions[(row * 2) + 1]]++;
            }
        }

        // e^0.3/(e^0.3 + e^−1.2) = 0.8176, then a part with one choice; e^2/(e^2 + e^−1) = 0.9526 and 1/(1 + e^1) = 0.2689.
        double[,] expected = { { 0.8176, 0.1824, 0, 0, 1 }, { 0, 0.9526, 0.0474, 0.2689, 0.7311 } };
        for (int row = 0; row < 2; row++)
        {
            for (int choice = 0; choice < 5; choice++)
            {
                double p = expected[row, choice];
                Assert.Equal(p, counts[row, choice] / (double)draws, (5 * Math.Sqrt(p * (1 - p) / draws)) + (p is 0 or 1 ? 0 : 1e-4));
            }
        }
    }

    [Fact]
    public void Numbers_have_their_mean_and_deviation()
    {
        const int draws = 40_000;
        GaussianHead head = new(ActionSpec.Continuous(-1, 1));
        Rng random = Rng.Stream(1, "test");
        float[] outputs = new float[2 * draws], actions = new float[draws];
        for (int i = 0; i < draws; i++)
        {
            (outputs[2 * i], outputs[(2 * i) + 1]) = (0.5f, MathF.Log(2));
        }

        head.Sample(outputs, [], ref random, actions, new float[draws]);

        double mean = actions.Average(), variance = actions.Average(a => (a - mean) * (a - mean));
        Assert.Equal(0.5, mean, 5 * 2 / Math.Sqrt(draws));
        Assert.Equal(2, Math.Sqrt(variance), 5 * 2 / Math.Sqrt(2.0 * draws));
    }

    [Fact]
    public void The_mode_is_the_likeliest_that_is_allowed_and_of_equal_ones_the_first()
    {
        float[] one = new float[1], two = new float[2];
        new CategoricalHead(3).Mode([1, 3, 3], [], one);
        Assert.Equal([1f], one);
        new CategoricalHead(3).Mode([1, 3, 2], [true, false, true], one);
        Assert.Equal([2f], one);
        new MultiCategoricalHead(2, 3).Mode([0, 1, 5, 6, 4], [true, true, true, false, true], two);
        Assert.Equal([1f, 0f], two);
        new BernoulliHead(2).Mode([0.1f, -3], [], two);
        Assert.Equal([1f, 0f], two);
        new GaussianHead(ActionSpec.Continuous(-1, 1, 2)).Mode([4, -2, 0, 0], [], two);
        Assert.Equal([4f, -2f], two);
    }

    /// <summary>A draw outside of the bounds keeps its own density; the environment gets the bound.</summary>
    [Fact]
    public void The_environment_gets_indices_or_numbers_within_its_bounds()
    {
        int[] indices = new int[2];
        float[] values = new float[4];
        new MultiCategoricalHead(2, 3).ToEnvironment([1, 2], new PolicyActions(indices));
        new GaussianHead(ActionSpec.Continuous([-1, -2], [1, 2])).ToEnvironment([1.5f, 1.5f, -3, -3], new PolicyActions(values));
        Assert.Equal([1, 2], indices);
        Assert.Equal([1, 1.5f, -1, -2], values);
    }

    /// <summary>Logits far apart and masks that leave one choice give zeros and no NaN, in gradients too.</summary>
    [Fact]
    public void Certain_choices_have_no_entropy_and_no_gradient()
    {
        HeadCase test = new("certain", new CategoricalHead(3), [1e4f, -1e4f, 0, 7, 1e30f, -5], [true, true, true, true, false, false],
            (_, _, _) => 0, (_, _) => 0);
        (float[] entropy, float[] slopes) = Gradient(test, test.Head.Entropy);
        (float[] density, float[] densitySlopes) = Gradient(
            test, (outputs, mask) => test.Head.LogDensity(outputs, Tensor.Of([0, 0], [2, 1]), mask));

        Assert.All([.. entropy, .. slopes, .. density, .. densitySlopes], number => Assert.Equal(0, number));
    }

    /// <summary>A network that gave NaN must not lead to a choice that its state forbids.</summary>
    [Fact]
    public void Without_numbers_the_first_allowed_choice_is_drawn()
    {
        Rng random = new(1);
        float[] action = new float[1];
        new CategoricalHead(3).Sample([float.NaN, 1, 2], [false, true, true], ref random, action, new float[1]);
        Assert.NotEqual(0, action[0]);
        new CategoricalHead(3).Sample([1, float.NaN, 2], [false, true, true], ref random, action, new float[1]);
        Assert.Equal(1, action[0]);
    }

    [Fact]
    public void A_head_refuses_what_does_not_fit()
    {
        Rng random = new(1);
        CategoricalHead head = new(3);
        Assert.Contains("3 outputs for each observation; received 4", Refused(() => head.Sample(new float[4], [], ref random, [], [])));
        Assert.Contains("masks of 3 booleans", Refused(() => head.Mode(new float[3], new bool[2], new float[1])));
        Assert.Contains("room for 1 actions; received 2", Refused(() => head.Mode(new float[3], [], new float[2])));
        Assert.Contains("allows no action", Refused(() => head.Sample(new float[3], new bool[3], ref random, new float[1], new float[1])));
        Assert.Contains("outputs [batch, 3]", Refused(() => head.Entropy(Tensor.Zeros([2, 4]), null)));
        Assert.Contains("actions [2, 1]", Refused(() => head.LogDensity(Tensor.Zeros([2, 3]), Tensor.Zeros([2]), null)));
        Assert.Contains("discrete(3)", Refused(() => new GaussianHead(ActionSpec.Discrete(3))));
    }

    private static string Refused(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;

    private static float[] Drawn(HeadCase test, out float[] densities)
    {
        Rng random = Rng.Stream(2, "test");
        float[] actions = new float[test.Rows * test.Head.ActionWidth];
        densities = new float[test.Rows];
        test.Head.Sample(test.Outputs, test.Allowed, ref random, actions, densities);
        return actions;
    }

    private static Tensor Actions(HeadCase test, float[] actions) => Tensor.Of(actions, [test.Rows, test.Head.ActionWidth]);

    private static double[] Action(HeadCase test, float[] actions, int row) =>
        [.. actions.AsSpan(row * test.Head.ActionWidth, test.Head.ActionWidth).ToArray().Select(x => (double)x)];

    /// <summary>What is computed for each row, and the gradient of its sum by the outputs.</summary>
    private static (float[] Values, float[] Slopes) Gradient(HeadCase test, Func<Tensor, Tensor?, Tensor> compute)
    {
        Shape masks = [test.Rows, test.Head.MaskWidth];
        using StepArena.OpenStep step = new StepArena().Step();
        Tensor outputs = Tensor.Variable(test.Outputs, [test.Rows, test.Head.Outputs]);
        Tensor? mask = test.Allowed.Length == 0 ? null : Tensor.Of([.. test.Allowed.Select(allowed => allowed ? 1f : 0f)], masks);
        Tensor values = compute(outputs, mask);
        Assert.Equal([test.Rows], values.Shape);
        Tape.Backward(values.Sum());
        return (values.ToArray(), outputs.Gradient.ToArray());
    }

    /// <summary>Central differences of the formula in double precision, whose own error lies far below float32's.</summary>
    private static void Check(HeadCase test, int row, float[] values, float[] slopes, Func<double[], double> formula)
    {
        const double step = 1e-5, tolerance = 2e-5;
        Assert.Equal(formula(test.Row(row)), values[row], tolerance);
        for (int i = 0; i < test.Head.Outputs; i++)
        {
            double[] up = test.Row(row), down = test.Row(row);
            (up[i], down[i]) = (up[i] + step, down[i] - step);
            Assert.Equal((formula(up) - formula(down)) / (2 * step), slopes[(row * test.Head.Outputs) + i], tolerance);
        }
    }
}
