using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <content>The gradients of draw, divergences and softplus in one pass.</content>
internal static partial class NormalLoops
{
    /// <summary>What the gradient of a draw is made of, and where it goes; see <see cref="NormalKernels.DrawGradient"/>.</summary>
    internal ref struct Gradients
    {
        public ref float Gradient, Noise, Location, Scale, DLocation, DScale;
        public NormalNotes Notes;
        public bool HasGradient, IsFree, AddLocation, AddScale;
    }

    /// <summary>Gradients by means and deviations, from element <paramref name="start"/> on.</summary>
    public static void Gradient(ref Gradients g, nint start, nint end)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Gradient<Vector512<float>, Simd512>(ref g, start, end);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Gradient<Vector256<float>, Simd256>(ref g, start, end);
        }
        else
        {
            Gradient<Vector128<float>, Simd128>(ref g, start, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient<V, S>(ref Gradients g, nint start, nint end)
        where V : struct
        where S : ISimd<V>
    {
        bool hasGradient = g.HasGradient, hasDraw = g.Notes.DrawPrecision != 0, byLocation = !Unsafe.IsNullRef(ref g.DLocation),
            byScale = !Unsafe.IsNullRef(ref g.DScale);
        V zero = S.Create(0), precision = S.Create(g.Notes.Precision), offset = S.Create(-g.Notes.Location),
            factor = S.Create(g.Notes.Factor);
        V drawPrecision = S.Create(g.Notes.DrawPrecision), drawOffset = S.Create(-g.Notes.DrawLocation);
        nint i = start;
        for (; i <= end - S.Width; i += S.Width)
        {
            V dw = hasGradient ? S.Load(in g.Gradient, i) : zero;
            if (hasDraw)
            {
                V w = S.Fma(S.Load(in g.Scale, i), S.Load(in g.Noise, i), S.Load(in g.Location, i));
                dw = ByLocation<V, S>(dw, w, drawPrecision, drawOffset);
            }

            if (byLocation)
            {
                V d = ByLocation<V, S>(dw, S.Load(in g.Location, i), precision, offset);
                S.Store(g.AddLocation ? S.Add(S.Load(in g.DLocation, i), d) : d, ref g.DLocation, i);
            }

            if (byScale)
            {
                V d = ByScale<V, S>(dw, hasGradient ? S.Load(in g.Noise, i) : zero, S.Load(in g.Scale, i), precision, factor, g.IsFree);
                S.Store(g.AddScale ? S.Add(S.Load(in g.DScale, i), d) : d, ref g.DScale, i);
            }
        }

        nint rest = end - i;
        if (rest > 0)
        {
            V dw = hasGradient ? S.LoadPartial(in g.Gradient, i, rest, zero) : zero;
            if (hasDraw)
            {
                V w = S.Fma(
                    S.LoadPartial(in g.Scale, i, rest, zero), S.LoadPartial(in g.Noise, i, rest, zero),
                    S.LoadPartial(in g.Location, i, rest, zero));
                dw = ByLocation<V, S>(dw, w, drawPrecision, drawOffset);
            }

            if (byLocation)
            {
                V d = ByLocation<V, S>(dw, S.LoadPartial(in g.Location, i, rest, zero), precision, offset);
                S.StorePartial(g.AddLocation ? S.Add(S.LoadPartial(in g.DLocation, i, rest, zero), d) : d, ref g.DLocation, i, rest);
            }

            if (byScale)
            {
                V d = ByScale<V, S>(
                    dw, hasGradient ? S.LoadPartial(in g.Noise, i, rest, zero) : zero, S.LoadPartial(in g.Scale, i, rest, S.Create(1)),
                    precision, factor, g.IsFree);
                S.StorePartial(g.AddScale ? S.Add(S.LoadPartial(in g.DScale, i, rest, zero), d) : d, ref g.DScale, i, rest);
            }
        }
    }

    /// <summary>dw + p·μ − p·m; the same of w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ByLocation<V, S>(V dw, V mean, V precision, V offset)
        where V : struct
        where S : ISimd<V> => S.Add(dw, S.Fma(mean, precision, offset));

    /// <summary>dw·ε + p·σ − f/σ, and by ρ times 1 − e^−σ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ByScale<V, S>(V dw, V noise, V deviation, V precision, V factor, bool isFree)
        where V : struct
        where S : ISimd<V>
    {
        V d = S.Fma(dw, noise, S.Fma(precision, deviation, S.Negate(S.Divide(factor, deviation))));
        return isFree ? S.Multiply(d, S.Negate(Transcendental.ExpMinusOne<V, S>(S.Negate(deviation)))) : d;
    }
}
