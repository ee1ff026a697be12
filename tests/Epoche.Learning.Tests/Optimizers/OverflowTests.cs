namespace Epoche.Learning.Tests.Optimizers;

/// <summary>Overflow inside of an update: a right step, or an error with everything as it was.</summary>
public sealed class OverflowTests
{
    private static readonly Dictionary<string, Func<Schedule, Optimizer>> s_makers = new()
    {
        ["sgd"] = rate => new Sgd(rate),
        ["sgd, decay"] = rate => new Sgd(rate, weightDecay: 0.01f),
        ["momentum"] = rate => new Sgd(rate, momentum: 0.9f),
        ["momentum, decay"] = rate => new Sgd(rate, momentum: 0.9f, weightDecay: 0.01f),
        ["nesterov"] = rate => new Sgd(rate, momentum: 0.9f, nesterov: true),
        ["rmsprop"] = rate => new RmsProp(rate),
        ["rmsprop-graves"] = rate => new RmsPropGraves(rate),
        ["adam"] = rate => new Adam(rate),
        ["adamw"] = rate => new AdamW(rate),
        ["custom"] = rate => new Scalar(rate),
    };

    public static TheoryData<string> Names => [.. s_makers.Keys];

    public static TheoryData<string> WithSquares => ["rmsprop", "rmsprop-graves", "adam", "adamw", "custom"];

    // √(3e38² + 3e38²) = 4.24e38 is no float, but the clipped gradient is (1, −1)/√2.
    [Theory]
    [InlineData(3e38f, 1)]
    [InlineData(3e38f, 1e-6f)]
    [InlineData(1e30f, 1e-3f)]
    [InlineData(1e-25f, 1e-30f)] // the squares vanish
    [InlineData(1e-40f, 1e-42f)] // and these are subnormal
    public void The_norm_is_right_for_every_finite_gradient(float gradient, float clip)
    {
        Weights model = new(2);
        Trainer trainer = new(new() { Optimizer = new Sgd(0.5f), ClipNorm = clip }, model.Parameters);

        StepReport report = trainer.Step(model.Objective, [gradient, -gradient]);

        Assert.Equal(Math.Min(gradient * Math.Sqrt(2), float.MaxValue), report.GradientNorm, 1e-5 * gradient);
        float step = 0.5f * clip / MathF.Sqrt(2);
        Assert.Equal([-step, step], model.Values, (a, b) => MathF.Abs(a - b) <= MathF.Max(2e-6f * step, 1e-44f));
    }

    [Fact]
    public void The_norm_spans_models_of_very_different_gradients()
    {
        Weights large = new(1), small = new(1);
        Trainer trainer = new(new() { Optimizer = new Sgd(1), ClipNorm = 5 }, large.Parameters, small.Parameters);
        StepReport report = trainer.Step<int>(
            _ => (large.Model.Call(Tensor.Ones([1, 1])) * 3e30f).Sum() + (small.Model.Call(Tensor.Ones([1, 1])) * 4e30f).Sum(), 0);
        Assert.Equal(5e30, report.GradientNorm, 1e25);
        Assert.Equal([-3, -4], [large.Values[0], small.Values[0]], (a, b) => MathF.Abs(a - b) < 1e-5f);
    }

