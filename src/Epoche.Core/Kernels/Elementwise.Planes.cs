using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <content>
/// The loops over planes: rows of an operand may lie apart, or repeat (a step of 0), and within a row it advances or stays. One call for
/// all rows: a call for each would cost more than a row of ten columns does.
/// </content>
internal static partial class Elementwise
{
    internal static void DispatchPlane<TOp, TX, TY>(ref float x, nint xStep, ref float y, nint yStep, ref float z, nint rows, nint cols)
        where TOp : struct, IBinaryOperator
        where TX : IOperand
        where TY : IOperand
    {
        if (Vector512.IsHardwareAccelerated)
        {
            RunPlane<TOp, TX, TY, Vector512<float>, Simd512>(ref x, xStep, ref y, yStep, ref z, rows, cols);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            RunPlane<TOp, TX, TY, Vector256<float>, Simd256>(ref x, xStep, ref y, yStep, ref z, rows, cols);
        }
        else
        {
            RunPlane<TOp, TX, TY, Vector128<float>, Simd128>(ref x, xStep, ref y, yStep, ref z, rows, cols);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RunPlane<TOp, TX, TY, V, S>(ref float x, nint xStep, ref float y, nint yStep, ref float z, nint rows, nint cols)
        where TOp : struct, IBinaryOperator
        where TX : IOperand
        where TY : IOperand
        where V : struct
        where S : ISimd<V>
    {
        nint rest = cols % S.Width, whole = cols - rest;
        for (nint r = 0; r < rows; r++)
        {
            ref float xRow = ref Unsafe.Add(ref x, r * xStep);
            ref float yRow = ref Unsafe.Add(ref y, r * yStep);
            ref float zRow = ref Unsafe.Add(ref z, r * cols);
            nint c = 0;
            for (; c < whole; c += S.Width)
            {
                S.Store(TOp.Invoke<V, S>(TX.Load<V, S>(in xRow, c), TY.Load<V, S>(in yRow, c)), ref zRow, c);
            }

            if (rest != 0)
            {
                S.StorePartial(
                    TOp.Invoke<V, S>(TX.LoadPartial<V, S>(in xRow, c, rest), TY.LoadPartial<V, S>(in yRow, c, rest)), ref zRow, c, rest);
            }
        }
    }

    internal static void DispatchPlane<TOp, TX, TY, TZ>(
        ref float x, nint xStep, ref float y, nint yStep, ref float z, nint zStep, ref float w, nint rows, nint cols)
        where TOp : struct, ITernaryOperator
        where TX : IOperand
        where TY : IOperand
        where TZ : IOperand
    {
        if (Vector512.IsHardwareAccelerated)
        {
            RunPlane<TOp, TX, TY, TZ, Vector512<float>, Simd512>(ref x, xStep, ref y, yStep, ref z, zStep, ref w, rows, cols);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            RunPlane<TOp, TX, TY, TZ, Vector256<float>, Simd256>(ref x, xStep, ref y, yStep, ref z, zStep, ref w, rows, cols);
        }
        else
        {
            RunPlane<TOp, TX, TY, TZ, Vector128<float>, Simd128>(ref x, xStep, ref y, yStep, ref z, zStep, ref w, rows, cols);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RunPlane<TOp, TX, TY, TZ, V, S>(
        ref float x, nint xStep, ref float y, nint yStep, ref float z, nint zStep, ref float w, nint rows, nint cols)
        where TOp : struct, ITernaryOperator
        where TX : IOperand
        where TY : IOperand
        where TZ : IOperand
        where V : struct
        where S : ISimd<V>
    {
        nint rest = cols % S.Width, whole = cols - rest;
        for (nint r = 0; r < rows; r++)
        {
            ref float xRow = ref Unsafe.Add(ref x, r * xStep);
            ref float yRow = ref Unsafe.Add(ref y, r * yStep);
            ref float zRow = ref Unsafe.Add(ref z, r * zStep);
            ref float wRow = ref Unsafe.Add(ref w, r * cols);
            nint c = 0;
            for (; c < whole; c += S.Width)
            {
                S.Store(TOp.Invoke<V, S>(TX.Load<V, S>(in xRow, c), TY.Load<V, S>(in yRow, c), TZ.Load<V, S>(in zRow, c)), ref wRow, c);
            }

            if (rest != 0)
            {
                S.StorePartial(TOp.Invoke<V, S>(TX.LoadPartial<V, S>(in xRow, c, rest), TY.LoadPartial<V, S>(in yRow, c, rest),
                    TZ.LoadPartial<V, S>(in zRow, c, rest)), ref wRow, c, rest);
            }
        }
    }
}
