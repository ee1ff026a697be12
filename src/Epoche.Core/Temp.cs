#pragma warning disable
// Bridges until Rng fills and the double ScalarMath land: delete this file then.
namespace Epoche
{
    internal static class TempRng
    {
        public static void FillUniform(this ref Rng r, Span<float> v, float low, float high) { for (int i = 0; i < v.Length; i++) v[i] = r.NextSingle(low, high); }
        public static void FillNormal(this ref Rng r, Span<float> v, float mean, float dev) { for (int i = 0; i < v.Length; i++) { double u = 1 - r.NextDouble(), w = r.NextDouble(); v[i] = mean + dev * (float)(Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * w)); } }
    }
}
namespace Epoche.Kernels
{
    internal static partial class ScalarMath
    {
        public static double Exp(double x) => Math.Exp(x);
        public static double Log(double x) => Math.Log(x);
        public static (double Sin, double Cos) SinCos(double x) => Math.SinCos(x);
    }
}
