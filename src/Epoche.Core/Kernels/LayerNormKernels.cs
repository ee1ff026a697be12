namespace Epoche.Kernels;

/// <summary>
/// Layer normalization of the rows of [rows, cols] (Ba et al. 2016). Sums run in the 16 lanes of
/// <see cref="Reduce"/>; threads share the rows.
/// </summary>
internal static class LayerNormKernels
{
    private const int WorthSharing = 32 * 1024, MaxParts = 64;

    /// <summary>standard = (x − mean)/√(variance + ε) of each row, deviation = 1/√(variance + ε), y = standard·scale + shift.</summary>
    public static void Forward(
        ReadOnlySpan<float> x, int rows, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, float epsilon, Span<float> standard,
        Span<float> factor, Span<float> y) =>
        Share(rows, x.Length, new ForwardRows
        {
            X = x, Scale = scale, Shift = shift, Epsilon = epsilon, Standard = standard, Factor = factor, Y = y, Rows = rows,
        });

    /// <summary>dx = factor·(h − mean h − standard·mean(h·standard)) with h = dy·scale, in each row.</summary>
    public static void Gradient(
        ReadOnlySpan<float> dy, int rows, ReadOnlySpan<float> scale, ReadOnlySpan<float> standard,
        ReadOnlySpan<float> factor, Span<float> dx) =>
        Share(rows, dy.Length, new GradientRows { Dy = dy, Scale = scale, Standard = standard, Factor = factor, Dx = dx, Rows = rows });

    private static void Share<TBody>(int rows, int count, TBody body)
        where TBody : struct, IPart, allows ref struct
    {
        body.Parts = count >= WorthSharing ? Math.Clamp(rows, 1, MaxParts) : 1;
        Workers.For(body.Parts, body);
    }

    private interface IPart : IParallelBody
    {
        int Parts { get; set; }
    }

    private ref struct ForwardRows : IPart
    {
        public ReadOnlySpan<float> X, Scale, Shift;
        public Span<float> Standard, Factor, Y;
        public float Epsilon;
        public int Rows;

        public int Parts { get; set; }

        public void Run(int part)
        {
            int cols = Scale.Length, end = (int)((long)Rows * (part + 1) / Parts);
            for (int r = (int)((long)Rows * part / Parts); r < end; r++)
            {
                ReadOnlySpan<float> x = X.Slice(r * cols, cols);
                Span<float> standard = Standard.Slice(r * cols, cols);
                float mean = Reduce.Sum(x) / cols;
                Elementwise.Apply<Subtract>(x, mean, standard);
                float factor = 1 / MathF.Sqrt((Reduce.Dot(standard, standard) / cols) + Epsilon);
                Elementwise.Scale(factor, standard);
                Elementwise.Apply<MultiplyAdd>(standard, Scale, Shift, Y.Slice(r * cols, cols));
                Factor[r] = factor;
            }
        }
    }

    private ref struct GradientRows : IPart
    {
        public ReadOnlySpan<float> Dy, Scale, Standard, Factor;
        public Span<float> Dx;
        public int Rows;

        public int Parts { get; set; }

        public void Run(int part)
        {
            int cols = Scale.Length, end = (int)((long)Rows * (part + 1) / Parts);
            for (int r = (int)((long)Rows * part / Parts); r < end; r++)
            {
                ReadOnlySpan<float> standard = Standard.Slice(r * cols, cols);
                Span<float> h = Dx.Slice(r * cols, cols);
                Elementwise.Apply<Multiply>(Dy.Slice(r * cols, cols), Scale, h);
                float mean = Reduce.Sum(h) / cols, slope = Reduce.Dot(h, standard) / cols;
                Elementwise.MultiplyAddTo(-slope, standard, h);
                Elementwise.Apply<CentredProduct>(h, mean, Factor[r], h);
            }
        }
    }
}
