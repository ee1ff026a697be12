using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <content>What is done in the lanes.</content>
internal static partial class Reduce
{
    /// <summary>How values enter a lane and how two lanes join.</summary>
    internal interface IReduction
    {
        /// <summary>What an empty lane holds; it must leave any value it joins as it is.</summary>
        static abstract float Identity { get; }

        /// <summary>
        /// What fills the first operand beyond the end (the second gets 0, or its one value): a lane that takes this in must stay as it is.
        /// </summary>
        static abstract float Padding { get; }

        /// <summary>Whether lanes add up, so that long ones would lose digits.</summary>
        static abstract bool Adds { get; }

        static abstract V Take<V, S>(V lane, V x, V y)
            where V : struct
            where S : ISimd<V>;

        static abstract V Join<V, S>(V a, V b)
            where V : struct
            where S : ISimd<V>;
    }

    internal readonly struct SumReduction : IReduction
    {
        public static float Identity => 0;

        public static float Padding => 0;

        public static bool Adds => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Take<V, S>(V lane, V x, V y)
            where V : struct
            where S : ISimd<V> => S.Add(lane, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Join<V, S>(V a, V b)
            where V : struct
            where S : ISimd<V> => S.Add(a, b);
    }

    internal readonly struct DotReduction : IReduction
    {
        public static float Identity => 0;

        public static float Padding => 0;

        public static bool Adds => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Take<V, S>(V lane, V x, V y)
            where V : struct
            where S : ISimd<V> => S.Fma(x, y, lane);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Join<V, S>(V a, V b)
            where V : struct
            where S : ISimd<V> => S.Add(a, b);
    }

    internal readonly struct MaxReduction : IReduction
    {
        public static float Identity => float.NegativeInfinity;

        public static float Padding => float.NegativeInfinity;

        public static bool Adds => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Take<V, S>(V lane, V x, V y)
            where V : struct
            where S : ISimd<V> => S.Max(lane, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Join<V, S>(V a, V b)
            where V : struct
            where S : ISimd<V> => S.Max(a, b);
    }

    internal readonly struct MinReduction : IReduction
    {
        public static float Identity => float.PositiveInfinity;

        public static float Padding => float.PositiveInfinity;

        public static bool Adds => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Take<V, S>(V lane, V x, V y)
            where V : struct
            where S : ISimd<V> => S.Min(lane, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Join<V, S>(V a, V b)
            where V : struct
            where S : ISimd<V> => S.Min(a, b);
    }

    /// <summary>x − x is 0 for a finite x and NaN for any other; once NaN, a lane stays so.</summary>
    internal readonly struct NonFiniteReduction : IReduction
    {
        public static float Identity => 0;

        public static float Padding => 0;

        public static bool Adds => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Take<V, S>(V lane, V x, V y)
            where V : struct
            where S : ISimd<V> => S.Or(lane, S.Subtract(x, x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Join<V, S>(V a, V b)
            where V : struct
            where S : ISimd<V> => S.Or(a, b);
    }

    /// <summary>Σ e^(x − y).</summary>
    internal readonly struct ShiftedExponentialSum : IReduction
    {
        public static float Identity => 0;

        public static float Padding => float.NegativeInfinity;

        public static bool Adds => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Take<V, S>(V lane, V x, V y)
            where V : struct
            where S : ISimd<V> => S.Add(lane, Transcendental.Exp<V, S>(S.Subtract(x, y)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Join<V, S>(V a, V b)
            where V : struct
            where S : ISimd<V> => S.Add(a, b);
    }
}
