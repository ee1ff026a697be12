using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// The squared distance to the k-th nearest training example, all of them scaled to length 1 (Sun et al. 2022, arXiv:2204.06507):
/// 2 − 2·cosine, 0 to 4. An example of length 0 has the distance 2 to all.
/// </summary>
public sealed class NeighbourDistance : FeatureDistance
{
    private const int BlockRows = 256, BlockColumns = 4096;

    private readonly float[] _bank; // the training examples, scaled, [examples, width]

    private NeighbourDistance(DistanceSpace space, int width, int neighbours, float[] bank)
        : base(space, width) => (Neighbours, _bank) = (neighbours, bank);

    /// <summary>Which neighbour counts, from 1.</summary>
    public int Neighbours { get; }

    /// <summary>How many training examples there are to be near to.</summary>
    public int Examples => _bank.Length / Width;

    private protected override string Kind => "neighbours";

    /// <summary>Remembers training examples.</summary>
    /// <param name="training">What was predicted for training data; one draw is enough.</param>
    /// <param name="space">Where distances are measured.</param>
    /// <param name="neighbours">
    /// Which neighbour counts: 1 is the nearest; a few make the distance less dependent on single odd examples.
    /// </param>
    /// <param name="most">
    /// How many examples to remember at most; of more, as many are taken at equal steps. Time and the file's size grow with it.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer examples than neighbours.</exception>
    public static NeighbourDistance Fit(
        Prediction training, DistanceSpace space = DistanceSpace.Features, int neighbours = 1, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(training);
        CountChecks.AtLeast(1, neighbours);
        CountChecks.AtLeast(1, most);
        ReadOnlySpan<float> rows = Rows(training, space, out int width);
        int count = Math.Min(most, training.Count);
        if (count < neighbours)
        {
            throw new ArgumentException(
                $"The {neighbours}-th nearest of {count} examples does not exist. Remember more, or count fewer neighbours.",
                nameof(neighbours));
        }

        float[] bank = new float[count * width];
        for (int i = 0; i < count; i++)
        {
            Scale(rows.Slice((int)((long)i * training.Count / count) * width, width), bank.AsSpan(i * width, width));
        }

        return new(space, width, neighbours, bank);
    }

    /// <inheritdoc/>
    public override float[] Score(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ReadOnlySpan<float> rows = Rows(prediction);
        float[] doubts = new float[prediction.Count];
        int height = Math.Min(BlockRows, doubts.Length);
        float[] scaled = new float[height * Width], cosines = new float[height * Math.Min(BlockColumns, Examples)],
            nearest = new float[height * Neighbours];
        for (int first = 0; first < doubts.Length; first += height)
        {
            int count = Math.Min(height, doubts.Length - first);
            for (int i = 0; i < count; i++)
            {
                Scale(rows.Slice((first + i) * Width, Width), scaled.AsSpan(i * Width, Width));
            }

            Array.Fill(nearest, float.NegativeInfinity);
            for (int column = 0; column < Examples; column += BlockColumns)
            {
                int columns = Math.Min(BlockColumns, Examples - column);
                Gemm.Multiply(
                    count, columns, Width, scaled, Width, false, _bank.AsSpan(column * Width, columns * Width), Width, true,
                    cosines, columns);
                Workers.For(count, new Insertion(cosines, columns, nearest, Neighbours));
            }

            for (int i = 0; i < count; i++)
            {
                float cosine = nearest[(i * Neighbours) + Neighbours - 1];
                doubts[first + i] = float.IsNaN(cosine) ? float.NaN : Math.Max(0, 2 - (2 * cosine));
            }
        }

        return doubts;
    }

    internal override void Write(RuleWriter file)
    {
        WriteKind(file);
        file.Integer("neighbours", Neighbours);
        file.Tensor("bank", [Examples, Width], _bank);
    }

    internal static NeighbourDistance Read(RuleReader file)
    {
        DistanceSpace space = ReadSpace(file);
        float[] bank = file.Tensor("bank", out Shape shape);
        return shape is [> 0 and int examples, > 0 and int width]
            ? new(space, width, file.Integer("neighbours", 1, examples), bank)
            : throw file.Error("bank", "examples [examples, width]", $"{shape}");
    }

    private static void Scale(ReadOnlySpan<float> row, Span<float> scaled)
    {
        float length = MathF.Sqrt(Reduce.Dot(row, row));
        Elementwise.Apply<Multiply>(row, length > 0 ? 1 / length : 0, scaled);
    }

    /// <summary>
    /// Puts the cosines of a row among the largest so far, which fall from place to place. What is not finite takes the first place.
    /// </summary>
    private readonly struct Insertion(float[] cosines, int columns, float[] nearest, int neighbours) : IParallelBody
    {
        public void Run(int part)
        {
            Span<float> best = nearest.AsSpan(part * neighbours, neighbours);
            foreach (float cosine in cosines.AsSpan(part * columns, columns))
            {
                if (cosine <= best[^1])
                {
                    continue;
                }

                if (float.IsNaN(cosine))
                {
                    best.Fill(float.NaN);
                    return;
                }

                int place = best.Length - 1;
                for (; place > 0 && best[place - 1] < cosine; place--)
                {
                    best[place] = best[place - 1];
                }

                best[place] = cosine;
            }
        }
    }
}
