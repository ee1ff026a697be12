using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// The means and covariances of rows that belong to classes. Products are of blocks of rows in single precision, about the
/// classes' means, and summed in double.
/// </summary>
internal sealed class ClassMoments
{
    private const int BlockRows = 1024;

    private readonly int _width;
    private readonly int[] _counts;
    private readonly double[] _means; // [classes, width]
    private readonly double[][] _products; // of each class, [width, width]: Σ (x − mean)(x − mean)ᵀ

    private ClassMoments(int width, int classes) =>
        (_width, _counts, _means, _products) = (width, new int[classes], new double[classes * width], new double[classes][]);

    /// <summary>Takes the moments.</summary>
    /// <exception cref="ArgumentException">A class has no row, or a value is not finite.</exception>
    public static ClassMoments Of(ReadOnlySpan<float> rows, int width, int[] labels, int classes)
    {
        ClassMoments moments = new(width, classes);
        moments.AddMeans(rows, labels);
        for (int c = 0; c < classes; c++)
        {
            moments._products[c] = moments.Products(rows, labels, c);
        }

        return moments;
    }

    /// <summary>The mean of all rows.</summary>
    public double[] Mean()
    {
        double[] mean = new double[_width];
        int all = _counts.Sum();
        for (int k = 0; k < _means.Length; k++)
        {
            mean[k % _width] += _means[k] * _counts[k / _width] / all;
        }

        return mean;
    }

    /// <summary>The mean of a class.</summary>
    public double[] Mean(int label) => _means[(label * _width)..((label + 1) * _width)];

    /// <summary>The covariance of all rows about the means of their classes.</summary>
    public double[] Covariance()
    {
        double[] covariance = new double[_width * _width];
        int all = _counts.Sum();
        foreach (double[] products in _products)
        {
            for (int i = 0; i < covariance.Length; i++)
            {
                covariance[i] += products[i] / all;
            }
        }

        return covariance;
    }

    /// <summary>The covariance of a class.</summary>
    public double[] Covariance(int label) => Array.ConvertAll(_products[label], product => product / _counts[label]);

    private void AddMeans(ReadOnlySpan<float> rows, int[] labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            _counts[labels[i]]++;
            Span<double> sums = _means.AsSpan(labels[i] * _width, _width);
            ReadOnlySpan<float> row = rows.Slice(i * _width, _width);
            for (int j = 0; j < row.Length; j++)
            {
                sums[j] += row[j];
            }
        }

        if (Array.IndexOf(_counts, 0) is >= 0 and int missing)
        {
            throw new ArgumentException(
                $"Class {missing} has no example among the {labels.Length} of training, so there is no distance to it.", nameof(labels));
        }

        for (int k = 0; k < _means.Length; k++)
        {
            _means[k] = double.IsFinite(_means[k])
                ? _means[k] / _counts[k / _width]
                : throw new ArgumentException($"Number {k % _width} of the training examples is not always finite.", nameof(rows));
        }
    }

    private double[] Products(ReadOnlySpan<float> rows, int[] labels, int label)
    {
        double[] sum = new double[_width * _width];
        float[] centred = new float[Math.Min(_counts[label], BlockRows) * _width], product = new float[sum.Length];
        int filled = 0, taken = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] != label)
            {
                continue;
            }

            for (int j = 0; j < _width; j++)
            {
                centred[(filled * _width) + j] = (float)(rows[(i * _width) + j] - _means[(label * _width) + j]);
            }

            filled++;
            taken++;
            if (filled == BlockRows || taken == _counts[label])
            {
                Gemm.Multiply(_width, _width, filled, centred, _width, true, centred, _width, false, product, _width);
                for (int k = 0; k < product.Length; k++)
                {
                    sum[k] += product[k];
                }

                filled = 0;
            }
        }

        return sum;
    }
}
