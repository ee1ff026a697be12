using Epoche.Conformance.Models;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Models;

public sealed class GraphModelTests
{
    private static readonly Dictionary<string, Func<Model>> s_models = new()
    {
        ["sequence"] = () => new Sequential { new Dense(6, Tanh), new Dense(3) }.Build([4], seed: 2),
        ["several inputs and outputs"] = () => TwoByTwo().Build(seed: 2),
        ["residual block"] = () =>
        {
            Symbol x = Model.Input([6]);
            return new GraphModel(x, (x + x.Then(new Dense(6, Tanh), new Dense(6))).Then(new Dense(2))).Build(seed: 2);
        },
        ["shared layers"] = () => Siamese().Build(seed: 2),
        ["a built model as a part, twice under one name"] = () =>
        {
            Symbol left = Model.Input([4], "left"), right = Model.Input([4], "right");
            Sequential encoder = Encoder(seed: 9);
            return new GraphModel(
                [left, right], Symbol.Concat(left.Then(encoder, "encoder"), right.Then(encoder, "encoder")).Then(new Dense(2)))
                .Build(seed: 2);
        },
        ["a graph in a graph"] = () =>
        {
            Symbol a = Model.Input([3, 2], "a"), b = Model.Input([4], "b");
            IReadOnlyList<Symbol> inner = TwoByTwo().Apply("inner", a, b);
            return new GraphModel([b, a], ("sum", inner[0].Then(new Dense(1)) + inner[1]), ("b", b)).Build(seed: 2);
        },
        ["recurrent layers with a mask"] = () =>
        {
            Symbol x = Model.Input([5, 3], "x"), mask = Model.Input([5], "mask");
            Symbol all = x.Then(new Lstm(4, sequences: true), mask);
            return new GraphModel([x, mask], ("last", all.Then(new Gru(2), mask)), ("all", all), ("taken", mask.Then(new Dense(1))))
                .Build(seed: 2);
        },
        ["every layer that takes several inputs"] = () =>
        {
            Symbol x = Model.Input([2, 3]), y = x.Then(new ActivationLayer(Sin));
            Symbol along = Symbol.Merge(new ConcatLayer(axis: 0), x, y, x);
            return new GraphModel([x], ("rows", along.Then(new Dense(2))), ("sum", Symbol.Add(x, y, x)), ("one", Symbol.Concat(y)))
                .Build(seed: 2);
        },
    };

    public static TheoryData<string> Names => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_does_what_every_model_must(string name) => ModelKit.Check(s_models[name]);

