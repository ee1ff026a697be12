namespace Epoche.Kernels;

/// <summary>
/// Scaled dot-product self-attention (Vaswani et al. 2017, eq. 1) of all heads of a batch: softmax(Q·Kᵀ/√size)·V. Heads are read and
/// written where they lie, as columns of wider rows; scores lie transposed (<see cref="AttentionWeights"/>). Every head of an example is
/// computed by one thread, so that the cut changes no bit.
/// </summary>
internal static unsafe class Attention
{
    /// <summary>Multiply-adds of a part, at least: some 10 µs of one thread.</summary>
    private const long PartWork = 256 * 1024;

    /// <summary>Computes the output.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="x">[batch, steps, 3 · features]: queries, keys and values of all heads.</param>
    /// <param name="mask">[batch, steps], 0 for what no step asks; empty for none. Where a step may ask none, its output is 0.</param>
    /// <param name="weights">Receives [batch, heads, keys, queries], the softmax, for the gradient; empty where it is not wanted.</param>
    /// <param name="y">[batch, steps, features].</param>
    public static void Forward(
        in AttentionSizes sizes, ReadOnlySpan<float> x, ReadOnlySpan<float> mask, Span<float> weights, Span<float> y)
    {
        fixed (float* pX = x, pMask = mask, pWeights = weights, pY = y)
        {
            Share(sizes, 2, new ForwardParts { Sizes = sizes, X = pX, Mask = pMask, Weights = pWeights, Y = pY });
        }
    }

    /// <summary>Computes the gradient of the input from that of the output and the weights that forward left.</summary>
    public static void Backward(
        in AttentionSizes sizes, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> dy, Span<float> dx,
        bool accumulate)
    {
        fixed (float* pX = x, pWeights = weights, pDy = dy, pDx = dx)
        {
            Share(sizes, 4, new BackwardParts
            {
                Sizes = sizes, X = pX, Weights = pWeights, Dy = pDy, Dx = pDx, Accumulate = accumulate,
            });
        }
    }

    private interface IPart : IParallelBody
    {
        int Share { get; set; }
    }

    private static void Share<TBody>(in AttentionSizes sizes, int products, TBody body)
        where TBody : struct, IPart
    {
        if (sizes.Pieces == 0 || sizes.Weights == 0)
        {
            return;
        }

        long work = (long)products * sizes.Weights * sizes.Size;
        body.Share = work * sizes.Pieces < GemmParts.WorthSharing ? sizes.Pieces
            : (int)Math.Clamp((PartWork + work - 1) / work, 1, sizes.Pieces);
        Workers.For((sizes.Pieces + body.Share - 1) / body.Share, body);
    }

    private struct ForwardParts : IPart
    {
        public AttentionSizes Sizes;
        public float* X, Mask, Weights, Y;

        public int Share { get; set; }

        public readonly void Run(int part)
        {
            int steps = Sizes.Steps, row = Sizes.Row, end = Math.Min(Sizes.Pieces, (part + 1) * Share);
            float* own = Weights == null ? GemmScratch.Step(Sizes.Weights) : null;
            for (int piece = part * Share; piece < end; piece++)
            {
                float* q = X + Sizes.Input(piece), k = q + Sizes.Features, v = k + Sizes.Features;
                float* weights = Weights == null ? own : Weights + ((nint)piece * Sizes.Weights);
                GemmProduct scores = new() // K·Qᵀ
                {
                    M = steps, N = steps, K = Sizes.Size, A = k, ARow = row, AStep = 1, B = q, BStep = 1, BColumn = row,
                    C = weights, CRow = steps,
                };
                Gemm.RunHere(scores);
                AttentionWeights.Normalize(Sizes, Mask == null ? null : Mask + ((nint)(piece / Sizes.Heads) * steps), weights);
                GemmProduct mixed = new()
                {
                    M = steps, N = Sizes.Size, K = steps, A = weights, ARow = 1, AStep = steps, B = v, BStep = row, BColumn = 1,
                    C = Y + Sizes.Output(piece), CRow = Sizes.Features,
                };
                Gemm.RunHere(mixed);
            }
        }
    }

    private struct BackwardParts : IPart
    {
        public AttentionSizes Sizes;
        public float* X, Weights, Dy, Dx;
        public bool Accumulate;

        public int Share { get; set; }

        public readonly void Run(int part)
        {
            int steps = Sizes.Steps, end = Math.Min(Sizes.Pieces, (part + 1) * Share);
            float* slopes = GemmScratch.Step(Sizes.Weights);
            for (int piece = part * Share; piece < end; piece++)
            {
                float* weights = Weights + ((nint)piece * Sizes.Weights), dy = Dy + Sizes.Output(piece);
                float* q = X + Sizes.Input(piece), k = q + Sizes.Features, v = k + Sizes.Features;
                float* dq = Dx + Sizes.Input(piece), dk = dq + Sizes.Features, dv = dk + Sizes.Features;
                GemmProduct scores = new() // dPᵀ = V·dYᵀ
                {
                    M = steps, N = steps, K = Sizes.Size, A = v, ARow = Sizes.Row, AStep = 1, B = dy, BStep = 1, BColumn = Sizes.Features,
                    C = slopes, CRow = steps,
                };
                Gemm.RunHere(scores);
                Gemm.RunHere(Product(weights, false, dy, Sizes.Features, dv)); // dV = Pᵀ·dY
                AttentionWeights.Gradient(Sizes, weights, slopes);
                Gemm.RunHere(Product(slopes, true, k, Sizes.Row, dq)); // dQ = dS·K
                Gemm.RunHere(Product(slopes, false, q, Sizes.Row, dk)); // dK = dSᵀ·Q
            }
        }

        /// <summary>[steps, steps], perhaps transposed, times [steps, size], into the input's gradient.</summary>
        private readonly GemmProduct Product(float* a, bool transpose, float* b, int step, float* c) => new()
        {
            M = Sizes.Steps, N = Sizes.Size, K = Sizes.Steps,
            A = a, ARow = transpose ? 1 : Sizes.Steps, AStep = transpose ? Sizes.Steps : 1,
            B = b, BStep = step, BColumn = 1, C = c, CRow = Sizes.Row, Accumulate = Accumulate,
        };
    }
}
