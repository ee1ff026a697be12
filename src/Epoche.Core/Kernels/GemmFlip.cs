namespace Epoche.Kernels;

/// <summary>
/// Products that are better computed as Cᵀ = op(B)ᵀ·op(A)ᵀ: the same chains in the lanes of another matrix. That is so when C
/// has too few columns to fill a vector, and when B would have to be transposed and A with C are smaller.
/// </summary>
internal static unsafe class GemmFlip
{
    /// <summary>Rows that fill a vector of every width, once they have become columns.</summary>
    private const int FullVector = 16;

    /// <summary>The narrowest vector.</summary>
    private const int Lanes = 4;

    /// <summary>What is flipped at once: at most 8 MB.</summary>
    private const int MaxRows = 1024, MaxColumns = 2048;

    /// <summary>Whether the flipped product moves less. Both transpose by the block; values moved are what differs.</summary>
    public static bool Pays(in GemmProduct g)
    {
        if (g.N < Lanes)
        {
            return true;
        }

        if (g.M < FullVector)
        {
            return false;
        }

        bool transposesA = g.ARow != 1;
        if (g.N < FullVector && !transposesA)
        {
            return true;
        }

        return g.BColumn != 1 && (long)g.M * (g.N + (transposesA ? g.K : 0)) < (long)g.N * g.K;
    }

    public static void Run(in GemmProduct g)
    {
        for (int row = 0; row < g.M; row += MaxRows)
        {
            for (int column = 0; column < g.N; column += MaxColumns)
            {
                GemmProduct block = g.Block(row, Math.Min(MaxRows, g.M - row), column, Math.Min(MaxColumns, g.N - column));
                if (block.M >= Lanes)
                {
                    FlipBlock(block);
                }
                else if (block.N >= Lanes)
                {
                    Gemm.RunStraight(block);
                }
                else
                {
                    Chains(block);
                }
            }
        }
    }

    private static void FlipBlock(in GemmProduct g)
    {
        float* result = GemmScratch.Result(g.M * g.N);
        GemmProduct flipped = new()
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
            C = result,
            CRow = g.M,
            Accumulate = g.Accumulate,
        };
        if (g.Accumulate)
        {
            GemmPack.Panel(g.C, g.CRow, 1, g.M, g.N, result, g.M);
        }

        Gemm.RunStraight(flipped);
        if (g.Bias != null || g.Relu)
        {
            for (int j = 0; j < g.N; j++)
            {
                Finish(g, new Span<float>(result + ((nint)j * g.M), g.M), j);
            }
        }

        GemmPack.Panel(result, g.M, 1, g.N, g.M, g.C, g.CRow);
    }

    /// <summary>At most three by three.</summary>
    private static void Chains(in GemmProduct g)
    {
        int maxSteps = GemmCuts.Steps(g.K);
        float* part = stackalloc float[Lanes], rest = stackalloc float[Lanes];
        for (int i = 0; i < g.M; i++)
        {
            GemmProduct row = g.Block(i, 1, 0, g.N);
            Chains(row, Math.Min(maxSteps, g.K), row.C);
            for (int step = maxSteps; step < g.K; step += maxSteps)
            {
                GemmProduct cut = row;
                cut.A += step * g.AStep;
                cut.B += step * g.BStep;
                cut.Accumulate = false;
                Chains(cut, Math.Min(maxSteps, g.K - step), part);
                GemmCuts.Add(row, part, 0, rest, 0, second: step == maxSteps, last: step + maxSteps >= g.K);
            }

            for (int j = 0; j < g.N && maxSteps >= g.K; j++)
            {
                Finish(g, new Span<float>(row.C + j, 1), j);
            }
        }
    }

    /// <summary>A row's chains side by side, since each waits for its own last step.</summary>
    private static void Chains(in GemmProduct row, int steps, float* c)
    {
        int second = row.N > 1 ? 1 : 0, third = row.N > 2 ? 2 : 0;
        float* a = row.A, b = row.B;
        float x = 0, y = 0, z = 0;
        if (row.Accumulate)
        {
            (x, y, z) = (c[0], c[second], c[third]);
        }

        for (; steps > 0; steps--)
        {
            x = MathF.FusedMultiplyAdd(*a, b[0], x);
            y = MathF.FusedMultiplyAdd(*a, b[second * row.BColumn], y);
            z = MathF.FusedMultiplyAdd(*a, b[third * row.BColumn], z);
            a += row.AStep;
            b += row.BStep;
        }

        // With fewer columns, the later chains repeat the first.
        c[0] = x;
        c[second] = second == 0 ? x : y;
        c[third] = third == 0 ? x : z;
    }

    private static void Finish(in GemmProduct g, Span<float> values, int column)
    {
        float bias = g.Bias == null ? 0 : g.Bias[column];
        foreach (ref float value in values)
        {
            float sum = g.Bias == null ? value : value + bias; // without a bias, −0 stays −0
            value = g.Relu && sum <= 0 ? 0 : sum;
        }
    }
}
