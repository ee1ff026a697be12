using System.Buffers.Binary;

namespace Epoche.Conformance;

/// <summary>Every way in which one value or one segment of a saved state can be another than it was.</summary>
internal static class StateDamages
{
    private const int LongText = 100_000;

    private static readonly double[] s_doubles =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, 1e308, double.Epsilon, 0.5, int.MaxValue, 1e18];

    private static readonly long[] s_longs = [-1, 0, 1, 2, 1 << 20, int.MaxValue, int.MinValue, 1L << 52, long.MaxValue, long.MinValue];

    private static readonly byte[][] s_numbers =
        [[0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0], [2], [4], [0, 0, 0xC0, 0x7F]];

    public static IEnumerable<(string What, SavedState State)> Of(SavedState whole)
    {
        for (int i = 0; i < whole.Values.Count; i++)
        {
            SavedValue value = whole.Values[i];
            yield return ($"{value.Name} missing", whole with { Values = [.. whole.Values.Where((_, k) => k != i)] });
            yield return ($"{value.Name} under another name", Put(i, value with { Name = value.Name + "_2" }));
            yield return ($"{value.Name} and the next exchanged", Exchange(i, (i + 1) % whole.Values.Count));
            yield return ($"{value.Name} of another type", Put(i, value with { Type = (byte)((value.Type % 8) + 1) }));
            foreach ((string what, byte[] bytes) in Contents(value))
            {
                yield return ($"{value.Name} {what}", Put(i, value with { Bytes = bytes }));
            }
        }

        foreach ((string name, IReadOnlyList<byte[]> segments) in whole.Logs)
        {
            foreach ((string what, IReadOnlyList<byte[]> changed) in Segments(segments))
            {
                Dictionary<string, IReadOnlyList<byte[]>> logs = new(whole.Logs) { [name] = changed };
                yield return ($"log {name} {what}", whole with { Logs = logs });
            }

            yield return ($"log {name} missing", whole with { Logs = whole.Logs.Where(l => l.Key != name).ToDictionary() });
        }

        SavedState Put(int at, SavedValue value) => whole with { Values = [.. whole.Values.Select((v, k) => k == at ? value : v)] };

        SavedState Exchange(int a, int b) => whole with
        {
            Values = [.. whole.Values.Select((v, k) => v with { Name = whole.Values[k == a ? b : k == b ? a : k].Name })],
        };
    }

    private static IEnumerable<(string What, byte[] Bytes)> Contents(SavedValue value)
    {
        byte[] bytes = value.Bytes;
        yield return ("empty", []);
        yield return ("cut in half", bytes[..(bytes.Length / 2)]);
        yield return ("cut by a number", bytes[..Math.Max(0, bytes.Length - value.Size)]);
        yield return ("cut by a byte", bytes[..Math.Max(0, bytes.Length - 1)]);
        yield return ("twice", [.. bytes, .. bytes]);
        yield return ("longer by a number", [.. bytes, .. new byte[value.Size]]);
        yield return ("all ones", Filled(bytes, 0xFF));
        yield return ("all zeros", new byte[bytes.Length]);
        switch (value.Kind)
        {
            case StateType.Text:
                yield return ("a long text", Filled(new byte[LongText], (byte)'x'));
                yield return ("many lines", Filled(new byte[LongText], (byte)'\n'));
                yield return ("with a line more", [.. bytes, (byte)'\n', (byte)'a']);
                break;
            case StateType.Byte when bytes.Length > 1:
                for (int at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 12))
                {
                    yield return ($"with ones from byte {at} on", Put(bytes, at, Filled(new byte[4], 0xFF)));
                    yield return ($"with 0x7F at byte {at}", Put(bytes, at, [0x7F]));
                }

                break;
            case StateType.Int32 or StateType.Int64 or StateType.Single or StateType.Double:
                int step = Math.Max(1, bytes.Length / value.Size / 4) * value.Size;
                for (int at = 0; at < bytes.Length; at += step)
                {
                    foreach ((string what, byte[] number) in Numbers(value.Kind))
                    {
                        yield return ($"with {what} at byte {at}", Put(bytes, at, number));
                    }
                }

                yield return ("a million numbers", new byte[1_000_000 * value.Size]);
                break;
        }
    }

    private static IEnumerable<(string What, byte[] Bytes)> Numbers(StateType type)
    {
        bool isWhole = type is StateType.Int32 or StateType.Int64;
        for (int i = 0; i < (isWhole ? s_longs.Length : s_doubles.Length); i++)
        {
            byte[] bytes = new byte[type is StateType.Int32 or StateType.Single ? 4 : 8];
            switch (type)
            {
                case StateType.Int32:
                    BinaryPrimitives.WriteInt32LittleEndian(bytes, unchecked((int)s_longs[i]));
                    break;
                case StateType.Int64:
                    BinaryPrimitives.WriteInt64LittleEndian(bytes, s_longs[i]);
                    break;
                case StateType.Single:
                    BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)s_doubles[i]);
                    break;
                default:
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes, s_doubles[i]);
                    break;
            }

            yield return (isWhole ? $"{s_longs[i]}" : FormattableString.Invariant($"{s_doubles[i]}"), bytes);
        }
    }

    private static IEnumerable<(string What, IReadOnlyList<byte[]> Segments)> Segments(IReadOnlyList<byte[]> segments)
    {
        yield return ("without segments", []);
        yield return ("twice", [.. segments, .. segments]);
        yield return ("backwards", [.. segments.Reverse()]);
        for (int i = 0; i < segments.Count; i++)
        {
            byte[] bytes = segments[i];
            yield return ($"without segment {i}", [.. segments.Where((_, k) => k != i)]);
            yield return ($"with segment {i} empty", Put(segments, i, []));
            yield return ($"with segment {i} in half", Put(segments, i, bytes[..(bytes.Length / 2)]));
            yield return ($"with segment {i} cut by a byte", Put(segments, i, bytes[..^1]));
            yield return ($"with segment {i} longer", Put(segments, i, [.. bytes, 0]));
            yield return ($"with segment {i} of zeros", Put(segments, i, new byte[bytes.Length]));
            for (int at = 0; at < bytes.Length; at += at < 128 ? 4 : Math.Max(4, bytes.Length / 60))
            {
                foreach (byte[] number in s_numbers)
                {
                    string what = $"with {Convert.ToHexStringLower(number)} at byte {at} of segment {i}";
                    yield return (what, Put(segments, i, Put(bytes, at, number)));
                }
            }
        }
    }

    private static byte[] Filled(byte[] like, byte value)
    {
        byte[] filled = new byte[like.Length];
        Array.Fill(filled, value);
        return filled;
    }

    private static byte[] Put(byte[] whole, int at, ReadOnlySpan<byte> bytes)
    {
        byte[] changed = [.. whole];
        bytes[..Math.Min(bytes.Length, whole.Length - at)].CopyTo(changed.AsSpan(at));
        return changed;
    }

    private static IReadOnlyList<byte[]> Put(IReadOnlyList<byte[]> segments, int at, byte[] bytes) =>
        [.. segments.Select((segment, k) => k == at ? bytes : segment)];
}
