using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Models;

/// <summary>Layers in brackets, wherever a model is expected.</summary>
public sealed class BracketTests
{
    [Fact]
    public void Layers_in_brackets_are_a_model()
    {
        Model model = [new Dense(4, Relu), new Dense(2)];
        Sequential sequence = [new Dense(4, Relu), new Dense(2)];

        Assert.IsType<Sequential>(model);
        Assert.Equal(["dense", "dense_2"], model.Layers.Select(layer => layer.Name));
        Tensor x = Tensor.Of([1, 2, 3], [1, 3]);
        Assert.Equal(sequence.Call(x).ToArray(), model.Call(x).ToArray()); // both are built with seed 0
        Assert.Throws<ArgumentNullException>(() =>
        {
            Model none = [null!];
        });
    }

    [Fact]
    public void A_function_may_make_either_kind_of_model()
    {
        Symbol input = Model.Input([3]);
        Func<Model>[] makers = [() => [new Dense(2)], () => new GraphModel(input, input >> new Dense(2))];

        Assert.Equal([typeof(Sequential), typeof(GraphModel)], makers.Select(make => make().GetType()));
    }

    [Fact]
    public void The_layers_of_any_model_can_be_enumerated()
    {
        Symbol input = Model.Input([3]);
        Model graph = new GraphModel(input, input >> new Dense(4, Relu) >> new Dense(2));
        List<Layer> layers = [];
        foreach (Layer layer in graph)
        {
            layers.Add(layer);
        }

        Assert.Equal(graph.Layers, layers);
    }
}
