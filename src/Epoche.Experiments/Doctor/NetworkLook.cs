using Epoche.Kernels;

namespace Epoche.Experiments;

/// <summary>The hidden units of a network, as observations move them.</summary>
internal sealed class NetworkLook
{
    private const double RankShare = 0.99; // of the sum of singular values (Kumar et al. 2021, arXiv:2010.14498)

    private NetworkLook(IReadOnlyList<UnitCount> layers, int samples, int features, int rank) =>
        (Layers, Samples, Features, Rank) = (layers, samples, features, rank);

    /// <summary>The layers of hidden units, in the order of the network.</summary>
    public IReadOnlyList<UnitCount> Layers { get; }

    /// <summary>How many observations were shown.</summary>
    public int Samples { get; }

    /// <summary>How many numbers the last layer sees.</summary>
    public int Features { get; }

    /// <summary>How many singular values of the features, less their means, make up 99% of their sum: 0 where nothing moves them.</summary>
    public int Rank { get; }

    /// <summary>Looks at a network; null where it has no hidden layer, or is none that can be looked into.</summary>
    /// <param name="model">The network.</param>
    /// <param name="samples">Observations.</param>
    public static NetworkLook? Of(Model model, IReadOnlyList<PlayedSample> samples)
    {
        if (samples.Count == 0 || model.Inputs.Count != 1 || model.InputShape.ElementCount != samples[0].Observation.Length)
        {
            return null;
        }

        using (new StepArena().Step())
        using (Tape.Pause())
        {
            float[] input = [.. samples.SelectMany(sample => sample.Observation)];
            if (ModelTrace.Values(model, Tensor.Wrap(input, model.InputShape.Prepend(samples.Count))) is not { } values)
            {
                return null;
            }

            GraphPlan plan = model.Plan;
            bool[] leadsOn = LeadsToAffine(plan);
            List<UnitCount> layers = [];
            for (int i = 0; i < plan.Calls.Length; i++)
            {
                if (leadsOn[i + 1] && IsAffine(plan, i))
                {
                    layers.Add(UnitCount.Of(plan.Calls[i].Name, values[i + 1]));
                }
            }

            int last = Enumerable.Range(0, plan.Calls.Length).FirstOrDefault(i => !leadsOn[i + 1] && IsAffine(plan, i), -1);
            if (layers.Count == 0 || last < 0)
            {
                return null;
            }

            Tensor features = values[plan.Calls[last].Sources[0]];
            return new(layers, samples.Count, features.Count / samples.Count, RankOf(features.Values, samples.Count));
        }
    }

    private static bool IsAffine(GraphPlan plan, int call) => plan.Layers[plan.Calls[call].Layer] is Dense or NoisyDense or Conv2D;

    /// <summary>Which values reach a layer of weights further on: what the others come to is an output.</summary>
    private static bool[] LeadsToAffine(GraphPlan plan)
    {
        bool[] leads = new bool[plan.ValueCount];
        for (int i = plan.Calls.Length - 1; i >= 0; i--)
        {
            foreach (int source in plan.Calls[i].Sources)
            {
                leads[source] |= leads[i + 1] || IsAffine(plan, i);
            }
        }

        return leads;
    }

    /// <summary>
    /// By the eigenvalues of ΦΦᵀ, which are the squares of the singular values of Φ. What is the same for all observations does not count:
    /// the values of a slow game are nearly all of one size, and would hide what tells its observations apart.
    /// </summary>
    private static int RankOf(ReadOnlySpan<float> features, int rows)
    {
        int width = features.Length / rows;
        double[] products = new double[rows * rows], values = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k < width; k++)
                {
                    sum += (double)features[(i * width) + k] * features[(j * width) + k];
                }

                products[(i * rows) + j] = products[(j * rows) + i] = sum;
            }
        }

        Center(products, rows);
        SymmetricEigen.Solve(products, values);
        double[] singular = [.. values.Select(value => Math.Sqrt(Math.Max(value, 0))).OrderDescending()];
        double all = singular.Sum(), reached = 0;
        int rank = 0;
        while (rank < rows && reached < RankShare * all)
        {
            reached += singular[rank++];
        }

        return rank;
    }

    /// <summary>From the products of rows to those of rows less their mean.</summary>
    private static void Center(double[] products, int rows)
    {
        double[] means = [.. Enumerable.Range(0, rows).Select(i => products.AsSpan(i * rows, rows).ToArray().Sum() / rows)];
        double all = means.Sum() / rows;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                products[(i * rows) + j] += all - means[i] - means[j];
            }
        }
    }
}

/// <summary>The units of a layer.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Units">How many there are; of a convolution, its filters.</param>
/// <param name="Still">How many give the same for everything they are shown.</param>
internal sealed record UnitCount(string Layer, int Units, int Still)
{
    public double StillShare => (double)Still / Units;

    public static UnitCount Of(string layer, Tensor outputs)
    {
        int units = outputs.Length(outputs.Shape.Rank - 1), still = 0;
        ReadOnlySpan<float> values = outputs.Values;
        for (int unit = 0; unit < units; unit++)
        {
            bool moves = false;
            for (int i = unit + units; i < values.Length && !moves; i += units)
            {
                moves = values[i] != values[unit];
            }

            still += moves ? 0 : 1;
        }

        return new(layer, units, still);
    }
}
