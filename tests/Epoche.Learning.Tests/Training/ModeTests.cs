using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>
/// Frozen, not recorded, evaluated: three ideas, and what layers do under each of them and all together (docs/training.md has the table).
/// </summary>
public sealed class ModeTests
{
    private static readonly float[] s_numbers = [1, 10, 3, 30, 5, 20, 7, 60];

    /// <summary>Made where it is used: a tensor that is first used inside a step would end with it.</summary>
    private static Tensor Inputs => Tensor.Of(s_numbers, [4, 2]);

    public enum Frozen
    {
        Nothing,
        Parts,
        Model,
    }

    public static TheoryData<Frozen, bool, bool, bool> Modes
    {
        get
        {
            TheoryData<Frozen, bool, bool, bool> modes = [];
            foreach (Frozen frozen in Enum.GetValues<Frozen>())
            {
                for (int bits = 0; bits < 8; bits++)
                {
                    modes.Add(frozen, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
                }
            }

            return modes;
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Layers_do_what_the_table_says(Frozen frozen, bool inTraining, bool paused, bool evaluating)
    {
        BatchNorm norm = new() { Name = "norm" };
        Sequential dropping = [new Dropout(0.5f)], normalizing = [norm], noisy = [new Noise()];
        foreach (Sequential model in (Sequential[])[dropping, normalizing, noisy])
        {
            model.Build([2]);
            model.Parameters.Trainable = frozen != Frozen.Model;
        }

        if (frozen == Frozen.Parts)
        {
            normalizing.Parameters.Freeze("norm");
        }

        float[] outside = normalizing.Call(Inputs).ToArray(), numbers = Inputs.ToArray();
        bool isTraining = inTraining && !evaluating && frozen != Frozen.Model, ofBatch = isTraining && frozen == Frozen.Nothing;
        StepArena arena = new();
        Rng random = Rng.Stream(1, "dropout");
        using (inTraining ? arena.TrainingStep(random) : arena.Step())
        {
            using EvaluationMode.Scope mode = Begin(evaluating);
            Tensor y = Call(normalizing);
            Assert.Equal(!ofBatch, y.ToArray().AsSpan().SequenceEqual(outside));
            Assert.Equal(frozen == Frozen.Nothing && !paused, y.NeedsGradient);
            Assert.Equal(isTraining, !Call(dropping).ToArray().AsSpan().SequenceEqual(numbers));
            Assert.Equal(isTraining, !Call(noisy).ToArray().AsSpan().SequenceEqual(numbers));
        }

        Assert.Equal(ofBatch && !paused, norm.Mean[0] != 0);
        Assert.Equal(ofBatch && !paused, norm.Variance[1] != 1);
        if (inTraining)
        {
            Assert.Equal(isTraining, arena.RandomState.Position != random.Position);
        }

        Tensor Call(Sequential model)
        {
            if (!paused)
            {
                return model.Call(Inputs);
            }

            using (Tape.Pause())
            {
                return model.Call(Inputs);
            }
        }
    }

    [Fact]
    public void A_frozen_teacher_in_an_objective_says_what_it_says_outside()
    {
        Sequential teacher = [new Dense(16, Tanh), new BatchNorm(), new Dropout(0.5f), new Dense(3)], student = [new Dense(3)];
        teacher.Build([2], seed: 1);
        student.Build([2], seed: 2);
        teacher.Parameters.Trainable = false;
        float[] before = teacher.Parameters.Values.ToArray(), outside = teacher.Call(Inputs).ToArray(), first = [],
            second = [], byLayers = [];
        Trainer trainer = new(new() { Optimizer = new Sgd(1e-4f) }, student.Parameters);
        trainer.Step(
            x =>
            {
                Tensor taught = teacher.Call(x);
                (first, second) = (taught.ToArray(), teacher.Call(x).ToArray());
                byLayers = teacher.Layers.Aggregate(x, (y, layer) => layer.Call(y)).ToArray();
                return Square(student.Call(x) - taught).Mean();
            },
            Inputs);
        Assert.Equal(outside, first);
        Assert.Equal(outside, second);
        Assert.Equal(outside, byLayers);
        Assert.Equal(before, teacher.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_network_that_learns_is_asked_in_evaluation_mode_without_a_trace()
    {
        float[] asked = Trained(isAsked: true), alone = Trained(isAsked: false);
        Assert.Equal(alone, asked);

        static float[] Trained(bool isAsked)
        {
            Sequential net = [new Dense(8, Tanh), new BatchNorm(), new Dropout(0.5f), new Dense(1)];
            net.Build([2], seed: 1);
            Trainer trainer = new(new() { Optimizer = new Adam(0.01f), Seed = 3 }, net.Parameters);
            for (int i = 0; i < 5; i++)
            {
                trainer.Step(
                    x =>
                    {
                        if (isAsked)
                        {
                            using (EvaluationMode.Begin())
                            using (Tape.Pause())
                            {
                                net.Call(x);
                            }
                        }

                        return Square(net.Call(x) - 1).Mean();
                    },
                    Inputs);
            }

            return net.Parameters.Values.ToArray();
        }
    }

    [Fact]
    public void Gradients_flow_through_evaluation_mode_by_the_running_statistics()
    {
        BatchNorm norm = new(epsilon: 1e-12f);
        Sequential net = new Sequential { norm, new Dropout(0.9f) }.Build([1]);
        net.Parameters["batch-norm/mean"].Values.ToArray();
        net.Parameters.Values[^2..].Fill(4); // mean and variance
        StepArena arena = new();
        Tensor x = Tensor.Variable([6, 8], [2, 1]);
        using (arena.TrainingStep(Rng.Stream(1, "none")))
        using (EvaluationMode.Begin())
        {
            Tape.Backward(net.Call(x).Sum());
            Assert.Equal([0.5f, 0.5f], x.Gradient.ToArray()); // 1/√4: nothing is dropped, nothing depends on the batch
            Assert.Equal([3], net.Parameters["batch-norm/scale"].Gradient.ToArray()); // (6 − 4)/2 + (8 − 4)/2
        }
    }

    [Fact]
    public void The_mode_holds_outside_of_steps_and_inside_of_those_opened_meanwhile_and_ends_with_its_scope()
    {
        Sequential net = new Sequential { new Dropout(0.5f) }.Build([2]);
        StepArena arena = new();
        using (EvaluationMode.Begin())
        {
            Assert.True(EvaluationMode.IsOn);
            using (EvaluationMode.Begin())
            {
                Assert.Equal(Inputs.ToArray(), net.Call(Inputs).ToArray());
            }

            Assert.True(EvaluationMode.IsOn);
            using (arena.TrainingStep(Rng.Stream(1, "dropout")))
            {
                Assert.False(arena.IsTraining);
                Assert.Equal(Inputs.ToArray(), net.Call(Inputs).ToArray());
            }
        }

        Assert.False(EvaluationMode.IsOn);
        using (arena.TrainingStep(Rng.Stream(1, "dropout")))
        {
            Assert.True(arena.IsTraining);
            Assert.NotEqual(Inputs.ToArray(), net.Call(Inputs).ToArray());
        }
    }

    /// <summary>What a noisy network needs where it is only asked: chance, and nothing else that belongs to training.</summary>
    [Fact]
    public void A_step_may_have_a_stream_without_being_one_of_training()
    {
        BatchNorm norm = new() { Name = "norm" };
        Sequential net = new Sequential { norm, new Dropout(0.5f) }.Build([2]);
        Sequential shaken = new Sequential { new Dropout(0.5f), new Shaken() }.Build([2]);
        float[] outside = net.Call(Inputs).ToArray();
        StepArena arena = new();
        Rng random = Rng.Stream(1, "noise");
        float[] noisy = Asked(random), again = Asked(random), others = Asked(Rng.Stream(2, "noise"));

        Assert.Equal(noisy, again);
        Assert.NotEqual(noisy, others);
        float[] drawn = new float[noisy.Length];
        random.FillNormal(drawn);
        Assert.Equal(Inputs.ToArray().Zip(drawn, (x, z) => x + z), noisy); // nothing was dropped, nothing else was drawn
        Assert.Equal(0, norm.Mean[0]);
        using (arena.Step())
        {
            Assert.False(arena.HasRandom);
            Assert.Equal(Inputs.ToArray(), shaken.Call(Inputs).ToArray());
            Assert.Contains(
                "Step(random)", Assert.Throws<InvalidOperationException>(() => arena.Random.NextUInt64()).Message,
                StringComparison.Ordinal);
        }

        float[] Asked(Rng stream)
        {
            using (arena.Step(stream))
            {
                Assert.True(arena.HasRandom);
                Assert.False(arena.IsTraining);
                Assert.Equal(outside, net.Call(Inputs).ToArray());
                Assert.Equal(stream.Position, arena.RandomState.Position);
                float[] values = shaken.Call(Inputs).ToArray();
                Assert.NotEqual(stream.Position, arena.RandomState.Position);
                return values;
            }
        }
    }

    [Fact]
    public void A_step_with_a_stream_allocates_nothing_once_it_is_warm()
    {
        Sequential net = new Sequential { new Dense(8), new Shaken() }.Build([2]);
        StepArena arena = new();
        Rng random = Rng.Stream(1, "noise");
        Assert.Equal(0, Conformance.Allocations.InRound(Ask));

        void Ask()
        {
            for (int i = 0; i < 100; i++)
            {
                using (arena.Step(random))
                using (Tape.Pause())
                {
                    net.Call(Inputs);
                    random = arena.RandomState;
                }
            }
        }
    }

    private static EvaluationMode.Scope Begin(bool evaluating) => evaluating ? EvaluationMode.Begin() : default;

    private sealed class Shaken : Layer
    {
        public override string Kind => "shaken";

        public override Shape Build(Shape input, ParameterBuilder parameters) => input;

        public override Tensor Call(Tensor x) =>
            StepArena.Current is { HasRandom: true } arena ? x + Tensor.Normal(x.Shape, ref arena.Random) : x;
    }

    private sealed class Noise : Layer
    {
        public override string Kind => "noise";

        public override Shape Build(Shape input, ParameterBuilder parameters) => input;

        public override Tensor Call(Tensor x)
        {
            Rng random = Rng.Stream(1, "noise");
            return IsTraining ? x + Tensor.Normal(x.Shape, ref random) : x;
        }
    }
}
