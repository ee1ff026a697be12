using System.Runtime.InteropServices;

namespace Epoche;

/// <summary>
/// A replay segment as a file: a header with the widths and the slots' numbers, then the columns of the segment
/// one after the other. Little-endian.
/// </summary>
internal static class ReplaySegmentFile
{
    private const int Version = 1, VersionWithMasks = 2;
    private const long MostNumber = 1L << 53;

    private static ReadOnlySpan<byte> Magic => "epoche replay\n"u8;

    public static void Write(Stream to, ReplaySegment segment, int width, int actionWidth, int maskWidth)
    {
        to.Write(Magic);
        Write<int>(
            to, [maskWidth > 0 ? VersionWithMasks : Version, segment.From.Count, width, actionWidth, segment.Pixels.IsEmpty ? 0 : 1]);
        Write<long>(to, [.. segment.From]);
        Write<long>(to, [.. segment.To]);
        Write(to, segment.Observations.Span);
        Write(to, segment.Pixels.Span);
        Write(to, segment.Actions.Span);
        Write(to, segment.Rewards.Span);
        Write(to, segment.Kinds.Span);
        Write(to, segment.Masks.Span);
    }

    /// <param name="from">The file.</param>
    /// <param name="file">What it is called.</param>
    /// <param name="environments">Columns.</param>
    /// <param name="width">Numbers of a frame.</param>
    /// <param name="actionWidth">Numbers of an action.</param>
    /// <param name="pixels">Whether frames are bytes.</param>
    /// <param name="maskWidth">Bytes of a mask of actions; 0 where there are none.</param>
    /// <param name="mostSlots">How many slots a column holds.</param>
    /// <exception cref="DataFormatException">It is damaged, or the segment of another kind of buffer.</exception>
    public static ReplaySegment Read(
        Stream from, string file, int environments, int width, int actionWidth, bool pixels, int maskWidth, int mostSlots)
    {
        byte[] magic = new byte[Magic.Length];
        Fill<byte>(from, file, magic);
        int[] header = new int[5];
        Fill<int>(from, file, header);
        int[] expected = [maskWidth > 0 ? VersionWithMasks : Version, environments, width, actionWidth, pixels ? 1 : 0];
        if (!magic.AsSpan().SequenceEqual(Magic) || !header.AsSpan().SequenceEqual(expected))
        {
            throw new DataFormatException(
                file, "header", "a replay segment with version, environments, widths of frames and actions, and bytes or not: "
                    + $"{string.Join(", ", expected)}", string.Join(", ", header));
        }

        long[] begin = new long[environments], end = new long[environments];
        Fill<long>(from, file, begin);
        Fill<long>(from, file, end);
        long total = 0;
        for (int i = 0; i < environments; i++)
        {
            long slots = end[i] - begin[i];
            if (begin[i] < 0 || slots < 0 || slots > mostSlots || end[i] > MostNumber)
            {
                throw new DataFormatException(
                    file, "header", $"rising numbers of at most {mostSlots} slots", $"{begin[i]} to {end[i]} in environment {i}");
            }

            total += slots;
        }

        long numbers = checked((total + environments) * width),
            masks = checked((total + environments) * maskWidth),
            bytes = checked(
                (numbers * (pixels ? 1 : sizeof(float))) + (total * ((actionWidth * sizeof(float)) + sizeof(float) + 1)) + masks);
        if (from.Length - from.Position != bytes)
        {
            throw new DataFormatException(
                file, $"byte {from.Position}", $"{bytes} bytes for {total} slots", $"{from.Length - from.Position}");
        }

        return new()
        {
            From = begin,
            To = end,
            Observations = Array<float>(from, file, pixels ? 0 : numbers),
            Pixels = Array<byte>(from, file, pixels ? numbers : 0),
            Actions = Array<float>(from, file, total * actionWidth),
            Rewards = Array<float>(from, file, total),
            Kinds = Array<byte>(from, file, total),
            Masks = Array<byte>(from, file, masks),
        };
    }

    private static void Write<T>(Stream to, ReadOnlySpan<T> values)
        where T : unmanaged => to.Write(MemoryMarshal.AsBytes(values));

    private static T[] Array<T>(Stream from, string file, long count)
        where T : unmanaged
    {
        T[] values = GC.AllocateUninitializedArray<T>(checked((int)count));
        Fill<T>(from, file, values);
        return values;
    }

    private static void Fill<T>(Stream from, string file, Span<T> values)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        int got = from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length)
        {
            throw new DataFormatException(file, $"byte {from.Position}", $"{bytes.Length - got} more bytes", "the end of the file");
        }
    }
}
