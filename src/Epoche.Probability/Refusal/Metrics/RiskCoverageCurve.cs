using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// How the error of the answers grows with the share that is answered, the least doubtful first (El-Yaniv and Wiener 2010). Equal doubts
/// are answered together; between the points that a threshold can reach, errors are interpolated.
/// </summary>
public sealed class RiskCoverageCurve
{
    private readonly int[] _answered, _wrong; // after each group of equal doubts
    private readonly float[] _doubts;

    /// <summary>Makes the curve.</summary>
    /// <param name="doubts">The doubt about each example.</param>
    /// <param name="isWrong">Whether the answer would be wrong.</param>
    /// <exception cref="ArgumentException">There are no examples, not as many of both, or a doubt is NaN.</exception>
    public RiskCoverageCurve(ReadOnlySpan<float> doubts, ReadOnlySpan<bool> isWrong)
    {
        if (doubts.Length != isWrong.Length)
        {
            throw new ArgumentException(
                $"There are {doubts.Length} doubts and {isWrong.Length} answers; one of each belongs to an example.", nameof(isWrong));
        }

        bool[] wrong = isWrong.ToArray();
        float[] sorted = Epoche.Threshold.Sorted(doubts, wrong);
        List<int> answered = [], errors = [];
        List<float> values = [];
        int sum = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            sum += wrong[i] ? 1 : 0;
            if (i + 1 == sorted.Length || sorted[i + 1] != sorted[i])
            {
                answered.Add(i + 1);
                errors.Add(sum);
                values.Add(sorted[i]);
            }
        }

        (_answered, _wrong, _doubts, Examples) = ([.. answered], [.. errors], [.. values], sorted.Length);
    }

    /// <summary>The number of examples.</summary>
    public int Examples { get; }

    /// <summary>The number of points, one for each different doubt.</summary>
    public int Count => _answered.Length;

    /// <summary>The share answered up to a point's doubt.</summary>
    public double Coverage(int point) => (double)_answered[RequirePoint(point)] / Examples;

    /// <summary>The share of those answers that are wrong.</summary>
    public double Error(int point) => (double)_wrong[RequirePoint(point)] / _answered[point];

    /// <summary>The doubt of a point: the threshold that reaches it.</summary>
    public float Threshold(int point) => _doubts[RequirePoint(point)];

    /// <summary>
    /// The area under the curve: the mean over k = 1 … examples of the error of the k least doubtful answers (Geifman, Uziel and El-Yaniv
    /// 2019, arXiv:1805.08206); within equal doubts the errors' expectation in random order.
    /// </summary>
    public double Area
    {
        get
        {
            double sum = 0;
            for (int point = 0, before = 0, wrong = 0; point < Count; before = _answered[point], wrong = _wrong[point], point++)
            {
                double each = (double)(_wrong[point] - wrong) / (_answered[point] - before);
                for (int k = before + 1; k <= _answered[point]; k++)
                {
                    sum += (wrong + ((k - before) * each)) / k;
                }
            }

            return sum / Examples;
        }
    }

    /// <summary>The largest share that can be answered with at least this accuracy, 0 where none can.</summary>
    /// <param name="accuracy">0 to 1, such as 0.999. Compared with the share of right answers as counts: 55 of 100 are 0.55.</param>
    /// <exception cref="ArgumentOutOfRangeException">The accuracy is not from 0 to 1.</exception>
    public double CoverageAt(double accuracy)
    {
        RequireShare(accuracy, nameof(accuracy));
        for (int point = Count - 1; point >= 0; point--)
        {
            if (Shares.IsAtLeast(_answered[point] - _wrong[point], _answered[point], accuracy))
            {
                return Coverage(point);
            }
        }

        return 0;
    }

    /// <summary>The error of the answers where at least a share is answered.</summary>
    /// <param name="coverage">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The coverage is not from 0 to 1.</exception>
    public double ErrorAt(double coverage)
    {
        RequireShare(coverage, nameof(coverage));
        int point = 0;
        while (point < Count - 1 && Coverage(point) < coverage)
        {
            point++;
        }

        return Error(point);
    }

    private static void RequireShare(double share, string name)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, $"The {name} is a share from 0 to 1; 95 % is 0.95; received {share}.");
        }
    }

    private int RequirePoint(int point) => (uint)point < (uint)Count
        ? point
        : throw new ArgumentOutOfRangeException(nameof(point), $"The curve has {Count} points, 0 to {Count - 1}; received {point}.");
}
