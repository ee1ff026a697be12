using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>States of equal size are not interchangeable: each says whose it is.</summary>
public sealed class StateKindTests : IDisposable
{
    private static readonly Dictionary<string, Func<Optimizer>> s_optimizers = new()
    {
        ["Sgd"] = () => new Sgd(0.01f),
        ["Sgd with momentum"] = () => new Sgd(0.01f, momentum: 0.9f),
        ["Sgd with Nesterov's momentum"] = () => new Sgd(0.01f, momentum: 0.9f, nesterov: true),
        ["RmsProp"] = () => new RmsProp(0.01f),
        ["RmsPropGraves"] = () => new RmsPropGraves(0.01f),
        ["Adam"] = () => new Adam(0.01f),
        ["AdamW"] = () => new AdamW(0.01f),
        ["Momentum"] = () => new Momentum(),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Optimizers => [.. s_optimizers.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void An_optimizer_takes_the_state_of_its_kind_alone(string kind)
    {
        Trainer saved = Trained(s_optimizers[kind](), 20);
        foreach ((string other, Func<Optimizer> make) in s_optimizers)
        {
            Trainer trainer = Trained(make(), 0);
            float[] before = trainer.Parameters[0].Values.ToArray();
            if (other == kind)
            {
                StateCopy.Move(saved, trainer);
                Assert.Equal(20, trainer.StepCount);
                continue;
            }

            string message = Assert.Throws<DataFormatException>(() => StateCopy.Move(saved, trainer)).Message;
            Assert.Contains($"expected the state of {other}; found that of {kind};", message, StringComparison.Ordinal);
            Assert.Equal(0, trainer.StepCount);
            Assert.Equal(before, trainer.Parameters[0].Values.ToArray());
        }
    }

    [Fact]
    public void Settings_that_leave_the_meaning_of_the_state_may_change()
    {
        Trainer trainer = Trained(new Adam(0.5f, beta1: 0.8f), 0);
        StateCopy.Move(Trained(new Adam(0.01f), 3), trainer);
        Assert.Equal(3, trainer.StepCount);
    }

    [Fact]
    public void A_fit_goes_on_with_its_own_optimizer_alone()
    {
        Fit(new Adam(0.01f));
        Assert.Contains(
            "expected the state of RmsProp; found that of Adam", Assert.Throws<DataFormatException>(() => Fit(new RmsProp(0.01f))).Message,
            StringComparison.Ordinal);

        void Fit(Optimizer optimizer)
        {
            Sequential net = Network();
            using Checkpoints checkpoints = Checkpoints.Open(_folder.Path);
            new Trainer(new() { Optimizer = optimizer }, net.Parameters)
                .Fit(net, Data(), MeanSquaredError, new() { Checkpoints = checkpoints });
        }
    }

    [Fact]
    public void Models_of_other_layers_with_as_many_numbers_are_refused()
    {
        Sequential wide = new Sequential { new Dense(3) }.Build([3]), other = new Sequential { new Dense(2), new Dense(2) }.Build([2]);
        Assert.Equal(wide.Parameters.Count, other.Parameters.Count);
        float[] before = other.Parameters.Values.ToArray();
        string message = Assert.Throws<DataFormatException>(() => StateCopy.Move(wide.Parameters, other.Parameters)).Message;
        Assert.Contains("expected dense/kernel [2, 2] as parameter 1; found dense/kernel [3, 3]", message, StringComparison.Ordinal);
        Assert.Equal(before, other.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_trainer_of_more_models_is_refused()
    {
        Sequential a = Network(), b = Network();
        Trainer one = new(new() { Optimizer = new Sgd(0.1f) }, a.Parameters),
            two = new(new() { Optimizer = new Sgd(0.1f) }, a.Parameters, b.Parameters);
        Assert.Contains(
            "the parameters of 1 models; found those of 2", Assert.Throws<DataFormatException>(() => StateCopy.Move(two, one)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_callback_takes_the_state_of_its_kind_and_number_alone()
    {
        IStateful[] callbacks =
        [
            new EarlyStopping("loss"), new EarlyStopping("f1"), new EarlyStopping("loss", higherIsBetter: true),
            new ReduceOnPlateau(1, "loss"), new ReduceOnPlateau(1, "f1"), new ModelCheckpoint(Network(), _folder.Path, "loss"),
            new ModelCheckpoint(Network(), _folder.Path, "f1"), new LossTerms(),
        ];
        foreach (IStateful from in callbacks)
        {
            StateCopy.Move(from, from);
            foreach (IStateful to in callbacks.Where(to => to != from))
            {
                Assert.Contains(
                    $"expected the state of {to.StateKind}; found that of {from.StateKind}",
                    Assert.Throws<DataFormatException>(() => StateCopy.Move(from, to)).Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal("EarlyStopping by the highest loss", callbacks[2].StateKind);
    }

    [Fact]
    public void A_place_among_other_batches_is_refused()
    {
        BatchOptions options = new() { Size = 2, Seed = 1 };
        Batches batches = new(Data(), options);
        StateCopy.Move(batches, new Batches(Data(), options));
        foreach (BatchOptions other in (BatchOptions[])[
            options with { Seed = 2 }, options with { Shuffle = false }, options with { Size = 3, DropLast = true }])
        {
            Assert.Contains(
                "found that of Batches of 2 from 4 examples, shuffled, seed 1",
                Assert.Throws<DataFormatException>(() => StateCopy.Move(batches, new Batches(Data(), other))).Message,
                StringComparison.Ordinal);
        }
    }

    private static Sequential Network() => new Sequential { new Dense(3, Tanh), new Dense(1) }.Build([2], seed: 1);

    private static Dataset Data() => new([1, 2, 3, 4, 5, 6, 7, 8], [2], [1, 0, 2, 1], [1]);

    private static Trainer Trained(Optimizer optimizer, int steps)
    {
        Sequential net = Network();
        Trainer trainer = new(new() { Optimizer = optimizer }, net.Parameters);
        for (int i = 0; i < steps; i++)
        {
            trainer.Step(x => Square(net.Call(x)).Sum(), Tensor.Of([1, 2], [1, 2]));
        }

        return trainer;
    }

    /// <summary>As many slots as RMSprop.</summary>
    private sealed class Momentum() : Optimizer(slots: 1)
    {
        public override Optimizer Fresh() => new Momentum();

        protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step)
        {
            for (int i = 0; i < weights.Length; i++)
            {
                slots[0][i] = (0.9f * slots[0][i]) + gradients[i];
                weights[i] -= 0.01f * slots[0][i];
            }
        }
    }
}
