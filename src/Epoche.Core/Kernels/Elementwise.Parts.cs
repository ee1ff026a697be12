using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <content>Long spans in parts that threads share; elements are independent, so the cut changes nothing.</content>
internal static partial class Elementwise
{
    /// <summary>Elements of a part: three streams of 64 KB, in the second-level cache together. From two parts on sharing pays.</summary>
    private const int PartLength = 16384, WorthSharing = 2 * PartLength;

    private static int Parts(nint count) => (int)((count + PartLength - 1) / PartLength);

    private ref struct UnaryParts<TOp> : IParallelBody
        where TOp : struct, IUnaryOperator
    {
        public ref float X, Y;
        public nint Count;

        public readonly void Run(int part)
        {
            nint start = (nint)part * PartLength;
            Dispatch<TOp>(ref Unsafe.Add(ref X, start), ref Unsafe.Add(ref Y, start), Math.Min(PartLength, Count - start));
        }
    }

    private ref struct BinaryParts<TOp, TX, TY> : IParallelBody
        where TOp : struct, IBinaryOperator
        where TX : IOperand
        where TY : IOperand
    {
        public ref float X, Y, Z;
        public nint Count;

        public readonly void Run(int part)
        {
            nint start = (nint)part * PartLength;
            Dispatch<TOp, TX, TY>(
                ref TX.From(ref X, start), ref TY.From(ref Y, start), ref Unsafe.Add(ref Z, start), Math.Min(PartLength, Count - start));
        }
    }

    private ref struct TernaryParts<TOp, TX, TY, TZ> : IParallelBody
        where TOp : struct, ITernaryOperator
        where TX : IOperand
        where TY : IOperand
        where TZ : IOperand
    {
        public ref float X, Y, Z, W;
        public nint Count;

        public readonly void Run(int part)
        {
            nint start = (nint)part * PartLength;
            Dispatch<TOp, TX, TY, TZ>(
                ref TX.From(ref X, start), ref TY.From(ref Y, start), ref TZ.From(ref Z, start), ref Unsafe.Add(ref W, start),
                Math.Min(PartLength, Count - start));
        }
    }
}
