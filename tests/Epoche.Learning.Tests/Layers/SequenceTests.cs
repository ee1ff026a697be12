using Epoche.Learning.Tests.Parity;
using Epoche.Tensors;

namespace Epoche.Learning.Tests.Layers;

/// <summary>Sequences of any length: a free axis, masks, both directions, step by step.</summary>
public sealed class SequenceTests
{
    private static readonly Dictionary<string, Func<Layer[]>> s_bodies = new()
    {
        ["lstm"] = () => [new Lstm(5, sequences: true), new Lstm(3)],
        ["gru"] = () => [new Gru(5, sequences: true), new GlobalAveragePool()],
        ["both"] = () => [new Bidirectional(new Lstm(3, sequences: true)), new Bidirectional(new Gru(4))],
        ["average"] = () => [new Dense(6, Ops.Tanh), new LayerNorm(), new GlobalAveragePool()],
        ["max"] = () => [new Dense(6, Ops.Tanh), new GlobalMaxPool()],
        ["attention"] = () => [new PositionalEncoding(), new MultiHeadAttention(2), new GlobalAveragePool()],
        ["transformer"] = () =>
            [new PositionalEncoding(), new TransformerBlock(2), new TransformerBlock(4, isCausal: true), new GlobalMaxPool()],
        ["convolutions"] = () =>
            [new Conv1D(5, 3, Ops.Relu, padding: Padding.Same), new Conv1D(4, 5, padding: Padding.Same), new GlobalMaxPool()],
    };

    public static TheoryData<string> Bodies => [.. s_bodies.Keys];

    private static Sequential Words(string body) => Sequential.Create(
        [new Masking(), new Embedding(30, 8), .. s_bodies[body](), new Dense(2)]).Build([Shape.Any], seed: 3);

    private static float[][] Texts()
    {
        return [.. new[] { 1, 3, 4, 7, 8, 9, 15, 16, 17, 33 }.Select(length =>
            TorchFixture.Integers(length, length, 29).Select(word => 1 + word).ToArray())];
    }

