using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// The squared Mahalanobis distance to the nearest class: each class a normal distribution of its own mean, all with one covariance (Lee et al. 2018, arXiv:1807.03888). The covariance is shrunk towards a multiple of the
/// identity, so that features that never vary in training weigh much, but not infinitely.
/// </summary>
public sealed class MahalanobisDistance : FeatureDistance
{
    private const int BlockRows = 1024;

    private readonly float[] _origin; // subtracted first, [width]
    private readonly float[] _whitening; // W, lower triangular, with WᵀW = covariance⁻¹
    private readonly float[] _means; // whitened, [classes, width]

    private MahalanobisDistance(DistanceSpace space, float[] origin, float[] whitening, float[] means)
        : base(space, origin.Length) => (_origin, _whitening, _means) = (origin, whitening, means);

    /// <summary>The number of classes that distances are measured to.</summary>
    public int Classes => _means.Length / Width;

    private protected override string Kind => "mahalanobis";

    /// <summary>Takes means and covariance from training data.</summary>
    /// <param name="training">What was predicted for training data; one draw is enough.</param>
    /// <param name="labels">Their right classes, [examples].</param>
    /// <param name="space">Where distances are measured.</param>
    /// <param name="shrinkage">The weight of the identity, times the mean variance, in the covariance; above 0, at most 1.</param>
    /// <exception cref="ArgumentException">A class has no example, or a value is not finite.</exception>
    public static MahalanobisDistance Fit(Prediction training, Tensor labels, DistanceSpace space = DistanceSpace.Features, double shrinkage = 0.01)
    {
        if (!(shrinkage is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(shrinkage), shrinkage, "The weight of the identity lies above 0 and is at most 1.");
        }

        ReadOnlySpan<float> rows = Rows(training, space, out int width);
        int[] classes = training.ClassNumbers(labels);
        double[] means = ClassMeans(rows, width, classes, training.Classes), whole = new double[width];
        foreach (int label in classes)
        {
            for (int j = 0; j < width; j++)
            {
                whole[j] += means[(label * width) + j] / classes.Length;
            }
        }

        double[] covariance = Covariance(rows, width, classes, means);
        double trace = 0;
        for (int j = 0; j < width; j++)
        {
            trace += covariance[(j * width) + j];
        }

        double floor = Math.Max(trace / width, float.Epsilon);
        for (int i = 0; i < covariance.Length; i++)
        {
            covariance[i] = ((1 - shrinkage) * covariance[i]) + (i % (width + 1) == 0 ? shrinkage * floor : 0);
        }

        double[] whitening = Cholesky.InverseFactor(covariance, width);
        float[] whitened = new float[means.Length];
        for (int c = 0; c < training.Classes; c++)
        {
            for (int i = 0; i < width; i++)
            {
                double sum = 0;
                for (int j = 0; j <= i; j++)
                {
                    sum += whitening[(i * width) + j] * (means[(c * width) + j] - whole[j]);
                }

                whitened[(c * width) + i] = (float)sum;
            }
        }

        return new(space, Array.ConvertAll(whole, v => (float)v), Array.ConvertAll(whitening, v => (float)v), whitened);
    }

    /// <inheritdoc/>
    public override float[] Score(Prediction prediction)
    {
        ReadOnlySpan<float> rows = Rows(prediction);
        float[] doubts = new float[prediction.Count], centred = new float[Math.Min(doubts.Length, BlockRows) * Width], whitened = new float[centred.Length];
        for (int first = 0; first < doubts.Length; first += BlockRows)
        {
            int count = Math.Min(BlockRows, doubts.Length - first);
            for (int i = 0; i < count; i++)
            {
                Elementwise.Apply<Subtract>(rows.Slice((first + i) * Width, Width), _origin, centred.AsSpan(i * Width, Width));
            }

            Gemm.Multiply(count, Width, Width, centred, Width, false, _whitening, Width, true, whitened, Width);
            for (int i = 0; i < count; i++)
            {
                doubts[first + i] = Nearest(whitened.AsSpan(i * Width, Width), centred.AsSpan(0, Width));
            }
        }

        return doubts;
    }

    internal override void Write(RuleWriter file)
    {
        WriteKind(file);
        file.Tensor("origin", [Width], _origin);
        file.Tensor("whitening", [Width, Width], _whitening);
        file.Tensor("means", [Classes, Width], _means);
    }

    internal static MahalanobisDistance Read(RuleReader file)
    {
        DistanceSpace space = ReadSpace(file);
        float[] origin = file.Tensor("origin", out Shape row), whitening = file.Tensor("whitening", out Shape square), means = file.Tensor("means", out Shape table);
        return row is [> 0 and int width] && square == [width, width] && table is [> 0, _] && table[1] == width
            ? new(space, origin, whitening, means)
            : throw file.Error("whitening", "an origin [width], a whitening [width, width] and means [classes, width]", $"{row}, {square} and {table}");
    }

    private float Nearest(ReadOnlySpan<float> point, Span<float> difference)
    {
        float nearest = float.PositiveInfinity;
        for (int c = 0; c < Classes; c++)
        {
            Elementwise.Apply<Subtract>(point, _means.AsSpan(c * Width, Width), difference);
            nearest = Math.Min(nearest, Reduce.Dot(difference, difference));
        }

        return nearest;
    }

    private static double[] ClassMeans(ReadOnlySpan<float> rows, int width, int[] labels, int classes)
    {
        double[] means = new double[classes * width];
        int[] counts = new int[classes];
        for (int i = 0; i < labels.Length; i++)
        {
            counts[labels[i]]++;
            for (int j = 0; j < width; j++)
            {
                means[(labels[i] * width) + j] += rows[(i * width) + j];
            }
        }

        if (Array.IndexOf(counts, 0) is >= 0 and int missing)
        {
            throw new ArgumentException($"Class {missing} has no example among the {labels.Length} of training, so there is no distance to it.", nameof(labels));
        }

        for (int k = 0; k < means.Length; k++)
        {
            means[k] = double.IsFinite(means[k]) ? means[k] / counts[k / width] : throw new ArgumentException($"Number {k % width} of the training examples is not always finite.", nameof(rows));
        }

        return means;
    }

    /// <summary>The mean of (x − mean of its class)(x − mean of its class)ᵀ: products of blocks of rows in single precision, summed in double.</summary>
    private static double[] Covariance(ReadOnlySpan<float> rows, int width, int[] labels, double[] means)
    {
        double[] covariance = new double[width * width];
        float[] centred = new float[Math.Min(labels.Length, BlockRows) * width], product = new float[covariance.Length];
        for (int first = 0; first < labels.Length; first += BlockRows)
        {
            int count = Math.Min(BlockRows, labels.Length - first);
            for (int i = 0; i < count; i++)
            {
                int row = first + i;
                for (int j = 0; j < width; j++)
                {
                    centred[(i * width) + j] = (float)(rows[(row * width) + j] - means[(labels[row] * width) + j]);
                }
            }

            Gemm.Multiply(width, width, count, centred, width, true, centred, width, false, product, width);
            for (int k = 0; k < product.Length; k++)
            {
                covariance[k] += (double)product[k] / labels.Length;
            }
        }

        return covariance;
    }
}
