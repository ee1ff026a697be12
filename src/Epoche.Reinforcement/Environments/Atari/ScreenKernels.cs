using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Simulation;

/// <summary>
/// From two raw screens to one small picture of greys, in whole numbers: the maximum of each byte, the luma of each pixel (299, 587 and 114
/// thousandths, in 14 bits), and the mean over areas, rounded. The same bytes at every vector width.
/// </summary>
internal sealed class ScreenKernels
{
    private const int Red = 4899, Green = 9617, Blue = 1868, Shift = 14, Lanes = 8, Taps = 16;

    private readonly int _height, _width, _channels, _size, _rowTaps, _columnTaps;
    private readonly byte[] _pooled, _greys;
    private readonly ushort[] _rows; // one picture row of vertical sums
    private readonly int[] _rowStarts, _columnStarts;
    private readonly ushort[] _rowWeights, _columnWeights; // [size, taps]
    private readonly uint _total;

    public ScreenKernels(EmulatorSpec spec, int size)
    {
        (_height, _width, _channels, _size) = (spec.Height, spec.Width, spec.Channels, size);
        _pooled = new byte[spec.Bytes + Taps];
        _greys = new byte[_height * _width];
        (_rowStarts, _rowWeights, _rowTaps, int rowTotal) = Weights(_height, size);
        (_columnStarts, _columnWeights, _columnTaps, int columnTotal) = Weights(_width, size);
        _rows = new ushort[_width + Taps];
        _total = (uint)(rowTotal * columnTotal);
    }

