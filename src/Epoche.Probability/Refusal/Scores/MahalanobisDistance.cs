using Epoche.Kernels;

namespace Epoche;

/// <summary>What the classes of a <see cref="MahalanobisDistance"/> have in common.</summary>
public enum CovarianceKind
{
    /// <summary>One covariance for all classes, of all examples about the means of their classes.</summary>
    Shared,

    /// <summary>
    /// A covariance for each class. It fits closer, and needs many more examples of each class than there are numbers in one.
    /// </summary>
    PerClass,
}

/// <summary>
/// The squared Mahalanobis distance to the nearest class: each class a normal distribution of its own mean, all with one covariance (Lee et
/// al. 2018, arXiv:1807.03888), or each with its own. Covariances are shrunk towards a multiple of the identity, so that features that
/// never vary in training weigh much, but not infinitely.
/// </summary>
public sealed class MahalanobisDistance : FeatureDistance
{
    private const int BlockRows = 1024;

    private readonly float[] _origins; // subtracted first, [covariances, width]
    private readonly float[] _whitenings; // W, lower triangular, with WᵀW = covariance⁻¹; [covariances, width, width]
    private readonly float[] _means; // whitened, [classes, width]

    private MahalanobisDistance(DistanceSpace space, int width, float[] origins, float[] whitenings, float[] means)
        : base(space, width) => (_origins, _whitenings, _means) = (origins, whitenings, means);

    /// <summary>The number of classes that distances are measured to.</summary>
    public int Classes => _means.Length / Width;

    /// <summary>What the classes have in common.</summary>
    public CovarianceKind Covariance => Covariances == 1 ? CovarianceKind.Shared : CovarianceKind.PerClass;

    private int Covariances => _origins.Length / Width;

    private protected override string Kind => Covariance == CovarianceKind.Shared ? "mahalanobis" : "class_mahalanobis";

    /// <summary>Takes means and covariances from training data.</summary>
    /// <param name="training">What was predicted for training data; one draw is enough.</param>
    /// <param name="labels">Their right classes, [examples].</param>
    /// <param name="space">Where distances are measured.</param>
    /// <param name="covariance">Whether classes share a covariance.</param>
    /// <param name="shrinkage">The weight of the identity, times the mean variance, in a covariance; above 0, at most 1.</param>
    /// <exception cref="ArgumentException">A class has no example, or a value is not finite.</exception>
    public static MahalanobisDistance Fit(
        Prediction training, Tensor labels, DistanceSpace space = DistanceSpace.Features,
        CovarianceKind covariance = CovarianceKind.Shared, double shrinkage = 0.01)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (!(shrinkage is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(shrinkage), $"The weight of the identity lies above 0 and is at most 1; received {shrinkage}.");
        }

        ReadOnlySpan<float> rows = Rows(training, space, out int width);
        ClassMoments moments = ClassMoments.Of(rows, width, training.ClassNumbers(labels), training.Classes);
        int covariances = covariance == CovarianceKind.Shared ? 1 : training.Classes;
        float[] origins = new float[covariances * width], whitenings = new float[covariances * width * width],
            means = new float[training.Classes * width];
        for (int k = 0; k < covariances; k++)
        {
            double[] origin = covariances == 1 ? moments.Mean() : moments.Mean(k);
            double[] whitening = Cholesky.InverseFactor(
                Shrunk(covariances == 1 ? moments.Covariance() : moments.Covariance(k), width, shrinkage), width);
            for (int c = covariances == 1 ? 0 : k; c < (covariances == 1 ? training.Classes : k + 1); c++)
            {
                Whiten(whitening, moments.Mean(c), origin, means.AsSpan(c * width, width));
            }

            Round(origin, origins.AsSpan(k * width));
            Round(whitening, whitenings.AsSpan(k * width * width));
        }

