using System.Runtime.CompilerServices;

namespace Epoche.Randomness;

/// <summary>Philox 4×32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): a 128-bit counter and a 64-bit key give 128 random bits.</summary>
internal static class Philox
{
    public const int Rounds = 10;
    public const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57, WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(ulong key, ulong counterLow, ulong counterHigh, out uint r0, out uint r1, out uint r2, out uint r3)
    {
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong a = (ulong)MultiplierA * c0, b = (ulong)MultiplierB * c2;
            c0 = (uint)(b >> 32) ^ c1 ^ k0;
            c1 = (uint)b;
            c2 = (uint)(a >> 32) ^ c3 ^ k1;
            c3 = (uint)a;
            k0 += WeylA;
            k1 += WeylB;
        }

        (r0, r1, r2, r3) = (c0, c1, c2, c3);
    }
}
