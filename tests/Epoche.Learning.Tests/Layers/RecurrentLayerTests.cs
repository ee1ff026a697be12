using Epoche.Conformance;
using Epoche.Tensors;

namespace Epoche.Learning.Tests.Layers;

public sealed class RecurrentLayerTests
{
    public static TheoryData<string> Kinds => ["lstm", "gru"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_halves_with_a_carried_state_give_the_bits_of_the_whole(string kind)
    {
        RecurrentLayer layer = Built(kind, sequences: true);
        Tensor x = Noise("x", [3, 6, 2]);
        Recurrence whole = layer.Call(x, state: null), first = layer.Call(x.Slice(1, 0, 2), state: null),
            second = layer.Call(x.Slice(1, 2, 4), first.State);
        Assert.Equal(whole.Output.ToArray(), Ops.Concat(1, first.Output, second.Output).ToArray());
        Assert.Equal(whole.State.ToArray(), second.State.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_padded_sequence_gives_the_bits_of_the_short_one(string kind)
    {
        Sequential model =
            [new Embedding(9, 4, padding: 0), Create(kind, sequences: true, padding: 0), Create(kind, sequences: false, padding: 0)];
        model.Build([5], seed: 2);
        Tensor padded = model.Call(Tensor.Of(new float[,] { { 3, 7, 1, 0, 0 }, { 0, 3, 0, 7, 1 }, { 0, 0, 0, 0, 0 } }));

        RecurrentLayer lower = (RecurrentLayer)model.Layers[1], upper = (RecurrentLayer)model.Layers[2];
        Tensor alone = upper.Call(lower.Call(model.Layers[0].Call(Tensor.Of(new float[,] { { 3, 7, 1 } }))));
        Assert.Equal(alone.ToArray(), padded.Slice(0, 0, 1).ToArray());
        Assert.Equal(alone.ToArray(), padded.Slice(0, 1, 1).ToArray()); // wherever the padding lies
        Assert.Equal(new float[6], padded.Slice(0, 2, 1).ToArray()); // nothing at all leaves the state at zero
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_lies_under_a_mask_gets_no_gradient(string kind)
    {
        RecurrentLayer layer = Built(kind, sequences: false);
        StepArena arena = new();
        using (arena.Step())
        {
            Tensor x = Tensor.Variable(Noise("x", [1, 4, 2]).Values, [1, 4, 2]);
            Tape.Backward(layer.Call(x, state: null, Tensor.Of(new float[,] { { 1, 0, 1, 0 } })).Output.Sum());
            float[] gradient = x.Gradient.ToArray();
            Assert.Equal([0, 0], gradient[2..4]);
            Assert.Equal([0, 0], gradient[6..8]);
            Assert.All(gradient[0..2].Concat(gradient[4..6]), value => Assert.NotEqual(0, value));
        }
    }

    /// <summary>Large enough that threads share the examples.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_number_of_threads_gives_the_same_bits(string kind)
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            string one = Train(kind);
            foreach (int threads in (int[])[2, 3, 7])
            {
                Workers.Count = threads;
                Assert.Equal(one, Train(kind));
            }
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void Any_register_width_gives_the_same_bits() =>
        FeatureSwitch.AssertSame<RecurrentLayerTests>(() => Train("lstm") + Train("gru"));

    /// <summary>The class is the first of twelve symbols; the others are noise.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_learns_to_remember(string kind)
    {
        const int Batch = 64, Length = 12;
        Sequential model = [new Embedding(4, 8), Create(kind, sequences: false, padding: null, units: 16), new Dense(4)];
        model.Build([Length], seed: 1);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), ClipNorm = 1 }, model.Parameters);
        Rng random = Rng.Stream(3, "symbols");
        float loss = float.NaN;
        for (int step = 0; step < 600; step++)
        {
            float[] symbols = [.. Draw(ref random, Batch * Length)],
                first = [.. Enumerable.Range(0, Batch).Select(i => symbols[i * Length])];
            loss = trainer.Step(
                batch => Ops.SoftmaxCrossEntropy(model.Call(Tensor.Wrap(batch.Symbols, [Batch, Length])), Tensor.Wrap(batch.First, [Batch]))
                    .Mean(), (Symbols: symbols, First: first)).Loss;
        }

        Assert.True(loss < 0.05, $"The loss after 600 steps is {loss}; chance is ln 4 = 1.39.");
    }

    [Fact]
    public void Wrong_shapes_are_named_with_the_layer_and_both_shapes()
    {
        Sequential model = [new Lstm(3)];
        Assert.Equal(
            "The layer 'lstm' (lstm) needs an input [steps, features], or [features] of one step; received [4, 2, 3]. (Parameter 'input')",
            Assert.Throws<ArgumentException>(() => model.Build([4, 2, 3])).Message);
        Sequential step = [new Lstm(3)];
        step.Build([4]);
        Assert.Equal(
            "The layer 'lstm' (lstm) takes an input [batch, 4]; received [2, 5].",
            Assert.Throws<ArgumentException>(() => step.Layers[0].Call(Tensor.Zeros([2, 5]))).Message);
        RecurrentLayer layer = Built("lstm", sequences: false);
        Assert.Equal(
            "The layer 'lstm' (lstm) takes an input [batch, steps, 2]; received [3, 4, 5].",
            Assert.Throws<ArgumentException>(() => layer.Call(Tensor.Zeros([3, 4, 5]))).Message);
        Assert.Equal(
            "The layer 'lstm' (lstm) takes a state [3, 12] with the input [3, 4, 2]; received [3, 6].",
            Assert.Throws<ArgumentException>(() => layer.Call(Tensor.Zeros([3, 4, 2]), Tensor.Zeros([3, 6]))).Message);
        Assert.Equal(
            "The layer 'lstm' (lstm) takes a mask [3, 4] with the input [3, 4, 2]; received [4, 3].",
            Assert.Throws<ArgumentException>(() => layer.Call(Tensor.Zeros([3, 4, 2]), null, Tensor.Zeros([4, 3]))).Message);
        Assert.Contains(
            "'lstm'", Assert.Throws<InvalidOperationException>(() => new Lstm(3) { Name = "lstm" }.Call(Tensor.Zeros([1, 2, 2]))).Message,
            StringComparison.Ordinal);
    }

    private static string Train(string kind)
    {
        Sequential model =
            [Create(kind, sequences: true, padding: 0, units: 40), Create(kind, sequences: false, padding: null, units: 33), new Dense(3)];
        model.Build([7, 18], seed: 4);
        Trainer trainer = new(new() { Optimizer = new Adam(1e-2f) }, model.Parameters);
        Tensor x = Noise("x", [37, 7, 18]);
        for (int step = 0; step < 3; step++)
        {
            trainer.Step(input => Ops.Square(model.Call(input)).Mean(), x);
        }

        return Fingerprint.Of<float>(model.Parameters.Values);
    }

    private static IEnumerable<float> Draw(ref Rng random, int count)
    {
        float[] symbols = new float[count];
        for (int i = 0; i < count; i++)
        {
            symbols[i] = random.NextInt(4);
        }

        return symbols;
    }

    private static RecurrentLayer Built(string kind, bool sequences)
    {
        RecurrentLayer layer = Create(kind, sequences, padding: null);
        Sequential model = [layer];
        model.Build([6, 2], seed: 9);
        return layer;
    }

    private static RecurrentLayer Create(string kind, bool sequences, float? padding, int units = 6) =>
        kind == "lstm" ? new Lstm(units, sequences, padding) : new Gru(units, sequences, padding);

    private static Tensor Noise(string stream, Shape shape)
    {
        Rng random = Rng.Stream(1, stream);
        return Tensor.Normal(shape, ref random);
    }
}