        return new(space, width, origins, whitenings, means);
    }

    /// <inheritdoc/>
    public override float[] Score(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ReadOnlySpan<float> rows = Rows(prediction);
        float[] doubts = new float[prediction.Count], centred = new float[Math.Min(doubts.Length, BlockRows) * Width],
            whitened = new float[centred.Length];
        Array.Fill(doubts, float.PositiveInfinity);
        for (int first = 0; first < doubts.Length; first += BlockRows)
        {
            int count = Math.Min(BlockRows, doubts.Length - first);
            for (int k = 0; k < Covariances; k++)
            {
                for (int i = 0; i < count; i++)
                {
                    Elementwise.Apply<Subtract>(
                        rows.Slice((first + i) * Width, Width), _origins.AsSpan(k * Width, Width), centred.AsSpan(i * Width, Width));
                }

                Gemm.Multiply(
                    count, Width, Width, centred, Width, false, _whitenings.AsSpan(k * Width * Width, Width * Width), Width, true,
                    whitened, Width);
                int classes = Classes / Covariances;
                Workers.For(
                    count, new Nearest(
                        whitened, centred, _means.AsMemory(k * classes * Width, classes * Width), doubts.AsMemory(first, count), Width));
            }
        }

        return doubts;
    }

    internal override void Write(RuleWriter file)
    {
        WriteKind(file);
        file.Tensor("origins", [Covariances, Width], _origins);
        file.Tensor("whitenings", [Covariances, Width, Width], _whitenings);
        file.Tensor("means", [Classes, Width], _means);
    }

    internal static MahalanobisDistance Read(RuleReader file)
    {
        DistanceSpace space = ReadSpace(file);
        float[] origins = file.Tensor("origins", out Shape table), whitenings = file.Tensor("whitenings", out Shape cube),
            means = file.Tensor("means", out Shape classes);
        return table is [> 0 and int covariances, > 0 and int width] && cube == [covariances, width, width]
            && classes is [> 0 and int count, _] && classes[1] == width && (covariances == 1 || covariances == count)
            ? new(space, width, origins, whitenings, means)
            : throw file.Error(
                "whitenings",
                "origins [covariances, width], whitenings [covariances, width, width] and means [classes, width], "
                + "with one covariance or one for each class",
                $"{table}, {cube} and {classes}");
    }

    private static double[] Shrunk(double[] covariance, int width, double shrinkage)
    {
        double trace = 0;
        for (int j = 0; j < width; j++)
        {
            trace += covariance[j * (width + 1)];
        }

        double floor = Math.Max(trace / width, float.Epsilon);
        for (int i = 0; i < covariance.Length; i++)
        {
            covariance[i] = ((1 - shrinkage) * covariance[i]) + (i % (width + 1) == 0 ? shrinkage * floor : 0);
        }

        return covariance;
    }

    private static void Whiten(double[] whitening, double[] mean, double[] origin, Span<float> whitened)
    {
        for (int i = 0; i < whitened.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j <= i; j++)
            {
                sum += whitening[(i * whitened.Length) + j] * (mean[j] - origin[j]);
            }

            whitened[i] = (float)sum;
        }
    }

    private static void Round(double[] values, Span<float> rounded)
    {
        for (int i = 0; i < values.Length; i++)
        {
            rounded[i] = (float)values[i];
        }
    }

    /// <summary>
    /// Lowers the doubt of a row to its distance to the nearest of some means. The differences overwrite the
    /// row of <paramref name="scratch"/>.
    /// </summary>
    private readonly struct Nearest(float[] whitened, float[] scratch, ReadOnlyMemory<float> means, Memory<float> doubts, int width)
        : IParallelBody
    {
        public void Run(int part)
        {
            ReadOnlySpan<float> point = whitened.AsSpan(part * width, width);
            Span<float> difference = scratch.AsSpan(part * width, width);
            ref float doubt = ref doubts.Span[part];
            for (int start = 0; start < means.Length; start += width)
            {
                Elementwise.Apply<Subtract>(point, means.Span.Slice(start, width), difference);
                doubt = Math.Min(doubt, Reduce.Dot(difference, difference));
            }
        }
    }
}
