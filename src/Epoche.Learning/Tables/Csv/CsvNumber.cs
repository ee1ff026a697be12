using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Tables;

/// <summary>
/// Numbers of bytes, exactly. Where the digits fit a double and the power of ten is one, a multiplication or division gives the number
/// nearest to what is written (Clinger 1990, the fast path); up to 19 digits <see cref="CsvPowers"/> does; the rest is left to the base
/// library, which is exact.
/// </summary>
internal static class CsvNumber
{
    private const int MostDigits = 19; // that never overflow 64 bits
    private const ulong MostExact = 1UL << 53;
    private const int MostExactPower = 22;

    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number and moves behind it; false, without moving, where none begins.</summary>
    /// <param name="text">The bytes; at least 8 that belong to no number stand behind it.</param>
    /// <param name="at">Where it begins; then, where it ends.</param>
    /// <param name="point">What stands before the decimals.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRead(ReadOnlySpan<byte> text, ref int at, byte point, out double value)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(text);
        int i = at;
        byte sign = Unsafe.Add(ref bytes, i);
        i += sign is (byte)'-' or (byte)'+' ? 1 : 0;
        ulong digits = 0;
        int begin = i;
        ReadDigits(ref bytes, ref i, ref digits);
        int count = i - begin, power = 0;
        if (Unsafe.Add(ref bytes, i) == point)
        {
            int behind = ++i;
            ReadDigits(ref bytes, ref i, ref digits);
            power = behind - i;
            count -= power;
        }

        if (count == 0 || ((Unsafe.Add(ref bytes, i) | 0x20) == 'e' && !TryReadExponent(ref bytes, ref i, ref power)))
        {
            value = 0;
            return false;
        }

        if (count <= MostDigits && digits <= MostExact && power is >= -MostExactPower and <= MostExactPower)
        {
            value = power < 0 ? digits / Powers[-power] : digits * Powers[power];
            value = sign == '-' ? -value : value;
        }
        else if (count <= MostDigits && power is >= -CsvPowers.Most and <= CsvPowers.Most)
        {
            value = digits == 0 ? 0 : CsvPowers.Scale(digits, power);
            value = sign == '-' ? -value : value;
        }
        else
        {
            value = Slow(text[at..i], point);
        }

        at = i;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadDigits(ref byte bytes, ref int at, ref ulong digits)
    {
        int i = at;
        ulong sum = digits, eight;
        while (AreDigits(eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, i))))
        {
            sum = (sum * 100_000_000) + EightDigits(eight);
            i += 8;
        }

        uint digit;
        while ((digit = (uint)(Unsafe.Add(ref bytes, i) - '0')) <= 9)
        {
            sum = (sum * 10) + digit;
            i++;
        }

        (at, digits) = (i, sum);
    }

    // Whether each of eight bytes is from 0x30 to 0x39.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreDigits(ulong eight) =>
        ((eight & 0xF0F0F0F0F0F0F0F0) | (((eight + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) == 0x3333333333333333;

    // Neighbours become pairs, pairs fours, fours the number; the first digit is the lowest byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint EightDigits(ulong eight)
    {
        eight -= 0x3030303030303030;
        eight = (eight * 10) + (eight >> 8);
        const ulong mask = 0x000000FF000000FF, high = 100 + (1_000_000UL << 32), low = 1 + (10_000UL << 32);
        return (uint)((((eight & mask) * high) + (((eight >> 16) & mask) * low)) >> 32);
    }

    private static bool TryReadExponent(ref byte bytes, ref int at, ref int exponent)
    {
        int i = at + 1;
        byte sign = Unsafe.Add(ref bytes, i);
        i += sign is (byte)'-' or (byte)'+' ? 1 : 0;
        int begin = i, power = 0;
        uint digit;
        while ((digit = (uint)(Unsafe.Add(ref bytes, i) - '0')) <= 9)
        {
            power = Math.Min((power * 10) + (int)digit, 1 << 20);
            i++;
        }

        at = i;
        exponent += sign == '-' ? -power : power;
        return i > begin;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Slow(ReadOnlySpan<byte> text, byte point)
    {
        if (point != '.')
        {
            byte[] copy = text.ToArray();
            copy.AsSpan().Replace(point, (byte)'.');
            text = copy;
        }

        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
