using Epoche.Conformance;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Optimizers;

public sealed class ParameterGroupTests
{
    public static TheoryData<string> Names => [.. OptimizerRegistry.All.Select(entry => entry.Name)];

    // Two layers whose weights all have the gradient 1: w −= 0.5·factor·(1 + decay·w), each from a weight of 2.
    [Fact]
    public void A_step_of_plain_descent_is_that_of_each_group()
    {
        Pair pair = new();
        Trainer trainer = Make(pair.Model, new Sgd(0.5f, weightDecay: 0.1f),
            new ParameterGroup("*/bias") { WeightDecay = 0.2f },
            new("first") { LearningRateFactor = 0.5f },
            new("second/kernel") { WeightDecay = 0 });

        trainer.Step(pair.Objective, 0);

        AssertNear(2 - (0.5 * 0.5 * (1 + (0.1 * 2))), pair.Model.Parameters["first/kernel"]);
        AssertNear(2 - (0.5 * 0.5 * (1 + (0.2 * 2))), pair.Model.Parameters["first/bias"]);
        AssertNear(2 - (0.5 * 1), pair.Model.Parameters["second/kernel"]);
        AssertNear(2 - (0.5 * (1 + (0.2 * 2))), pair.Model.Parameters["second/bias"]);
    }

    [Fact]
    public void Of_each_setting_the_last_group_that_states_it_counts()
    {
        Pair pair = new();
        Trainer trainer = Make(pair.Model, new Sgd(1),
            new ParameterGroup("*") { LearningRateFactor = 0, WeightDecay = 0.25f },
            new("*/kernel") { LearningRateFactor = 2 });

        trainer.Step(pair.Objective, 0);

        AssertNear(2 - (2 * (1 + (0.25 * 2))), pair.Model.Parameters["first/kernel"]);
        AssertNear(2, pair.Model.Parameters["first/bias"]);
    }

    // A factor on the rate of all is another rate: bit for bit, where both are powers of 2.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_factor_on_all_parameters_is_another_learning_rate(string name)
    {
        OptimizerRegistry.Entry entry = OptimizerRegistry.Find(name);
        float[] settings =
            [.. entry.Settings.Select(setting => setting.Name switch { "weight_decay" => 0.1f, "momentum" => 0.9f, _ => setting.Default })];
        Assert.Equal(
            Trained(entry.Create(Schedule.Linear(0.0625f, 0.03125f, 4), settings)),
            Trained(entry.Create(Schedule.Linear(0.25f, 0.125f, 4), settings), new ParameterGroup("*") { LearningRateFactor = 0.25f }));
    }

    [Fact]
    public void Weight_decay_by_group_is_that_of_the_optimizer()
    {
        foreach ((Optimizer own, Optimizer plain) in (ReadOnlySpan<(Optimizer, Optimizer)>)
            [(new Sgd(0.1f, 0.9f, weightDecay: 0.5f), new Sgd(0.1f, 0.9f)),
                (new AdamW(0.1f, 0.5f), new AdamW(0.1f, 0)), (new Lion(0.1f, 0.5f), new Lion(0.1f))])
        {
            Assert.Equal(Trained(own), Trained(plain, new ParameterGroup("*/kernel") { WeightDecay = 0.5f }));
        }
    }

    [Fact]
    public void A_frozen_group_is_frozen_as_by_the_slab()
    {
        Sequential net = Net();
        Trainer trainer = Make(net, new Adam(0.1f), new ParameterGroup("dense*/kernel") { Frozen = true });
        Assert.Equal(
            net.Parameters.Entries.Select(entry => entry.Name.EndsWith("/kernel", StringComparison.Ordinal)),
            net.Parameters.Entries.Select((_, i) => net.Parameters.IsFrozen(i)));
        float[] before = net.Parameters["dense/kernel"].ToArray();
        trainer.Step(x => Square(net.Call(x)).Mean(), Tensor.Ones([3, 2]));
        Assert.Equal(before, net.Parameters["dense/kernel"].ToArray());
    }

    [Fact]
    public void Groups_of_several_models_may_name_the_model()
    {
        (Sequential a, Sequential b) = (Net(), Net());
        _ = new Trainer(
            new() { Optimizer = new Sgd(1), Groups = [new("model_1/dense") { Frozen = true }, new("*_2/bias") { Frozen = true }] },
            a.Parameters, b.Parameters);
        Assert.Equal([false, false, false, true], Enumerable.Range(0, 4).Select(a.Parameters.IsFrozen));
        Assert.Equal([true, true, false, true], Enumerable.Range(0, 4).Select(b.Parameters.IsFrozen));
    }

    [Theory]
    [InlineData("dense.*", " Did you mean 'dense/*'?")]
    [InlineData("*.weight", " Did you mean '*/kernel'?")]
    [InlineData("densse_2", " Did you mean 'dense_2'?")]
    [InlineData("*/biases", " Did you mean '*/bias'?")]
    [InlineData("encoder/body", "")]
    public void A_group_of_nothing_is_refused_with_the_names(string names, string hint) => Assert.Equal(
        $"The group '{names}' matches no parameter.{hint} There are dense/kernel, dense/bias, dense_2/kernel, dense_2/bias. "
        + "(Parameter 'groups')",
        Assert.Throws<ArgumentException>(() => Make(Net(), new Sgd(1), new ParameterGroup(names))).Message);

