namespace Epoche.Probability.Tests.Predictives;

/// <summary>
/// Whatever predicts with doubt refuses NaN and infinities, and says where they are: a doubt about them would say nothing.
/// </summary>
public sealed class FiniteInputsTests
{
    private const string Rest =
        "; it is expected to be a finite number: an answer to anything else says nothing. Check where it comes from: a sensor, "
        + "a division by zero, a number too large for float32.";

    public static TheoryData<string> Kinds => [.. Examples.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_refuses_them(string kind)
    {
        Predictive predictive = Examples.All[kind]();
        Tensor x = Tensor.Of([1, 2, 3, 4, 5, float.NegativeInfinity], [2, 3]);
        string message = $"Number 2 of example 1 is -Infinity{Rest} (Parameter 'x')";

        Refuses(() => predictive.Predict(x, 2), message);
        Refuses(() => predictive.PredictOutputs(x, 2), message);
        Refuses(() => predictive.Features(x), message);
        Refuses(() => Prediction.Of(predictive, x, samples: 2, batch: 1), message);
        Assert.Equal<Shape>([2, 1, 2], predictive.Predict(x.Slice(0, 0, 1), 2).Shape); // and serves on
    }

    [Fact]
    public void Further_draws_of_a_network_refuse_them()
    {
        NetworkPredictive predictive = (NetworkPredictive)Examples.All["bayesian network"]();

        Refuses(
            () => predictive.Predict(Tensor.Of([float.NaN, 2, 3], [1, 3]), 2, first: 5),
            $"Number 0 of example 0 is NaN{Rest} (Parameter 'x')");
    }

    [Fact]
    public void A_prediction_from_elsewhere_refuses_them()
    {
        Tensor probabilities = Tensor.Of([0.5f, 0.5f], [1, 1, 2]), odd = Tensor.Of([1, float.NaN], [1, 2]);

        Refuses(() => new Prediction(probabilities, features: odd), $"Number 1 of example 0 is NaN{Rest} (Parameter 'features')");
        Refuses(() => new Prediction(probabilities, inputs: odd), $"Number 1 of example 0 is NaN{Rest} (Parameter 'inputs')");
    }

    private static void Refuses(Func<object> ask, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(ask).Message);
}
