using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>
/// A density over some parameters: a mixture with one component for each trial that has them all, and a prior; each component is the
/// product of a kernel for each parameter.
/// </summary>
internal sealed class ParzenEstimator
{
    private const double Negligible = 40; // e⁻⁴⁰ of the largest term is below its rounding
    private const int Block = 128;
    private const int MostFactors = 64; // of at least a two-hundredth each: their product is far above the least number

    private readonly SearchParameter[] _parameters;
    private readonly ParameterKernels[] _kernels;
    private readonly double[] _weights, _logWeights;

    /// <param name="parameters">The parameters.</param>
    /// <param name="trials">The trials, by age.</param>
    /// <param name="byAge">Whether older trials weigh less.</param>
    /// <param name="hasOneWidth">Whether all kernels of a parameter have the width of Scott's rule.</param>
    public ParzenEstimator(SearchParameter[] parameters, IReadOnlyList<TrialRecord> trials, bool byAge, bool hasOneWidth)
    {
        _parameters = parameters;
        double[][] observed = Observed(parameters, trials, out int count);
        _weights = AgeWeights.Of(count, byAge);
        _logWeights = [.. _weights.Select(ScalarMath.Log)];

        // Scott's rule as BOHB has it: a fifth of the range times n^(−1/(d + 4)).
        double? width = hasOneWidth ? 0.2 * ScalarMath.Exp(-ScalarMath.Log(Math.Max(count, 1)) / (parameters.Length + 4)) : null;
        _kernels = [.. parameters.Select((parameter, i) => ParameterKernels.Of(parameter.Domain, observed[i], width))];
    }

    /// <summary>Draws candidates: of each a component, then a number from each of its kernels.</summary>
    /// <returns>Of each parameter the numbers of all candidates, one parameter behind the other.</returns>
    public double[] Draw(SuggestionContext context, int count)
    {
        Rng random = context.Stream($"tpe/{_parameters[0].Name}");
        int[] components = new int[count];
        for (int i = 0; i < count; i++)
        {
            components[i] = Component(random.NextDouble());
        }

        double[] numbers = new double[count * _parameters.Length];
        for (int parameter = 0; parameter < _parameters.Length; parameter++)
        {
            Rng own = context.Stream(_parameters[parameter].Name);
            for (int i = 0; i < count; i++)
            {
                numbers[(parameter * count) + i] = _kernels[parameter].Draw(components[i], ref own);
            }
        }

        return numbers;
    }

    /// <summary>The logarithm of the density at each candidate.</summary>
    public double[] LogDensities(double[] numbers, int count)
    {
        double[] constants = Constants(), densities = new double[count];

        // Some components at a time, so that those of all parameters stay in the nearest cache for all candidates.
        double[] terms = new double[count * constants.Length];
        for (int start = 0; start < constants.Length; start += Block)
        {
            int length = Math.Min(Block, constants.Length - start);
            for (int i = 0; i < count; i++)
            {
                Span<double> sums = terms.AsSpan((i * constants.Length) + start, length);
                constants.AsSpan(start, length).CopyTo(sums);
                for (int parameter = 0; parameter < _parameters.Length; parameter++)
                {
                    _kernels[parameter].AddLogDensities(numbers[(parameter * count) + i], start, sums);
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            densities[i] = LogSum(terms.AsSpan(i * constants.Length, constants.Length));
        }

        return densities;
    }

    /// <summary>The part of the logarithm of each component's density that does not depend on the candidate.</summary>
    private double[] Constants()
    {
        double[] constants = [.. _logWeights], products = new double[constants.Length];
        double common = 0;
        for (int start = 0; start < _kernels.Length; start += MostFactors)
        {
            Array.Fill(products, 1);
            foreach (ParameterKernels kernels in _kernels.AsSpan(start, Math.Min(MostFactors, _kernels.Length - start)))
            {
                common += kernels.MultiplyScales(products);
            }

            for (int i = 0; i < constants.Length; i++)
            {
                constants[i] -= ScalarMath.Log(products[i]);
            }
        }

        for (int i = 0; i < constants.Length; i++)
        {
            constants[i] -= common;
        }

        return constants;
    }

    private static double LogSum(ReadOnlySpan<double> terms)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double term in terms)
        {
            largest = term > largest ? term : largest;
        }

        foreach (double term in terms)
        {
            sum += term > largest - Negligible ? ScalarMath.Exp(term - largest) : 0;
        }

        return double.IsFinite(largest) ? largest + ScalarMath.Log(sum) : largest;
    }

    private int Component(double place)
    {
        int component = 0;
        for (; component < _weights.Length - 1 && place >= _weights[component]; component++)
        {
            place -= _weights[component];
        }

        return component;
    }

    /// <summary>Of each parameter the numbers of the trials that have all of them.</summary>
    private static double[][] Observed(SearchParameter[] parameters, IReadOnlyList<TrialRecord> trials, out int count)
    {
        double[][] observed = [.. parameters.Select(_ => new double[trials.Count])];
        count = 0;
        foreach (TrialRecord trial in trials)
        {
            bool hasAll = true;
            List<TrialParameter> own = trial.ParameterList;
            for (int i = 0; hasAll && i < parameters.Length; i++)
            {
                TrialParameter? found = i < own.Count && own[i].Name == parameters[i].Name ? own[i] : trial.Find(parameters[i].Name);
                hasAll = found is not null && (found.Domain == parameters[i].Domain || parameters[i].Domain.Contains(found.Number));
                observed[i][count] = found?.Number ?? 0;
            }

            count += hasAll ? 1 : 0;
        }

        for (int i = 0; i < observed.Length; i++)
        {
            Array.Resize(ref observed[i], count);
        }

        return observed;
    }
}
