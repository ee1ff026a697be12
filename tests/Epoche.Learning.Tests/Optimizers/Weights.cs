namespace Epoche.Learning.Tests.Optimizers;

/// <summary>A vector of weights, zero at first, and an objective whose gradient is what it is given.</summary>
internal sealed class Weights
{
    public Weights(int count)
    {
        Model = new Sequential { new Vector(count) }.Build([1], seed: 1);
        Objective = gradient => (Model.Call(Tensor.Ones([1, 1])) * Tensor.Wrap(gradient, [1, count])).Sum();
    }

    public Sequential Model { get; }

    public ParameterSlab Parameters => Model.Parameters;

    public float[] Values => Parameters.Values.ToArray();

    public Objective<float[]> Objective { get; }

    private sealed class Vector(int count) : Layer
    {
        private Parameter? _weights;

        public override string Kind => "weights";

        public override Shape Build(Shape input, ParameterBuilder parameters)
        {
            _weights = parameters.Add("weights", [count], Initializer.Zeros);
            return [count];
        }

        public override Tensor Call(Tensor x) => x * _weights!.Tensor;
    }
}
