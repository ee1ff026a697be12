#pragma warning disable
// Bridge until Rng fills land: delete this file then.
namespace Epoche
{
    internal static class TempRng
    {
        public static void FillUniform(this ref Rng r, Span<float> v, float low, float high) { for (int i = 0; i < v.Length; i++) v[i] = r.NextSingle(low, high); }
        public static void FillNormal(this ref Rng r, Span<float> v, float mean, float dev) { for (int i = 0; i < v.Length; i++) { double u = 1 - r.NextDouble(), w = r.NextDouble(); v[i] = mean + dev * (float)(Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * w)); } }
    }
}