    [Fact]
    public void What_the_optimizer_cannot_do_is_refused()
    {
        Assert.Equal(
            "The group '*/bias' has a weight decay of 0.1, and Adam has none. Use an optimizer that has: AdamW, Sgd or Lion. "
            + "(Parameter 'groups')",
            Assert.Throws<ArgumentException>(() => Make(Net(), new Adam(1), new ParameterGroup("*/bias") { WeightDecay = 0.1f })).Message);
        Assert.Equal(
            "The group '*' changes the learning rate or the weight decay, which Own does not read. Let its Update count with "
            + "slots.LearningRateFactor and slots.WeightDecayOf(…), and say so to its base class: groups: true. (Parameter 'groups')",
            Assert.Throws<ArgumentException>(() => Make(Net(), new Own(), new ParameterGroup("*") { LearningRateFactor = 2 })).Message);
        Make(Net(), new Own(), new ParameterGroup("*") { Frozen = true });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*") { WeightDecay = -1 });
        Assert.StartsWith(
            "The learning-rate factor of a group must be 0 or more; received NaN.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*") { LearningRateFactor = float.NaN }).Message,
            StringComparison.Ordinal);
    }

    // 2·0.6·3e38 leaves the floats: what a factor adds to a step is in the bound that lets it be made without a copy.
    [Fact]
    public void A_factor_that_makes_a_weight_infinite_leaves_everything_as_it_was()
    {
        Pair pair = new();
        Trainer trainer = Make(pair.Model, new Sgd(1), new ParameterGroup("first") { LearningRateFactor = 3e38f });
        trainer.Step(pair.Objective, 0);
        float[] before = pair.Model.Parameters.Values.ToArray();
        Assert.Throws<NonFiniteException>(() => trainer.Step(pair.Objective, 0));
        Assert.Equal(before, pair.Model.Parameters.Values.ToArray());
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbcd", false)]
    [InlineData("*a*b", "xaaab", true)]
    [InlineData("?b", "ab", true)]
    [InlineData("?b", "b", false)]
    [InlineData("dense", "dense/kernel", true)]
    [InlineData("dense", "dense_1/kernel", false)]
    [InlineData("dense/kernel", "dense/kernel", true)]
    public void Patterns_match_whole_names_and_parts_of_models(string pattern, string name, bool matches) =>
        Assert.Equal(matches, NamePattern.Matches(pattern, name));

    [Fact]
    public void Steps_with_groups_allocate_nothing()
    {
        Pair pair = new();
        Trainer trainer = Make(
            pair.Model, new AdamW(0.01f), new ParameterGroup("*/bias") { WeightDecay = 0 }, new("first") { LearningRateFactor = 0.5f });
        Assert.Equal(0, Allocations.InRound(() => trainer.Step(pair.Objective, 0)));
    }

    private static Sequential Net() => new Sequential { new Dense(3, Tanh), new Dense(1) }.Build([2], seed: 1);

    private static Trainer Make(Sequential net, Optimizer optimizer, params ParameterGroup[] groups) =>
        new(new() { Optimizer = optimizer, Groups = groups }, net.Parameters);

    private static float[] Trained(Optimizer optimizer, params ParameterGroup[] groups)
    {
        Sequential net = Net();
        Trainer trainer = Make(net, optimizer, groups);
        for (int i = 0; i < 5; i++)
        {
            trainer.Step(x => Square(net.Call(x) - 1).Mean(), Tensor.Ones([3, 2]));
        }

        return net.Parameters.Values.ToArray();
    }

    private static void AssertNear(double expected, Tensor actual) =>
        Assert.All(actual.ToArray(), value => Assert.Equal(expected, value, 1e-6));

    /// <summary>Two layers, and the sum of all their weights for a loss.</summary>
    private sealed class Pair
    {
        public Pair()
        {
            Model = new Sequential { new Vectors("first"), new Vectors("second") }.Build([1], seed: 1);
            Model.Parameters.Values.Fill(2);
            Tensor one = Tensor.Ones([1, 1]);
            Objective = _ => Model.Call(one).Sum();
        }

        public Sequential Model { get; }

        public Objective<int> Objective { get; }
    }

    private sealed class Vectors : Layer
    {
        private Parameter? _kernel, _bias;

        public Vectors(string name) => Name = name;

        public override string Kind => "vectors";

        public override Shape Build(Shape input, ParameterBuilder parameters)
        {
            _kernel = parameters.Add("kernel", [3], Initializer.Zeros);
            _bias = parameters.Add("bias", [3], Initializer.Zeros, decay: false);
            return [1];
        }

        public override Tensor Call(Tensor x) => x + _kernel!.Tensor.Sum() + _bias!.Tensor.Sum();
    }

    private sealed class Own() : Optimizer(slots: 0, decays: true)
    {
        public override Optimizer Fresh() => new Own();

        protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step) => weights[0] += 1;
    }
}
