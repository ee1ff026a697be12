namespace Epoche.Benchmarks.Tuning;

/// <summary>A function that tuners are compared on: its space, its value, its least value.</summary>
/// <param name="Name">Its name, as the peer's script knows it too.</param>
/// <param name="Space">Where it is searched.</param>
/// <param name="Least">Its least value.</param>
/// <param name="Value">Its value; takes a parameter's number by name.</param>
internal sealed record TestFunction(string Name, SearchSpace Space, double Least, Func<Func<string, double>, double> Value)
{
    /// <summary>
    /// Branin, Hartmann with six variables, Rosenbrock with five, Ackley with ten, and a mixed conditional space: the settings of one of
    /// two learners, as whole numbers, logarithms and choices.
    /// </summary>
    public static IReadOnlyList<TestFunction> All { get; } =
    [
        new("branin", SearchSpace.Empty.Float("x0", -5, 10).Float("x1", 0, 15), 0.397887, number => Branin(number("x0"), number("x1"))),
        new("hartmann6", Box(6, 0, 1), -3.32237, number => Hartmann6(Numbers(6, number))),
        new("rosenbrock5", Box(5, -5, 10), 0, number => Rosenbrock(Numbers(5, number))),
        new("ackley10", Box(10, -32.768, 32.768), 0, number => Ackley(Numbers(10, number))),
        new("mixed", Mixed, 0, MixedValue),
    ];

    private static SearchSpace Mixed => SearchSpace.Empty
        .Choice("learner", "network", "forest")
        .When("learner", ["network"], network => network
            .Float("learning_rate", 1e-5, 1, log: true)
            .Int("layers", 1, 6)
            .Choice("activation", "relu", "tanh", "gelu"))
        .When("learner", ["forest"], forest => forest
            .Int("trees", 10, 1000, log: true)
            .Float("share", 0.05, 1));

    private static SearchSpace Box(int dimensions, double low, double high) =>
        Enumerable.Range(0, dimensions).Aggregate(SearchSpace.Empty, (space, i) => space.Float($"x{i}", low, high));

    private static double[] Numbers(int count, Func<string, double> number) => [.. Enumerable.Range(0, count).Select(i => number($"x{i}"))];

    private static double Branin(double x, double y)
    {
        double inner = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
        return (inner * inner) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    private static double Hartmann6(double[] x)
    {
        double[] scales = [1.0, 1.2, 3.0, 3.2];
        double[,] a =
        {
            { 10, 3, 17, 3.5, 1.7, 8 }, { 0.05, 10, 17, 0.1, 8, 14 }, { 3, 3.5, 1.7, 10, 17, 8 }, { 17, 8, 0.05, 10, 0.1, 14 },
        };
        double[,] p =
        {
            { 1312, 1696, 5569, 124, 8283, 5886 }, { 2329, 4135, 8307, 3736, 1004, 9991 },
            { 2348, 1451, 3522, 2883, 3047, 6650 }, { 4047, 8828, 8732, 5743, 1091, 381 },
        };
        double sum = 0;
        for (int i = 0; i < 4; i++)
        {
            double exponent = 0;
            for (int j = 0; j < 6; j++)
            {
                double difference = x[j] - (1e-4 * p[i, j]);
                exponent += a[i, j] * difference * difference;
            }

            sum -= scales[i] * Math.Exp(-exponent);
        }

        return sum;
    }

    private static double Rosenbrock(double[] x)
    {
        double sum = 0;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            double curve = x[i + 1] - (x[i] * x[i]), offset = 1 - x[i];
            sum += (100 * curve * curve) + (offset * offset);
        }

        return sum;
    }

    private static double Ackley(double[] x)
    {
        double squares = x.Sum(one => one * one) / x.Length, waves = x.Sum(one => Math.Cos(2 * Math.PI * one)) / x.Length;
        return (-20 * Math.Exp(-0.2 * Math.Sqrt(squares))) - Math.Exp(waves) + 20 + Math.E;
    }

    /// <summary>0 at a network with a learning rate of 10⁻³, three layers and gelu; at best 0.2 with a forest.</summary>
    private static double MixedValue(Func<string, double> number)
    {
        if (number("learner") == 0)
        {
            double rate = Math.Log10(number("learning_rate")) + 3, layers = number("layers") - 3, activation = number("activation");
            return (0.3 * rate * rate) + (0.05 * layers * layers) + (activation == 2 ? 0 : activation == 0 ? 0.05 : 0.2);
        }

        double trees = Math.Log10(number("trees")) - 2.5, share = number("share") - 0.4;
        return 0.2 + (0.1 * trees * trees) + (2 * share * share);
    }
}
