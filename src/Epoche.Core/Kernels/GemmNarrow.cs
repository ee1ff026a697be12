namespace Epoche.Kernels;

/// <summary>
/// Products with fewer columns than the narrowest vector has lanes, such as the values of two actions. Where there are rows enough, the
/// transposed product is computed (its columns are the rows, and a chain of fused multiply-adds is the same with its factors exchanged) and
/// turned back: 64×2×64 took 14 µs in scalar chains, each waiting for its own last addition.
/// </summary>
internal static unsafe class GemmNarrow
{
    internal const int MaxColumns = 3;

    /// <summary>Rows that are turned at a time: small enough for the stack, many enough to fill the strips of a block.</summary>
    private const int Rows = 256;

    public static void Run(in GemmProduct g)
    {
        if (g.M < 4)
        {
            Chains(g);
            return;
        }

        float* turned = stackalloc float[MaxColumns * Rows];
        for (int i = 0; i < g.M; i += Rows)
        {
            Turned(g.Block(i, Math.Min(Rows, g.M - i), 0, g.N), turned);
        }
    }

    private static void Turned(in GemmProduct g, float* turned)
    {
        for (int i = 0; i < g.M && g.Accumulate; i++)
        {
            for (int j = 0; j < g.N; j++)
            {
                turned[(j * g.M) + i] = g.C[(i * g.CRow) + j];
            }
        }

        Gemm.Run(new GemmProduct
        {
            M = g.N,
            N = g.M,
            K = g.K,
            A = g.B,
            ARow = g.BColumn,
            AStep = g.BStep,
            B = g.A,
            BStep = g.AStep,
            BColumn = g.ARow,
            C = turned,
            CRow = g.M,
            Accumulate = g.Accumulate,
        });
        for (int i = 0; i < g.M; i++)
        {
            for (int j = 0; j < g.N; j++)
            {
                g.C[(i * g.CRow) + j] = Finished(g, turned[(j * g.M) + i], j);
            }
        }
    }

    private static void Chains(in GemmProduct g)
    {
        for (int i = 0; i < g.M; i++)
        {
            for (int j = 0; j < g.N; j++)
            {
                float* c = g.C + (i * g.CRow) + j;
                float sum = g.Accumulate ? *c : 0;
                for (int p = 0; p < g.K; p++)
                {
                    sum = MathF.FusedMultiplyAdd(g.A[(i * g.ARow) + (p * g.AStep)], g.B[(p * g.BStep) + (j * g.BColumn)], sum);
                }

                *c = Finished(g, sum, j);
            }
        }
    }

    private static float Finished(in GemmProduct g, float sum, int column)
    {
        sum = g.Bias == null ? sum : sum + g.Bias[column];
        return g.Relu && sum <= 0 ? 0 : sum;
    }
}