    [Theory]
    [MemberData(nameof(WithSquares))]
    public void A_gradient_whose_square_is_infinite_changes_nothing(string name)
    {
        Weights model = new(3), other = new(3);
        Trainer trainer = Trained(name, 0.01f, model), untouched = Trained(name, 0.01f, other);

        NonFiniteException error = Assert.Throws<NonFiniteException>(() => trainer.Step(model.Objective, [1, 1e38f, 1]));

        Assert.Equal(4, error.Step);
        Assert.Contains("slot", error.Message, StringComparison.Ordinal);
        Assert.Contains("'weights/weights' [3]", error.Tensor, StringComparison.Ordinal);
        Assert.Contains("The parameters are as they were", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, trainer.StepCount);
        for (int i = 0; i < 5; i++) // the state too: what follows has the same bits
        {
            Assert.Equal(other.Values, model.Values);
            trainer.Step(model.Objective, [1, -2, 3]);
            untouched.Step(other.Objective, [1, -2, 3]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_weight_that_would_become_infinite_is_noticed_in_the_same_update(string name)
    {
        foreach ((float weight, float gradient, float rate) in ((float, float, float)[])[
            (0, 1e37f, 100), (-3.4e38f, 1, 1e38f), (-3.4e38f, 0.5f, 3e38f)])
        {
            Weights model = new(2), other = new(2);
            Schedule schedule = new Jump(0.01f, rate, after: 3);
            Trainer trainer = Trained(name, schedule, model), untouched = Trained(name, schedule, other);
            (model.Parameters.Values[1], other.Parameters.Values[1]) = (weight, weight);
            float[] before = model.Values;

            Exception? thrown = Record.Exception(() => trainer.Step(model.Objective, [0, gradient]));

            if (thrown is null)
            {
                // Adam's step is as long as the rate, so it may stay finite.
                Assert.All(model.Values, value => Assert.True(float.IsFinite(value), $"{name}, {rate}: {value}"));
                continue;
            }

            Assert.IsType<NonFiniteException>(thrown);
            Assert.Equal(before, model.Values);
            (model.Parameters.Values[1], other.Parameters.Values[1]) = (1, 1);
            Assert.Equal(other.Values, model.Values);
            Assert.Equal(StateOf(untouched, other), StateOf(trainer, model));
        }

        static float[] StateOf(Trainer trainer, Weights model) =>
            [.. trainer.Optimizer.StateOf(model.Parameters).Slots.SelectMany(slot => slot.Span.ToArray())];
    }

    [Fact]
    public void Plain_descent_with_a_rate_of_100_stops_before_the_weight_is_infinite()
    {
        Weights model = new(1);
        Trainer trainer = new(new() { Optimizer = new Sgd(100) }, model.Parameters);
        Step();
        Step();
        Step();
        float before = model.Values[0];
        Assert.Equal(-3e38f, before, 1e32f);

        NonFiniteException error = Assert.Throws<NonFiniteException>(Step); // −4e38 is no float

        Assert.Equal(4, error.Step);
        Assert.Contains("new value of 'weights/weights'", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Values[0]);

        // The loss is 0 and its gradient 1e36.
        void Step() => trainer.Step(now => ((model.Model.Call(Tensor.Ones([1, 1])) - now) * 1e36f).Sum(), model.Values[0]);
    }

    [Theory]
    [InlineData("adam", 1e19f)]
    [InlineData("adamw", 1e19f)]
    [InlineData("rmsprop", 1e18f)]
    [InlineData("custom", 1e18f)]
    public void A_large_gradient_whose_square_fits_makes_a_step_of_the_same_length(string name, float gradient)
    {
        Weights large = new(1), ordinary = new(1);
        new Trainer(new() { Optimizer = s_makers[name](0.01f) }, large.Parameters).Step(large.Objective, [gradient]);
        new Trainer(new() { Optimizer = s_makers[name](0.01f) }, ordinary.Parameters).Step(ordinary.Objective, [1]);
        Assert.Equal(ordinary.Values[0], large.Values[0], 1e-6f); // what divides by the gradient's size has forgotten ε in both cases
    }

    [Fact]
    public void The_weights_of_all_models_are_restored()
    {
        Weights first = new(1), second = new(1);
        Trainer trainer = new(new() { Optimizer = new Sgd(10) }, first.Parameters, second.Parameters);
        Assert.Throws<NonFiniteException>(() => trainer.Step<int>(
            _ => first.Model.Call(Tensor.Ones([1, 1])).Sum() + (second.Model.Call(Tensor.Ones([1, 1])) * 3e38f).Sum(), 0));
        Assert.Equal([0, 0], [first.Values[0], second.Values[0]]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ordinary_updates_take_no_copy_and_none_allocates(string name)
    {
        Weights model = new(20_000);
        Trainer trainer = new(new() { Optimizer = s_makers[name](1e-3f), ClipNorm = 1 }, model.Parameters);
        float[] gradients = [.. Enumerable.Range(0, 20_000).Select(i => MathF.Round(i % 7) - 3)];
        Assert.Equal(0, Conformance.Allocations.InRound(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                trainer.Step(model.Objective, gradients);
            }
        }));
        Assert.Equal(name == "custom", trainer.Optimizer.HasBackup);
    }

    [Fact]
    public void What_a_custom_optimizer_throws_leaves_weights_and_slots_as_they_were()
    {
        Weights model = new(2);
        Trainer trainer = new(new() { Optimizer = new Scalar(new Jump(0.1f, 0.1f, 1)) { ThrowsAt = 2 } }, model.Parameters);
        trainer.Step(model.Objective, [1, 2]);
        float[] before = model.Values, state = trainer.Optimizer.StateOf(model.Parameters).Slots[0].Span.ToArray();
        Assert.Throws<TimeoutException>(() => trainer.Step(model.Objective, [1, 2]));
        Assert.Equal(before, model.Values);
        Assert.Equal(state, trainer.Optimizer.StateOf(model.Parameters).Slots[0].Span.ToArray());
        Assert.Equal(1, trainer.StepCount);
    }

    private static Trainer Trained(string name, Schedule rate, Weights model)
    {
        Trainer trainer = new(new() { Optimizer = s_makers[name](rate) }, model.Parameters);
        for (int i = 0; i < 3; i++)
        {
            trainer.Step(model.Objective, [.. model.Values.Select((_, k) => (float)(k + i + 1))]);
        }

        return trainer;
    }

    /// <summary>A rate that jumps.</summary>
    private sealed class Jump(float before, float then, long after) : Schedule
    {
        public override float At(long step) => step < after ? before : then;
    }

    /// <summary>RMSprop once more, as someone would write it: the library knows nothing of its bounds.</summary>
    private sealed class Scalar(Schedule rate) : Optimizer(slots: 1)
    {
        public long ThrowsAt { get; init; } = -1;

        public override Optimizer Fresh() => new Scalar(rate) { ThrowsAt = ThrowsAt };

        protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
        {
            Span<float> squares = slots[0];
            for (int i = 0; i < weights.Length; i++)
            {
                squares[i] = (0.9f * squares[i]) + (0.1f * gradients[i] * gradients[i]);
                weights[i] -= rate.At(step - 1) * gradients[i] / MathF.Sqrt(squares[i] + 1e-8f);
                if (step == ThrowsAt)
                {
                    throw new TimeoutException();
                }
            }
        }
    }
}