    /// <summary>Shrinks what two screens show together.</summary>
    /// <param name="last">The last screen.</param>
    /// <param name="before">The one before it.</param>
    /// <param name="picture">Receives greys, <c>[size, size]</c>.</param>
    public void Shrink(ReadOnlySpan<byte> last, ReadOnlySpan<byte> before, Span<byte> picture)
    {
        Span<byte> pooled = _channels == 1 ? _greys : _pooled;
        Maximum(last, before, pooled);
        if (_channels == 3)
        {
            Luma(pooled, _greys);
        }

        for (int y = 0; y < _size; y++)
        {
            Vertical(y);
            Horizontal(picture.Slice(y * _size, _size));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Maximum(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, Span<byte> to)
    {
        other = other[..one.Length];
        to = to[..one.Length];
        ref byte a = ref MemoryMarshal.GetReference(one), b = ref MemoryMarshal.GetReference(other), c = ref MemoryMarshal.GetReference(to);
        int i = 0;
        for (; i <= one.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            Vector256.Max(Vector256.LoadUnsafe(ref a, (nuint)i), Vector256.LoadUnsafe(ref b, (nuint)i)).StoreUnsafe(ref c, (nuint)i);
        }

        for (; i < one.Length; i++)
        {
            to[i] = Math.Max(one[i], other[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Luma(ReadOnlySpan<byte> colours, Span<byte> greys)
    {
        // The colours of eight pixels, gathered from two loads, are the words of three vectors. What lies behind the last is room.
        Vector128<byte> none = Vector128<byte>.Zero;
        Vector256<int> red = Vector256.Create(Red), green = Vector256.Create(Green), blue = Vector256.Create(Blue);
        Vector256<int> half = Vector256.Create(1 << (Shift - 1));
        Vector128<byte> firstRed = Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
        Vector128<byte> firstGreen = Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
        Vector128<byte> firstBlue = Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
        Vector128<byte> lastRed = Vector128.Create((byte)255, 255, 255, 255, 255, 255, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255);
        Vector128<byte> lastGreen = Vector128.Create((byte)255, 255, 255, 255, 255, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255);
        Vector128<byte> lastBlue = Vector128.Create((byte)255, 255, 255, 255, 255, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255);
        ref byte source = ref MemoryMarshal.GetReference(colours);
        ref byte destination = ref MemoryMarshal.GetReference(greys);
        int i = Avx2.IsSupported ? LumaByPairs(ref source, ref destination, greys.Length) : 0;
        for (; i <= greys.Length - Lanes; i += Lanes)
        {
            Vector128<byte> first = Vector128.LoadUnsafe(ref source, (nuint)(3 * i));
            Vector128<byte> last = Vector128.LoadUnsafe(ref source, (nuint)((3 * i) + 8)); // bytes 8 to 23
            Vector256<int> sum = (Words(first, firstRed, last, lastRed) * red) + (Words(first, firstGreen, last, lastGreen) * green)
                + (Words(first, firstBlue, last, lastBlue) * blue) + half;
            Vector256<int> grey = sum >> Shift;
            Vector128<short> narrow = Vector128.Narrow(grey.GetLower(), grey.GetUpper());
            Vector128.Narrow(narrow.AsUInt16(), none.AsUInt16()).AsUInt64().GetLower().AsByte().StoreUnsafe(ref destination, (nuint)i);
        }

        for (; i < greys.Length; i++)
        {
            greys[i] = (byte)(((colours[3 * i] * Red) + (colours[(3 * i) + 1] * Green) + (colours[(3 * i) + 2] * Blue)
                + (1 << (Shift - 1))) >> Shift);
        }
    }

    /// <summary>The same sums by the instruction that multiplies and adds pairs of words: red with green, blue with nothing.</summary>
    /// <returns>How many pixels are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int LumaByPairs(ref byte source, ref byte destination, int count)
    {
        Vector256<byte> redGreen = Twice(Vector128.Create((byte)0, 255, 1, 255, 3, 255, 4, 255, 6, 255, 7, 255, 9, 255, 10, 255));
        Vector256<byte> blueNone = Twice(Vector128.Create((byte)2, 255, 255, 255, 5, 255, 255, 255, 8, 255, 255, 255, 11, 255, 255, 255));
        Vector256<short> two = Vector256.Create(Red | (Green << 16)).AsInt16(), one = Vector256.Create(Blue).AsInt16();
        Vector256<int> half = Vector256.Create(1 << (Shift - 1));
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector256<byte> colours = Vector256.Create(
                Vector128.LoadUnsafe(ref source, (nuint)(3 * i)), Vector128.LoadUnsafe(ref source, (nuint)((3 * i) + 12)));
            Vector256<int> sum = Avx2.MultiplyAddAdjacent(Avx2.Shuffle(colours, redGreen).AsInt16(), two)
                + Avx2.MultiplyAddAdjacent(Avx2.Shuffle(colours, blueNone).AsInt16(), one) + half;
            Vector256<int> grey = sum >> Shift;
            Vector128<short> narrow = Vector128.Narrow(grey.GetLower(), grey.GetUpper());
            Vector128<byte> bytes = Vector128.Narrow(narrow.AsUInt16(), Vector128<ushort>.Zero);
            bytes.AsUInt64().GetLower().AsByte().StoreUnsafe(ref destination, (nuint)i);
        }

        return i;
    }

    private static Vector256<byte> Twice(Vector128<byte> lane) => Vector256.Create(lane, lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Words(Vector128<byte> first, Vector128<byte> from, Vector128<byte> last, Vector128<byte> to)
    {
        // An index out of range gives zero.
        Vector128<byte> bytes = Vector128.Shuffle(first, from) | Vector128.Shuffle(last, to);
        Vector128<ushort> words = Vector128.WidenLower(bytes);
        return Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Vertical(int y)
    {
        ref byte source = ref _greys[_rowStarts[y] * _width];
        ref ushort sums = ref _rows[0];
        ReadOnlySpan<ushort> weights = _rowWeights.AsSpan(y * _rowTaps, _rowTaps);
        int x = 0;
        for (; x <= _width - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            Vector256<ushort> sum = default;
            for (int tap = 0; tap < weights.Length && weights[tap] > 0; tap++)
            {
                Vector128<byte> row = Vector128.LoadUnsafe(ref source, (nuint)((tap * _width) + x));
                sum += Vector256.Create(Vector128.WidenLower(row), Vector128.WidenUpper(row)) * weights[tap];
            }

            sum.StoreUnsafe(ref sums, (nuint)x);
        }

        for (; x < _width; x++)
        {
            int sum = 0;
            for (int tap = 0; tap < weights.Length && weights[tap] > 0; tap++)
            {
                sum += Unsafe.Add(ref source, (tap * _width) + x) * weights[tap];
            }

            _rows[x] = (ushort)sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Horizontal(Span<byte> row)
    {
        ref ushort sums = ref _rows[0];
        ref ushort weights = ref _columnWeights[0];
        uint half = _total / 2;
        ulong inverse = ((1UL << 40) / _total) + 1; // exact for sums below 2^20
        for (int x = 0; x < row.Length; x++)
        {
            ref ushort from = ref Unsafe.Add(ref sums, _columnStarts[x]);
            ref ushort weight = ref Unsafe.Add(ref weights, x * _columnTaps);
            uint sum = half;
            for (int tap = 0; tap < _columnTaps; tap++)
            {
                sum += (uint)Unsafe.Add(ref from, tap) * Unsafe.Add(ref weight, tap);
            }

            row[x] = (byte)((sum * inverse) >> 40);
        }
    }

    /// <summary>Which pixels each small one covers, and how much of each, in whole numbers.</summary>
    private static (int[] Starts, ushort[] Weights, int Taps, int Total) Weights(int length, int size)
    {
        int common = Common(length, size), part = size / common, covers = length / common; // a pixel has `part` parts, a small one `covers`
        int taps = ((covers - 1) / part) + 2;
        int[] starts = new int[size];
        ushort[] weights = new ushort[size * taps];
        for (int i = 0; i < size; i++)
        {
            (int from, int to) = (i * covers, (i + 1) * covers);
            starts[i] = from / part;
            for (int tap = 0; tap < taps; tap++)
            {
                int low = (starts[i] + tap) * part;
                weights[(i * taps) + tap] = (ushort)Math.Max(0, Math.Min(to, low + part) - Math.Max(from, low));
            }
        }

        return (starts, weights, taps, covers);
    }

    private static int Common(int a, int b) => b == 0 ? a : Common(b, a % b);
}
