using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>Kernels of choices: of every kernel each choice has a little, the observed one more; the prior has all alike.</summary>
internal sealed class CategoricalKernels : ParameterKernels
{
    private readonly double[] _observed;
    private readonly int _choices;
    private readonly double _hit, _miss, _even; // probabilities

    public CategoricalKernels(int choices, double[] observed)
    {
        (_choices, _observed) = (choices, observed);
        double share = 1.0 / (observed.Length + 1), sum = (choices * share) + 1;
        (_hit, _miss, _even) = ((share + 1) / sum, share / sum, 1.0 / choices);
    }

    public override double Draw(int kernel, ref Rng random)
    {
        double place = random.NextDouble();
        if (kernel == _observed.Length)
        {
            return Math.Min(Math.Floor(place * _choices), _choices - 1);
        }

        int choice = -1;
        do
        {
            choice++;
            place -= choice == (int)_observed[kernel] ? _hit : _miss;
        }
        while (place >= 0 && choice < _choices - 1);
        return choice;
    }

    public override void AddLogDensities(double number, int start, Span<double> sums)
    {
        double hit = ScalarMath.Log(_hit), miss = ScalarMath.Log(_miss);
        ReadOnlySpan<double> observed = _observed.AsSpan(start, Math.Min(sums.Length, _observed.Length - start));
        for (int i = 0; i < observed.Length; i++)
        {
            sums[i] += observed[i] == number ? hit : miss;
        }

        if (observed.Length < sums.Length)
        {
            sums[^1] += ScalarMath.Log(_even); // the prior is the last of all
        }
    }
}
