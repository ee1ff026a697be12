using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <content>The loops. An operand either advances with the result (<see cref="Each"/>) or stays (<see cref="Same"/>).</content>
internal static partial class Elementwise
{
    /// <summary>How an operand is read.</summary>
    internal interface IOperand
    {
        static abstract V Load<V, S>(ref readonly float source, nint offset)
            where V : struct
            where S : ISimd<V>;

        static abstract V LoadPartial<V, S>(ref readonly float source, nint offset, nint count)
            where V : struct
            where S : ISimd<V>;

        /// <summary>What stands for the elements of the result from one on.</summary>
        static abstract ref float From(ref float source, nint element);
    }

    /// <summary>One value for each element of the result.</summary>
    internal readonly struct Each : IOperand
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Load<V, S>(ref readonly float source, nint offset)
            where V : struct
            where S : ISimd<V> => S.Load(in source, offset);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V LoadPartial<V, S>(ref readonly float source, nint offset, nint count)
            where V : struct
            where S : ISimd<V> => S.LoadPartial(in source, offset, count, S.Create(0));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ref float From(ref float source, nint element) => ref Unsafe.Add(ref source, element);
    }

    /// <summary>One value for all elements of the result.</summary>
    internal readonly struct Same : IOperand
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Load<V, S>(ref readonly float source, nint offset)
            where V : struct
            where S : ISimd<V> => S.Create(source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V LoadPartial<V, S>(ref readonly float source, nint offset, nint count)
            where V : struct
            where S : ISimd<V> => S.Create(source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ref float From(ref float source, nint element) => ref source;
    }

    internal static void Dispatch<TOp>(ref float x, ref float y, nint count)
        where TOp : struct, IUnaryOperator
    {
        if (count >= WorthSharing && Workers.Count > 1)
        {
            Workers.For(Parts(count), new UnaryParts<TOp> { X = ref x, Y = ref y, Count = count });
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Run<TOp, Vector512<float>, Simd512>(ref x, ref y, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<TOp, Vector256<float>, Simd256>(ref x, ref y, count);
        }
        else
        {
            Run<TOp, Vector128<float>, Simd128>(ref x, ref y, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TOp, V, S>(ref float x, ref float y, nint count)
        where TOp : struct, IUnaryOperator
        where V : struct
        where S : ISimd<V>
    {
        nint i = 0;
        for (; i <= count - S.Width; i += S.Width)
        {
            S.Store(TOp.Invoke<V, S>(S.Load(in x, i)), ref y, i);
        }

        if (i < count)
        {
            S.StorePartial(TOp.Invoke<V, S>(S.LoadPartial(in x, i, count - i, S.Create(0))), ref y, i, count - i);
        }
    }

    internal static void Dispatch<TOp, TX, TY>(ref float x, ref float y, ref float z, nint count)
        where TOp : struct, IBinaryOperator
        where TX : IOperand
        where TY : IOperand
    {
        if (count >= WorthSharing && Workers.Count > 1)
        {
            Workers.For(Parts(count), new BinaryParts<TOp, TX, TY> { X = ref x, Y = ref y, Z = ref z, Count = count });
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Run<TOp, TX, TY, Vector512<float>, Simd512>(ref x, ref y, ref z, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<TOp, TX, TY, Vector256<float>, Simd256>(ref x, ref y, ref z, count);
        }
        else
        {
            Run<TOp, TX, TY, Vector128<float>, Simd128>(ref x, ref y, ref z, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TOp, TX, TY, V, S>(ref float x, ref float y, ref float z, nint count)
        where TOp : struct, IBinaryOperator
        where TX : IOperand
        where TY : IOperand
        where V : struct
        where S : ISimd<V>
    {
        nint i = 0;
        for (; i <= count - S.Width; i += S.Width)
        {
            S.Store(TOp.Invoke<V, S>(TX.Load<V, S>(in x, i), TY.Load<V, S>(in y, i)), ref z, i);
        }

        if (i < count)
        {
            nint rest = count - i;
            S.StorePartial(TOp.Invoke<V, S>(TX.LoadPartial<V, S>(in x, i, rest), TY.LoadPartial<V, S>(in y, i, rest)), ref z, i, rest);
        }
    }

    internal static void Dispatch<TOp, TX, TY, TZ>(ref float x, ref float y, ref float z, ref float w, nint count)
        where TOp : struct, ITernaryOperator
        where TX : IOperand
        where TY : IOperand
        where TZ : IOperand
    {
        if (count >= WorthSharing && Workers.Count > 1)
        {
            Workers.For(Parts(count), new TernaryParts<TOp, TX, TY, TZ> { X = ref x, Y = ref y, Z = ref z, W = ref w, Count = count });
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Run<TOp, TX, TY, TZ, Vector512<float>, Simd512>(ref x, ref y, ref z, ref w, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<TOp, TX, TY, TZ, Vector256<float>, Simd256>(ref x, ref y, ref z, ref w, count);
        }
        else
        {
            Run<TOp, TX, TY, TZ, Vector128<float>, Simd128>(ref x, ref y, ref z, ref w, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TOp, TX, TY, TZ, V, S>(ref float x, ref float y, ref float z, ref float w, nint count)
        where TOp : struct, ITernaryOperator
        where TX : IOperand
        where TY : IOperand
        where TZ : IOperand
        where V : struct
        where S : ISimd<V>
    {
        nint i = 0;
        for (; i <= count - S.Width; i += S.Width)
        {
            S.Store(TOp.Invoke<V, S>(TX.Load<V, S>(in x, i), TY.Load<V, S>(in y, i), TZ.Load<V, S>(in z, i)), ref w, i);
        }

        if (i < count)
        {
            nint rest = count - i;
            S.StorePartial(
                TOp.Invoke<V, S>(
                    TX.LoadPartial<V, S>(in x, i, rest), TY.LoadPartial<V, S>(in y, i, rest), TZ.LoadPartial<V, S>(in z, i, rest)),
                ref w, i, rest);
        }
    }
}
