using Epoche.Conformance;
using Epoche.Tensors;

namespace Epoche.Learning.Tests.Layers;

/// <summary>What no kit of single layers sees, in a warm step: masks on their way through a model, streams, losses.</summary>
public sealed class MaskedAllocationTests
{
    private static readonly float[] s_words = [.. Sequences.Pad([[1, 2, 3, 4, 5], [6, 7], [8, 9, 10]]).ToArray()];

    private static readonly Dictionary<string, Func<Layer[]>> s_bodies = new()
    {
        ["lstm"] = () => [new Lstm(5, sequences: true), new Lstm(3)],
        ["gru"] = () => [new Gru(5, sequences: true), new GlobalAveragePool()],
        ["both"] = () => [new Bidirectional(new Lstm(3, sequences: true)), new Bidirectional(new Gru(4))],
        ["max"] = () => [new LayerNorm(), new GlobalMaxPool()],
        ["attention"] = () => [new PositionalEncoding(), new MultiHeadAttention(2), new TransformerBlock(2), new GlobalAveragePool()],
        ["convolutions"] = () => [new Conv1D(5, 3, Ops.Relu, padding: Padding.Same), new GlobalMaxPool()],
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> s_losses = new()
    {
        ["cross-entropy"] = (outputs, targets) => Ops.SoftmaxCrossEntropy(outputs, Ops.SmoothLabels(targets.ArgMax(-1), 4, 0.1f)),
        ["binary"] = Ops.BinaryCrossEntropy,
        ["squared"] = Ops.MeanSquaredError,
        ["absolute"] = Ops.MeanAbsoluteError,
        ["huber"] = (outputs, targets) => Ops.Huber(outputs - targets),
        ["focal"] = (outputs, targets) => Ops.FocalLoss(outputs, targets),
        ["quantile"] = (outputs, targets) => Ops.QuantileLoss(outputs, targets, 0.9f),
        ["poisson"] = Ops.PoissonLoss,
        ["cosine"] = Ops.CosineLoss,
        ["triplet"] = (outputs, targets) => Ops.TripletLoss(outputs, targets, 1 - targets),
    };

    public static TheoryData<string> Bodies => [.. s_bodies.Keys];

    public static TheoryData<string> Losses => [.. s_losses.Keys];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Training_on_padded_sequences_allocates_nothing(string body)
    {
        Sequential model = Words(body);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f), Seed = 1 }, model.Parameters);
        Objective<float[]> objective = words => Ops.Square(model.Call(Tensor.Wrap(words, [3, 5]))).Mean();

        Assert.Equal(0, Allocations.InRound(() => Repeat(() => trainer.Step(objective, s_words))));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_prediction_of_padded_sequences_allocates_nothing(string body)
    {
        Sequential model = Words(body);
        StepArena arena = new();

        Assert.Equal(0, Allocations.InRound(() => Repeat(() =>
        {
            using (arena.Step())
            {
                model.Call(Tensor.Wrap(s_words, [3, 5]));
            }
        })));
    }

    [Fact]
    public void A_graph_that_hands_masks_from_layer_to_layer_allocates_nothing()
    {
        Symbol words = Model.Input([5], "words"), mask = Model.Input([5], "mask");
        Symbol seen = words.Then(new Embedding(30, 6)).Then(new Bidirectional(new Gru(4, sequences: true)), mask);
        GraphModel model = new GraphModel([words, mask], seen.Then(new GlobalAveragePool(), mask).Then(new Dense(2))).Build();
        float[] there = [.. s_words.Select(word => word == 0 ? 0f : 1)];
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f), Seed = 1 }, model.Parameters);
        Objective<(float[] Words, float[] There)> objective = batch =>
            Ops.Square(model.CallOutput(0, Tensor.Wrap(batch.Words, [3, 5]), Tensor.Wrap(batch.There, [3, 5]))).Mean();

        Assert.Equal(0, Allocations.InRound(() => Repeat(() => trainer.Step(objective, (s_words, there)))));
    }

    [Fact]
    public void A_stream_allocates_nothing_from_step_to_step()
    {
        Sequential model = new Sequential
        {
            new Dense(6, Ops.Tanh), new Lstm(5, sequences: true), new Gru(4, sequences: true), new Dense(2),
        }.Build([Shape.Any, 3], seed: 1);
        SequenceStream stream = new(model);
        float[] next = [.. Enumerable.Range(0, 12).Select(i => i / 12f)];
        StepArena arena = new();

        Assert.Equal(0, Allocations.InRound(() => Repeat(() =>
        {
            using (arena.Step())
            {
                stream.Next(Tensor.Wrap(next, [2, 2, 3]));
            }
        })));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_allocates_nothing(string name)
    {
        Func<Tensor, Tensor, Tensor> loss = s_losses[name];
        Sequential model = new Sequential { new Dense(4) }.Build([3], seed: 1);
        float[] inputs = [.. Enumerable.Range(0, 6).Select(i => i / 6f)], targets = [0, 1, 0, 0, 0, 0, 0, 1];
        Trainer trainer = new(new() { Optimizer = new Sgd(1e-3f) }, model.Parameters);
        Objective<(float[] X, float[] Y)> objective =
            batch => loss(model.Call(Tensor.Wrap(batch.X, [2, 3])), Tensor.Wrap(batch.Y, [2, 4])).Mean();

        Assert.Equal(0, Allocations.InRound(() => Repeat(() => trainer.Step(objective, (inputs, targets)))));
    }

    private static Sequential Words(string body) =>
        Sequential.Create([new Masking(), new Embedding(30, 6), .. s_bodies[body](), new Dense(2)]).Build([Shape.Any], seed: 3);

    private static void Repeat(Action step)
    {
        for (int i = 0; i < 5; i++)
        {
            step();
        }
    }
}
