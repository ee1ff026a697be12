namespace Epoche.Compare;

/// <summary>
/// Distributions: log-densities, moments, divergences and draws, and the maps of constraints. The tensors are the parameters, those of the
/// second distribution of a divergence, and values; parameters that are numbers, such as the ends of an interval, come as "numbers".
/// </summary>
internal static class DistributionCases
{
    public static IReadOnlyList<Tensor> Run(Case c)
    {
        Queue<Tensor> tensors = new(c.Inputs);
        Queue<float> numbers = new(c.Numbers("numbers"));
        if (c.Kind == "constraint")
        {
            return [Constrain(c.Name, numbers, tensors.Dequeue())];
        }

        Distribution distribution = Make(c.Name, numbers, tensors);
        switch (c.Kind)
        {
            case "density": return [distribution.LogDensity(tensors.Dequeue())];
            case "moments": return [.. new[] { distribution.Mean, distribution.Variance, distribution.Entropy }.SelectMany(Closed)];
            case "divergence": return [KullbackLeibler.Divergence(distribution, Make(c.Text("from"), numbers, tensors))];
            default:
                Rng random = Rng.Stream((ulong)c.Integer("seed"), c.Name);
                return [distribution.Sample(ref random, [c.Integer("count")])];
        }
    }

    private static Distribution Make(string name, Queue<float> numbers, Queue<Tensor> tensors) => name switch
    {
        "Normal" => new Normal(tensors.Dequeue(), tensors.Dequeue()),
        "LogNormal" => new LogNormal(tensors.Dequeue(), tensors.Dequeue()),
        "LogitNormal" => new LogitNormal(tensors.Dequeue(), tensors.Dequeue(), numbers.Dequeue(), numbers.Dequeue()),
        "HalfNormal" => new HalfNormal(tensors.Dequeue()),
        "Laplace" => new Laplace(tensors.Dequeue(), tensors.Dequeue()),
        "Uniform" => new Uniform(numbers.Dequeue(), numbers.Dequeue()),
        "ScaleMixture" => new ScaleMixture(tensors.Dequeue().Values, tensors.Dequeue().Values),
        "Bernoulli" => Bernoulli.OfLogits(tensors.Dequeue()),
        "Bernoulli of probabilities" => Bernoulli.OfProbability(tensors.Dequeue()),
        "Categorical" => Categorical.OfLogits(tensors.Dequeue()),
        "Categorical of probabilities" => Categorical.OfProbabilities(tensors.Dequeue()),
        _ => throw new NotSupportedException($"No distribution is called '{name}'."),
    };

    /// <summary>The image of free numbers, and the free numbers that it is the image of.</summary>
    private static Tensor Constrain(string name, Queue<float> numbers, Tensor values)
    {
        Constraint constraint = name.StartsWith("positive by exp", StringComparison.Ordinal) ? Constraint.PositiveByExp
            : name.StartsWith("positive", StringComparison.Ordinal) ? Constraint.Positive
            : Constraint.Interval(numbers.Dequeue(), numbers.Dequeue());
        return name.EndsWith("inverse", StringComparison.Ordinal)
            ? Tensor.Of([.. values.ToArray().Select(constraint.Invert)])
            : constraint.Apply(values);
    }

    /// <summary>None where there is no closed form.</summary>
    private static IEnumerable<Tensor> Closed(Func<Tensor> moment)
    {
        try
        {
            return [moment()];
        }
        catch (NotSupportedException)
        {
            return [];
        }
    }
}
