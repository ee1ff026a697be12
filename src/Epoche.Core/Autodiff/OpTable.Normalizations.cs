using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>
    /// Inputs x [..., channels], scale, shift, mean and variance [channels]. The last two are the moments of x itself, and the gradient
    /// takes that into account; or they are constants.
    /// </summary>
    internal static readonly Op BatchNorm = new("batch-norm", ChannelShape, BatchNormForward, BatchNormGradient);

    /// <summary>
    /// Inputs x [..., features], scale and shift [features]. Saves the standardized x, then 1/√(variance + ε) of each row.
    /// </summary>
    internal static readonly Op LayerNorm = new("layer-norm", ChannelShape, LayerNormForward, LayerNormGradient)
    {
        Saves = (inputs, in _) => [LayerNormSaved.Length(inputs[0])],
    };

    /// <summary>
    /// Inputs: indices [...] (whole numbers) and a table [rows, width]. The rows that the indices name: [..., width]. The padding's row
    /// counts as zeros.
    /// </summary>
    internal static readonly Op Embedding = new("embedding", EmbeddingShape, EmbeddingForward, EmbeddingGradient);

    private static IEnumerable<Op> Normalizations => [BatchNorm, LayerNorm, Embedding];

    private static Shape ChannelShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape x = inputs[0].Shape;
        for (int i = 1; i < inputs.Length; i++)
        {
            if (x.Rank < 1 || inputs[i].Shape != [x[-1]])
            {
                throw new ArgumentException($"A normalization of {x} takes numbers for each place on its last axis, "
                    + $"[{(x.Rank < 1 ? "n" : x[-1])}]; received {inputs[i].Shape}.");
            }
        }

        return x;
    }

    private static void BatchNormForward(OpCall c)
    {
        Tensor factor = ScaleOverDeviation(c.Inputs[1], c.Inputs[4], c.Arguments.BatchNorm.Epsilon);
        BatchNormKernels.Forward(c.A, c.Inputs[3].Values, factor.Values, c.Inputs[2].Values, c.Y);
    }

    private static void BatchNormGradient(GradientCall g)
    {
        int rows = Rows(g.A), channels = g.A.Length(-1);
        float epsilon = g.Arguments.BatchNorm.Epsilon;
        Tensor mean = g.Inputs[3], variance = g.Inputs[4];
        Tensor scratch = Tensor.Uninitialized([ColumnSums.Blocks(rows) * channels]);
        Tensor dShift = Tensor.Uninitialized([channels]), products = Tensor.Uninitialized([channels]);
        ColumnSums.Over<ColumnSum>(g.dY.Values, g.dY.Values, mean.Values, rows, scratch.Span, dShift.Span);
        ColumnSums.Over<ColumnProducts>(g.A.Values, g.dY.Values, mean.Values, rows, scratch.Span, products.Span);
        if (g.Needs(0))
        {
            Tensor dx = Tensor.Uninitialized(g.A.Shape), factor = ScaleOverDeviation(g.B, variance, epsilon);
            if (g.Arguments.BatchNorm.MomentsAreOfInput)
            {
                Tensor slope = products / ((variance + epsilon) * rows);
                BatchNormKernels.Gradient(
                    g.A.Values, g.dY.Values, mean.Values, factor.Values, (dShift / rows).Values, slope.Values, dx.Span);
            }
            else
            {
                BatchNormKernels.Gradient(g.dY.Values, factor.Values, dx.Span);
            }

            g.Add(0, dx);
        }

        if (g.Needs(1))
        {
            g.Add(1, products / Apply(Sqrt, variance + epsilon));
        }

        if (g.Needs(2))
        {
            g.Add(2, dShift);
        }
    }

    /// <summary>scale/√(variance + ε).</summary>
    private static Tensor ScaleOverDeviation(Tensor scale, Tensor variance, float epsilon)
    {
        Tensor factor = Tensor.Uninitialized(scale.Shape);
        Elementwise.Apply<Add>(variance.Values, epsilon, factor.Span);
        Elementwise.Apply<SquareRoot>(factor.Values, factor.Span);
        Elementwise.Apply<Divide>(scale.Values, factor.Values, factor.Span);
        return factor;
    }

    private static void LayerNormForward(OpCall c)
    {
        LayerNormSaved saved = new(c.Saved, c.Inputs[0]);
        LayerNormKernels.Forward(c.A, Rows(c), c.B, c.Inputs[2].Values, c.Arguments.LayerNorm.Epsilon, saved.Standard, saved.Factors, c.Y);
    }

    private static void LayerNormGradient(GradientCall g)
    {
        int rows = Rows(g.A), features = g.A.Length(-1);
        LayerNormSaved saved = new(g.Saved, g.A);
        Tensor scratch = Tensor.Uninitialized([ColumnSums.Blocks(rows) * features]), zero = Tensor.Zeros([features]);
        if (g.Needs(0))
        {
            Tensor dx = Tensor.Uninitialized(g.A.Shape);
            LayerNormKernels.Gradient(g.dY.Values, rows, g.B.Values, saved.Standard, saved.Factors, dx.Span);
            g.Add(0, dx);
        }

        if (g.Needs(1))
        {
            Tensor scale = Tensor.Uninitialized([features]);
            ColumnSums.Over<ColumnProducts>(saved.Standard, g.dY.Values, zero.Values, rows, scratch.Span, scale.Span);
            g.Add(1, scale);
        }

        if (g.Needs(2))
        {
            Tensor shift = Tensor.Uninitialized([features]);
            ColumnSums.Over<ColumnSum>(g.dY.Values, g.dY.Values, zero.Values, rows, scratch.Span, shift.Span);
            g.Add(2, shift);
        }
    }

    /// <summary>What layer normalization saves of an input, one after the other in one tensor.</summary>
    private readonly ref struct LayerNormSaved(Tensor saved, Tensor input)
    {
        /// <summary>The standardized input.</summary>
        public Span<float> Standard { get; } = saved.Span[..input.Count];

        /// <summary>1/√(variance + ε) of each row.</summary>
        public Span<float> Factors { get; } = saved.Span[input.Count..];

        public static int Length(Tensor input) => input.Count + Rows(input);
    }

    private static Shape EmbeddingShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape indices = inputs[0].Shape, table = inputs[1].Shape;
        if (table.Rank != 2 || indices.Rank == Shape.MaxRank)
        {
            throw new ArgumentException(
                $"An embedding takes a table [rows, width] and indices of less than {Shape.MaxRank} axes; received {table} and {indices}.");
        }

        FloatIndex.RequireNameable(table[0], "rows of an embedding", nameof(table));
        Span<int> sizes = stackalloc int[indices.Rank + 1];
        indices.CopyTo(sizes);
        sizes[^1] = table[1];
        return Shape.Create(sizes);
    }

    private static void EmbeddingForward(OpCall c) =>
        Layout.GatherRows(c.B, c.Inputs[1].Length(0), c.Inputs[1].Length(1), c.A, c.Arguments.Embedding.Padding, c.Y);

    private static void EmbeddingGradient(GradientCall g)
    {
        if (!g.Needs(1))
        {
            return; // the indices hang on something learned, but an index has no slope
        }

        Span<float> table = g.Destination(1, out bool add);
        if (!add)
        {
            table.Clear();
        }

        Layout.ScatterAddRows(g.dY.Values, g.B.Length(0), g.B.Length(1), g.A.Values, g.Arguments.Embedding.Padding, table);
    }
}
