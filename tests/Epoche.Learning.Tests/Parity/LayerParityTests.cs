using System.Text.Json;
using Epoche.Tensors;

namespace Epoche.Learning.Tests.Parity;

/// <summary>
/// Outputs and gradients of layers against PyTorch's (tests/fixtures/torch/layers.py): recurrent ones also over a carried state and a mask.
/// </summary>
public sealed class LayerParityTests
{
    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("layers.json");

    /// <summary>The layer, and how it is called where not by its input alone.</summary>
    private static readonly Dictionary<string, Subject> s_layers = new()
    {
        ["lstm"] = new(() => new Lstm(5, sequences: true), Carried),
        ["lstm masked"] = new(() => new Lstm(5, sequences: true), Masked),
        ["gru"] = new(() => new Gru(5, sequences: true), Carried),
        ["gru masked"] = new(() => new Gru(5, sequences: true), Masked),
        ["batch-norm"] = new(() => new BatchNorm(), Statistics),
        ["batch-norm of images"] = new(() => new BatchNorm(), Statistics),
        ["batch-norm outside of training"] = new(() => new BatchNorm(), Statistics),
        ["layer-norm"] = new(() => new LayerNorm()),
        ["embedding"] = new(() => new Embedding(6, 3), Indices),
        ["embedding with padding"] = new(() => new Embedding(6, 3, padding: 2), Indices),
        ["global-average-pool"] = new(() => new GlobalAveragePool()),
        ["global-average-pool of steps"] = new(() => new GlobalAveragePool()),
        ["global-max-pool"] = new(() => new GlobalMaxPool()),
        ["conv1d"] = new(() => new Conv1D(4, 3, stride: 2, dilation: 2)),
        ["conv2d-transpose"] = new(() => new Conv2DTranspose(4, (3, 2), strides: (2, 1), dilation: (1, 2))),
        ["conv2d-transpose same"] = new(() => new Conv2DTranspose(2, 4, strides: 2, padding: Padding.Same)),
        ["depthwise-conv2d"] = new(() => new DepthwiseConv2D((3, 2), strides: (2, 1))),
        ["depthwise-conv2d same"] = new(() => new DepthwiseConv2D(3, padding: Padding.Same)),
        ["rms-norm"] = new(() => new RmsNorm()),
        ["group-norm"] = new(() => new GroupNorm(3)),
        ["upsample2d"] = new(() => new Upsample2D((2, 3))),
        ["attention"] = new(() => new MultiHeadAttention(2)),
        ["attention causal"] = new(() => new MultiHeadAttention(2, isCausal: true)),
        ["attention masked"] = new(() => new MultiHeadAttention(2), MaskedAttention),
        ["transformer"] = new(() => new TransformerBlock(2, hidden: 8)),
        ["transformer, norms last"] = new(() => new TransformerBlock(2, hidden: 8, normFirst: false)),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_and_gradients_agree_with_PyTorch(string name)
    {
        JsonElement expected = s_cases[name];
        JsonElement[] inputs = [.. expected.GetProperty("inputs").EnumerateArray()],
            parameters = [.. expected.GetProperty("parameters").EnumerateArray()];
        Sequential model = [s_layers[name].Create()];
        model.Build(inputs.Length > 0 ? Shape.Create(inputs[0].Sizes()).Tail() : [5]);
        ParameterSlab slab = model.Parameters;
        ParameterInfo[] learned = [.. slab.Entries.Where(entry => entry.Kind == ParameterKind.Parameter)];
        Assert.Equal(parameters.Select(p => Shape.Create(p.Sizes())), learned.Select(entry => entry.Shape));
        for (int i = 0; i < learned.Length; i++)
        {
            Values(parameters[i]).CopyTo(slab.Values[learned[i].Offset..]);
        }

        bool training = !name.EndsWith("outside of training", StringComparison.Ordinal);
        if (!training)
        {
            slab["batch-norm/mean"].Span.Fill(0.25f);
            slab["batch-norm/variance"].Span.Fill(1.5f);
        }

        StepArena arena = new();
        using (training ? arena.TrainingStep(Rng.Stream(1, "none")) : arena.Step())
        {
            Tensor[] x = [.. inputs.Select(input => Tensor.Variable(Values(input), Shape.Create(input.Sizes())))];
            Tensor[] outputs = s_layers[name].Call?.Invoke(model.Layers[0], x) ?? [model.Call(x[0])];
            JsonElement[] expectedOutputs = [.. expected.GetProperty("outputs").EnumerateArray()];
            Assert.Equal(expectedOutputs.Length, outputs.Length);
            Tensor loss = Tensor.Scalar(0);
            for (int k = 0; k < outputs.Length; k++)
            {
                Assert.Equal(Shape.Create(expectedOutputs[k].Sizes()), outputs[k].Shape);
                TorchFixture.AssertAgree(expectedOutputs[k].Numbers("values"), outputs[k].Values, $"output {k}");
                int salt = expected.GetProperty("upstream_salt").GetInt32() + k;
                loss += (outputs[k] * Tensor.Of(TorchFixture.Values(salt, outputs[k].Count, -1, 1), outputs[k].Shape)).Sum();
            }

            Tape.Backward(loss);
            double[][] gradients = [.. expected.GetProperty("gradients").EnumerateArray()
                .Select(g => g.EnumerateArray().Select(n => n.GetDouble()).ToArray())];
            for (int i = 0; i < x.Length; i++)
            {
                TorchFixture.AssertAgree(gradients[i], x[i].Gradient.Values, $"gradient of input {i}");
            }

            for (int i = 0; i < learned.Length; i++)
            {
                TorchFixture.AssertAgree(
                    gradients[x.Length + i], slab.Gradients.Slice(learned[i].Offset, learned[i].Shape.ElementCount),
                    $"gradient of {learned[i].Name}");
            }
        }
    }

    [Fact]
    public void Every_layer_here_has_printed_values() => Assert.Equal(s_cases.Keys.Order(), s_layers.Keys.Order());

    private static Tensor[] Carried(Layer layer, Tensor[] x)
    {
        Recurrence result = ((RecurrentLayer)layer).Call(x[0], x[1]);
        return [result.Output, result.State];
    }

    private static Tensor[] Masked(Layer layer, Tensor[] x)
    {
        Recurrence result = ((RecurrentLayer)layer).Call(x[0], x[1], Tensor.Of([1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0], [3, 4]));
        return [result.Output, result.State];
    }

    private static Tensor[] MaskedAttention(Layer layer, Tensor[] x) =>
        [((MultiHeadAttention)layer).Call(x[0], Tensor.Of([1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0], [3, 4]))];

    private static Tensor[] Statistics(Layer layer, Tensor[] x)
    {
        BatchNorm norm = (BatchNorm)layer;
        return [norm.Call(x[0]), norm.Mean, norm.Variance];
    }

    private static Tensor[] Indices(Layer layer, Tensor[] x) => [layer.Call(Tensor.Of(TorchFixture.Integers(900, 10, 6), [2, 5]))];

    private static float[] Values(JsonElement tensor) => TorchFixture.Values(
        tensor.GetProperty("salt").GetInt32(), Shape.Create(tensor.Sizes()).ElementCount, tensor.GetProperty("low").GetDouble(),
        tensor.GetProperty("high").GetDouble());

    private sealed record Subject(Func<Layer> Create, Func<Layer, Tensor[], Tensor[]>? Call = null);
}
