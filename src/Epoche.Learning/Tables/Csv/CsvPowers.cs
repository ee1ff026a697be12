using System.Numerics;
using System.Runtime.CompilerServices;

namespace Epoche.Tables;

/// <summary>
/// The number nearest to digits times a power of ten, by a product of 128 bits (Lemire, Number Parsing at a Gigabyte per Second, 2021,
/// section 6; that the product always suffices: Mushtak and Lemire, 2023).
/// </summary>
internal static class CsvPowers
{
    /// <summary>
    /// The powers that are there: −<see cref="Most"/> to <see cref="Most"/>; all numbers of 19 digits with them are normal.
    /// </summary>
    public const int Most = 64;

    private const int MantissaBits = 52, ExponentBias = 1023;
    private const ulong Unsure = 0x1FF; // the bits of the upper half that a carry from below could run through

    // Of 5 to each power the first 128 bits: rounded down above, up below 1.
    private static readonly UInt128[] s_fives = [.. Enumerable.Range(-Most, (2 * Most) + 1).Select(Five)];

    /// <summary>digits · 10^power, rounded once, to nearest and to even.</summary>
    /// <param name="digits">Not 0.</param>
    /// <param name="power">−<see cref="Most"/> to <see cref="Most"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Scale(ulong digits, int power)
    {
        int zeros = BitOperations.LeadingZeroCount(digits);
        digits <<= zeros;
        UInt128 five = s_fives[power + Most];
        ulong high = Math.BigMul(digits, (ulong)(five >> 64), out ulong low);
        if ((high & Unsure) == Unsure)
        {
            ulong carry = Math.BigMul(digits, (ulong)five, out _);
            low += carry;
            high += low < carry ? 1UL : 0;
        }

        int upper = (int)(high >> 63), shift = upper + 64 - MantissaBits - 3;
        ulong mantissa = high >> shift;

        // 217,706/2¹⁶ is log2(10), near enough: the exponent of the power of ten.
        int exponent = ((217706 * power) >> 16) + 63 + upper - zeros + ExponentBias;
        bool isTie = low <= 1 && power is >= -4 and <= 23 && (mantissa & 3) == 1 && mantissa << shift == high;
        mantissa = isTie ? mantissa & ~1UL : mantissa;
        mantissa = (mantissa + (mantissa & 1)) >> 1;
        if (mantissa >= 2UL << MantissaBits)
        {
            (mantissa, exponent) = (1UL << MantissaBits, exponent + 1);
        }

        return BitConverter.UInt64BitsToDouble((mantissa & ~(1UL << MantissaBits)) | ((ulong)exponent << MantissaBits));
    }

    private static UInt128 Five(int power)
    {
        BigInteger five = BigInteger.Pow(5, Math.Abs(power)), most = BigInteger.One << 128;
        if (power >= 0)
        {
            int bits = (int)five.GetBitLength();
            return (UInt128)(bits <= 128 ? five << (128 - bits) : five >> (bits - 128));
        }

        int length = (int)(five - 1).GetBitLength(); // the least z with 2^z ≥ 5^−power
        BigInteger reciprocal = ((BigInteger.One << (power >= -27 ? length + 127 : (2 * length) + 128)) / five) + 1;
        while (reciprocal >= most)
        {
            reciprocal >>= 1;
        }

        return (UInt128)reciprocal;
    }
}