    [Fact]
    public void One_output_is_computed_without_what_the_others_need()
    {
        Symbol x = Model.Input([2], "x"), shared = x.Then(new Dense(3));
        Tracing policy = new(), value = new();
        GraphModel model = new GraphModel([x], ("policy", shared.Then(policy)), ("value", shared.Then(value, new Dense(1)))).Build(seed: 1);
        Tensor input = Tensor.Of([1, 2], [1, 2]);

        Tensor alone = model.CallOutput(0, input);

        Assert.Equal((1, 0), (policy.Calls, value.Calls));
        Assert.Equal(model.Call([input])["policy"].ToArray(), alone.ToArray());
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => model.CallOutput(2, input));
        Assert.Contains("The model gives 2 outputs (policy [3], value [1]), counted from 0.", error.Message);
    }

    [Fact]
    public void A_shared_layer_is_there_once_and_gathers_the_gradients_of_all_its_uses()
    {
        GraphModel model = Siamese().Build(seed: 1);

        Assert.Equal(["twin/kernel", "twin/bias", "dense/kernel", "dense/bias"], model.Parameters.Entries.Select(entry => entry.Name));
        Tensor x = Tensor.Of([1, 2, 3], [1, 3]), zero = Tensor.Zeros([1, 3]);
        Assert.Equal(Gradient(x, zero)[0] + Gradient(zero, x)[0], Gradient(x, x)[0], 1e-5f);

        float[] Gradient(Tensor left, Tensor right)
        {
            StepArena arena = new();
            model.Parameters.ZeroGradients();
            using (arena.Step())
            {
                // Linear in the twin's outputs, so that the gradients of the uses add up.
                Tape.Backward((model.Call(left, right)["left"] + model.Call(left, right)["right"]).Sum());
            }

            return model.Parameters.Gradients.ToArray();
        }
    }

    [Fact]
    public void A_part_takes_the_numbers_of_its_model_and_leaves_it_as_it_is()
    {
        Sequential encoder = Encoder(seed: 9);
        float[] numbers = encoder.Parameters.Values.ToArray();
        Symbol x = Model.Input([4]);
        GraphModel model = new GraphModel(x, x.Then(encoder, "encoder").Then(new Dense(2))).Build(seed: 1);

        Assert.Equal(numbers, model.Parameters.Values[..numbers.Length].ToArray());
        Assert.Equal(["encoder/dense", "encoder/dense_2", "dense"], model.Layers.Select(layer => layer.Name));
        model.Parameters.Values.Clear();
        Assert.Equal(numbers, encoder.Parameters.Values.ToArray());
        Assert.Equal(["dense", "dense_2"], encoder.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void A_part_under_two_names_is_there_twice()
    {
        Symbol x = Model.Input([4]);
        Sequential encoder = Encoder(seed: 9);
        GraphModel model = new GraphModel(x, x.Then(encoder, "one") + x.Then(encoder, "two")).Build();

        Assert.Equal(2 * encoder.Parameters.Count, model.Parameters.Count);
    }

    [Fact]
    public void A_mask_is_an_input_like_another()
    {
        Symbol x = Model.Input([3, 2], "x"), mask = Model.Input([3], "mask"), short2 = Model.Input([2], "short");
        Lstm layer = new(4, sequences: true);
        GraphModel model = new GraphModel([x, mask], x.Then(layer, mask)).Build(seed: 1),
            whole = new([x, mask], model.Apply("part", x, mask)[0]);
        Rng random = new(3);
        Tensor steps = Tensor.Uniform([2, 3, 2], ref random, -1, 1), taken = Tensor.Of(new float[,] { { 1, 0, 1 }, { 0, 0, 0 } });

        float[] expected = layer.Call(steps, state: null, taken).Output.ToArray();

        Assert.Equal(expected, model.Call(steps, taken)[0].ToArray());
        Assert.Equal(expected, whole.Build(seed: 2).Call(steps, taken)[0].ToArray());
        Assert.All(expected[12..], value => Assert.Equal(0, value)); // nothing came in
        string message = Assert.Throws<ArgumentException>(() => new GraphModel([x, short2], x.Then(new Gru(2), short2))).Message;
        Assert.Contains(
            "'gru' (gru) cannot take 'x' [3, 2] and 'short' [2]: Its mask has one number a step, so the shape [3]", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_part_keeps_its_bits_while_the_rest_learns()
    {
        Symbol x = Model.Input([4]);
        GraphModel model =
            new GraphModel(x, x.Then(new Dense(4, Tanh)).Then(Encoder(seed: 9), "encoder").Then(new Dense(2))).Build(seed: 1);
        model.Parameters.Freeze("encoder");
        float[] before = model.Parameters.Values.ToArray();
        Trainer trainer = new(new() { Optimizer = new AdamW(1e-2f) }, model.Parameters);
        Tensor inputs = Tensor.Of([1, -2, 3, -4], [1, 4]);
        trainer.Step(batch => Square(model.Call(batch)).Sum(), inputs);

        foreach ((ParameterInfo entry, int i) in model.Parameters.Entries.Select((entry, i) => (entry, i)))
        {
            bool same = model.Parameters[i].Values.SequenceEqual(before.AsSpan(entry.Offset, entry.Shape.ElementCount));
            Assert.Equal(entry.Name.StartsWith("encoder/", StringComparison.Ordinal), same);
            Assert.Equal(same, model.Parameters.IsFrozen(i));
        }

        Assert.EndsWith("87 parameters (55 of them frozen)", model.Summary(), StringComparison.Ordinal);
        model.Parameters.Unfreeze("encoder/dense/kernel");
        trainer.Step(batch => Square(model.Call(batch)).Sum(), inputs);
        Assert.False(model.Parameters["encoder/dense/kernel"].Values.SequenceEqual(Encoder(seed: 9).Parameters["dense/kernel"].Values));
        Assert.True(model.Parameters["encoder/dense/bias"].Values.SequenceEqual(Encoder(seed: 9).Parameters["dense/bias"].Values));
    }

    [Fact]
    public void A_graph_with_code_in_it_is_cloned_and_says_why_it_cannot_be_saved()
    {
        Symbol x = Model.Input([4]);
        GraphModel model = new GraphModel(x, x.Then(new Lambda(v => v * 2) { Name = "double" }, new Dense(2))).Build(seed: 1);

        ModelKit.RequireSame(model, model.Clone(), "A model and its clone");
        string message = Assert.Throws<NotSupportedException>(() => model.Save(Path.Combine(Path.GetTempPath(), "never"))).Message;
        Assert.Contains("'double' (lambda) is custom code", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_may_call_one_model_at_the_same_time()
    {
        GraphModel model = TwoByTwo().Build(seed: 3);
        Tensor[] inputs = [Tensor.Ones([2, 3, 2]), Tensor.Ones([2, 4])];
        float[] expected = model.Call(inputs)["first"].ToArray();

        Parallel.For(0, 200, _ => Assert.Equal(expected, model.Call(inputs)["first"].ToArray()));
    }

    [Fact]
    public void A_graph_of_thousands_of_layers_needs_no_deep_stack()
    {
        Symbol x = Model.Input([1]), y = x;
        for (int i = 0; i < 3000; i++)
        {
            y = y.Then(new Flatten());
        }

        Assert.Equal(7, new GraphModel(x, y).Call(Tensor.Of([7], [1, 1])).Item());
    }

    [Fact]
    public void More_than_eight_outputs_are_given_too()
    {
        Symbol x = Model.Input([1]);
        GraphModel model = new([x], [.. Enumerable.Range(0, 9).Select(i => ($"y{i}", x.Then(new Dense(1))))]);

        Assert.Equal(9, model.Call([Tensor.Ones([2, 1])]).Count);
    }

    internal static GraphModel TwoByTwo()
    {
        Symbol image = Model.Input([3, 2], "image"), meta = Model.Input([4], "meta");
        Symbol trunk = Symbol.Concat(image.Then(new Flatten(), new Dense(5, Tanh)), meta >> new Dense(3));
        return new GraphModel([image, meta], ("first", trunk.Then(new Dense(4))), ("second", trunk.Then(new Dense(1))));
    }

    internal static GraphModel Siamese()
    {
        Symbol left = Model.Input([3], "left"), right = Model.Input([3], "right");
        Dense twin = new(4) { Name = "twin" }, head = new(1);
        return new GraphModel([left, right], ("left", left.Then(twin, head)), ("right", right.Then(twin, head)));
    }

    private static Sequential Encoder(ulong seed) => new Sequential { new Dense(5, Relu), new Dense(5) }.Build([4], seed);

    private sealed class Tracing : Layer
    {
        public int Calls { get; private set; }

        public override string Kind => "test-tracing";

        public override Shape Build(Shape input, ParameterBuilder parameters) => input;

        public override Tensor Call(Tensor x)
        {
            Calls++;
            return x;
        }

        public override void Describe(LayerOptions options)
        {
        }
    }
}
