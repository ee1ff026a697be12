#:project ../src/Epoche.Learning
// A custom layer: parameters, options, saving.  Run it:  dotnet run -c Release samples/OwnLayer.cs
using Epoche;
using static Epoche.Tensors.Ops;

LayerRegistry.Register("radial-basis", options => new RadialBasis(options.Int("units", 1, 4096), options.Float("width", 0.001f, 1000)));

float[] x = [.. Enumerable.Range(0, 200).Select(i => (i / 100f) - 1)];
float[] y = [.. x.Select(value => MathF.Abs(value) - (value > 0.5f ? 0.4f : 0))];
Sequential net = [new RadialBasis(40, width: 0.1f), new Dense(1)];
net.Build(input: [1], seed: 1);
Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = 400 }, net.Parameters);
FitReport report = trainer.Fit(
    net, new Dataset(x, [1], y, [1]), (predicted, right) => MeanSquaredError(predicted, right), new() { BatchSize = 50 });

net.Save("bumps.epoche");
Model loaded = Model.Load("bumps.epoche"); // because the registry knows the kind
File.Delete("bumps.epoche");
Console.WriteLine($"the same bits after loading: {loaded.Parameters.Values.SequenceEqual(net.Parameters.Values)}");
Console.WriteLine($"mean squared error {report.Last.Loss:F5}");

/// <summary>exp(−(x − center)²/width²) for each of its units, summed over the features of x in the exponent.</summary>
internal sealed class RadialBasis(int units, float width) : Layer
{
    private Parameter? _centers;

    public override string Kind => "radial-basis";

    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        _centers = parameters.Add("centers", [units, input[-1]], Initializer.UniformFanIn, decay: false, fanIn: 1);
        return [units];
    }

    public override Tensor Call(Tensor x) // [batch, features] − [units, features] by way of [batch, 1, features]
    {
        Tensor difference = x.Reshape(x.Length(0), 1, x.Length(1)) - _centers!.Tensor;
        return Exp(Square(difference).Sum(axis: 2) * (-1 / (width * width)));
    }

    public override void Describe(LayerOptions options)
    {
        options.Set("units", units);
        options.Set("width", width);
    }
}