    private static uint[] Bits(Tensor x) => [.. x.ToArray().Select(BitConverter.SingleToUInt32Bits)];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Padded_texts_give_the_bits_of_texts_alone(string body)
    {
        Sequential model = Words(body);
        float[][] texts = Texts();

        Tensor together = model.Call(Sequences.Pad(texts));

        for (int i = 0; i < texts.Length; i++)
        {
            Assert.Equal(Bits(model.Call(Tensor.Of(texts[i], [1, texts[i].Length]))), Bits(together.Slice(0, i, 1)));
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_graph_gives_the_bits_of_a_sequence_and_so_does_what_is_loaded(string body)
    {
        Sequential model = Words(body);
        Symbol words = Model.Input([Shape.Any], "words");
        GraphModel graph = new GraphModel(words, words.Then(model, "body")).Build();
        Tensor x = Sequences.Pad(Texts()), y = model.Call(x);
        using TemporaryFolder folder = new();
        model.Save(Path.Combine(folder.Path, "sequence.epoche"));
        graph.Save(Path.Combine(folder.Path, "graph"));

        Assert.Equal(Bits(y), Bits(graph.Call(x)));
        Assert.Equal(Bits(y), Bits(graph.CallOutput(0, x)));
        Assert.Equal(Bits(y), Bits(Model.Load(Path.Combine(folder.Path, "sequence.epoche")).Call(x)));
        Assert.Equal(Bits(y), Bits(Model.Load(Path.Combine(folder.Path, "graph")).Call(x)));
        Assert.Equal("[null]", Model.Load(Path.Combine(folder.Path, "graph")).InputShape.ToString());
        Assert.Contains("shape: [null]", File.ReadAllText(Path.Combine(folder.Path, "graph", "model.yaml")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Training_is_the_same_however_far_the_texts_are_padded(string body)
    {
        float[] Gradients(int more)
        {
            Sequential model = Words(body);
            Tensor x = Sequences.Pad([.. Texts(), new float[33 + more]]).Slice(0, 0, 10);
            StepArena arena = new();
            model.Parameters.ZeroGradients();
            using (arena.Step())
            {
                Tape.Backward(Ops.Square(model.Call(x)).Mean());
            }

            return model.Parameters.Gradients.ToArray();
        }

        float[] expected = Gradients(1), actual = Gradients(20);
        Assert.Contains(expected, gradient => gradient != 0);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-6f + (1e-5f * MathF.Abs(expected[i])));
        }
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void A_stream_gives_the_bits_of_whole_sequences(string kind)
    {
        RecurrentLayer Layer(int units) => kind == "lstm" ? new Lstm(units, sequences: true) : new Gru(units, sequences: true);
        Sequential model = new Sequential { new Dense(6, Ops.Tanh), Layer(5), new LayerNorm(), Layer(4), new Dense(2) }
            .Build([Shape.Any, 3], seed: 1);
        Rng random = new(2);
        float[] values = new float[2 * 9 * 3];
        random.FillNormal(values);
        Tensor x = Tensor.Of(values, [2, 9, 3]), whole = model.Call(x);
        SequenceStream stream = new(model);

        Tensor parts = Ops.Concat(1, stream.Next(x.Slice(1, 0, 1)), stream.Next(x.Slice(1, 1, 5)), stream.Next(x.Slice(1, 6, 3)));
        Tensor state = stream.State(model.Layers[1].Name);
        stream.Reset();

        Assert.Equal(Bits(whole), Bits(parts));
        Assert.Equal(Bits(whole), Bits(stream.Next(x)));
        Assert.Equal(Bits(state), Bits(stream.State(model.Layers[1].Name)));
        Assert.Equal(Bits(whole), Bits(model.Call(x))); // a stream leaves the model as it is
        stream.SetState(model.Layers[1].Name, Tensor.Zeros(state.Shape));
        stream.SetState(model.Layers[3].Name, Tensor.Zeros([2, ((RecurrentLayer)model.Layers[3]).StateSize]));
        Assert.Equal(Bits(whole), Bits(stream.Next(x)));
        Assert.Equal(
            "The stream holds the states of 2 sequences; received steps of 1. Reset it, or use another stream. (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => stream.Next(x.Slice(0, 0, 1))).Message);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_the_way_out()
    {
        Assert.Equal(
            "The layer 'flatten' (flatten) needs inputs of a fixed shape; received [null, 3]. Sequences of any length become one vector by "
            + "GlobalAveragePool, GlobalMaxPool, or the last output of an Lstm or Gru. (Parameter 'input')",
            Assert.Throws<ArgumentException>(() => new Sequential { new Flatten() }.Build([Shape.Any, 3])).Message);
        Assert.Equal(
            "The parameter 'learned-positions/table' [null, 3] would have a number for each step, and how many there are is free. Use "
            + "layers that treat all steps alike, or build the model for a fixed number of steps. (Parameter 'shape')",
            Assert.Throws<ArgumentException>(() => new Sequential { new LearnedPositions() }.Build([Shape.Any, 3])).Message);
        Assert.Equal(
            "Only the steps of sequences can be free, in inputs [null] or [null, features]; received [3, null]. (Parameter 'shape')",
            Assert.Throws<ArgumentException>(() => new Sequential { new Dense(2) }.Build([3, Shape.Any])).Message);
        Assert.Equal(
            "The layer 'global-max-pool' (global-max-pool) looks at several steps at once, so that the model cannot go on step by step; "
            + "recurrent layers and those that treat each step alone can. (Parameter 'model')",
            Assert.Throws<ArgumentException>(() => new SequenceStream(
                new Sequential { new GlobalMaxPool() }.Build([Shape.Any, 3]))).Message);
    }
}
