using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Optimizers;

/// <summary>What a custom optimizer can get wrong is refused where it shows, not by a NullReferenceException later.</summary>
public sealed class OwnOptimizerTests
{
    [Fact]
    public void Fresh_gives_an_optimizer() => Assert.Equal(
        "Own.Fresh gave null. It makes an optimizer of the same settings: return new Own(…).",
        Assert.Throws<InvalidOperationException>(() => Train(new Own(_ => null), Net(3, 4))).Message);

    [Fact]
    public void One_optimizer_keeps_no_state_of_the_parameters_of_a_second_trainer()
    {
        Own own = new(self => self);
        Train(own, Net(3, 4));

        Assert.Equal(
            "Own.Fresh gave an optimizer that trains other parameters already. It makes a new one of the same settings each time: "
            + "return new Own(…).",
            Assert.Throws<InvalidOperationException>(() => Train(own, Net(5, 2))).Message);
    }

    [Fact]
    public void Options_are_a_pattern_for_many_trainers()
    {
        TrainerOptions options = new() { Optimizer = new Adam(0.1f) };
        Sequential first = Net(3, 4), second = Net(5, 2);
        Trainer one = new(options, first.Parameters), two = new(options, second.Parameters);
        one.Step<int>(_ => Square(first.Call(Tensor.Ones([1, 3]))).Sum(), 0);

        Assert.Equal([1, 0], [one.StepCount, two.StepCount]);
    }

    [Fact]
    public void Parameters_are_given_once()
    {
        ParameterSlab parameters = Net(3, 4).Parameters;

        Assert.Equal(
            "The parameters of a model are given twice: they would be updated twice in each step. Give those of each model once. "
            + "(Parameter 'parameters')",
            Assert.Throws<ArgumentException>(
                () => new Trainer(new() { Optimizer = new Sgd(0.1f) }, parameters, Net(3, 4).Parameters, parameters)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_slot_that_it_does_not_keep_is_named(int slot)
    {
        Sequential net = Net(3, 4);
        Trainer trainer = new(new() { Optimizer = new Own(_ => new Own(_ => null) { Slot = slot }) }, net.Parameters);

        Assert.Equal(
            $"The optimizer keeps 1 numbers a weight, as stated to its base class (slots); received {slot}, and they count from 0. "
            + "(Parameter 'slot')",
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step<int>(_ => net.Call(Tensor.Ones([1, 3])).Sum(), 0)).Message);
    }

    [Fact]
    public void Slots_of_no_optimizer_have_no_numbers() => Assert.Throws<ArgumentOutOfRangeException>(() => default(Slots)[0].Length);

    private static Sequential Net(int inputs, int outputs) => new Sequential { new Dense(outputs) }.Build([inputs], seed: 1);

    private static Trainer Train(Optimizer optimizer, Sequential net) => new(new() { Optimizer = optimizer }, net.Parameters);

    private sealed class Own(Func<Own, Optimizer?> fresh) : Optimizer(slots: 1)
    {
        public int Slot { get; init; }

        public override Optimizer Fresh() => fresh(this)!;

        protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step) => slots[Slot].Clear();
    }
}
