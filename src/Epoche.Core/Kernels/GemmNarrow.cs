namespace Epoche.Kernels;

/// <summary>Products with fewer columns than the narrowest vector has lanes.</summary>
internal static unsafe class GemmNarrow
{
    public static void Run(in GemmProduct g)
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

                sum = g.Bias == null ? sum : sum + g.Bias[j];
                *c = g.Relu && sum <= 0 ? 0 : sum;
            }
        }
    }
}
