namespace Epoche.Conformance;

/// <summary>
/// What every reader of files must bear: a file that is damaged in any way is read, or refused with <see cref="DataFormatException"/> and
/// nothing else, in little time and memory. The damages are the same in every run.
/// </summary>
public static class DamageKit
{
    private const int MostPlaces = 250, Rounds = 600;

    // Of the processor, so that a machine that does other things, or nothing for a while, does not make a test fail.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // What a length, a count or an offset is at its worst, in either order of bytes.
    private static readonly byte[][] s_numbers =
    [
        [0xFF], [0x7F], [0x80], [0x00], [0xFF, 0xFF], [0x7F, 0xFF], [0xFF, 0x7F],
        [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0, 0, 0], [0, 0, 0, 0x80],
        [0x40, 0, 0, 0], [0, 0, 0, 0x40], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        "99999999"u8.ToArray(), "-1"u8.ToArray(), "1e99"u8.ToArray(),
    ];

    /// <summary>Damages a file in every way and has it read.</summary>
    /// <param name="whole">A file that can be read.</param>
    /// <param name="read">Reads it as a whole.</param>
    /// <param name="mostBytes">The most that one reading may allocate.</param>
    /// <param name="repair">Mends a damaged file's checksums, so that the damage gets behind them; null to leave them.</param>
    /// <returns>How many of the damaged files were refused, and how many there were.</returns>
    public static (int Refused, int All) Check(byte[] whole, Action<byte[]> read, long mostBytes, Func<byte[], byte[]>? repair = null)
    {
        read(whole); // must not throw; and compiles what is measured below
        int refused = 0, all = 0;
        foreach ((string what, byte[] damaged) in Damages(whole, Rng.Stream(1, "damage")))
        {
            byte[] file = repair?.Invoke(damaged) ?? damaged;
            all++;
            TimeSpan began = Environment.CpuUsage.TotalTime;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(file);
            }
            catch (DataFormatException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"A file that is damaged ({what}) must be refused with {nameof(DataFormatException)}.", exception);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            TimeSpan taken = Environment.CpuUsage.TotalTime - began;
            if (allocated > mostBytes || taken > s_patience)
            {
                throw new InvalidOperationException($"A file of {file.Length} bytes that is damaged ({what}) made its reader allocate "
                    + $"{allocated} bytes and take {taken.TotalSeconds:F1} s.");
            }
        }

        return (refused, all);
    }

    private static IEnumerable<(string What, byte[] File)> Damages(byte[] whole, Rng rng)
    {
        int stride = Math.Max(1, whole.Length / MostPlaces);
        for (int length = 0; length < whole.Length; length += stride)
        {
            yield return ($"cut to {length} bytes", whole[..length]);
        }

        for (int at = 0; at < whole.Length; at += stride)
        {
            byte[] number = s_numbers[rng.NextInt(s_numbers.Length)];
            yield return ($"{Convert.ToHexStringLower(number)} at byte {at}", Put(whole, at, number));
        }

        for (int at = 0; at < Math.Min(whole.Length, 32); at++)
        {
            foreach (byte[] number in s_numbers)
            {
                yield return ($"{Convert.ToHexStringLower(number)} at byte {at}", Put(whole, at, number));
            }
        }

        for (int i = 0; i < Rounds; i++)
        {
            int at = rng.NextInt(whole.Length), bit = rng.NextInt(8), length = 1 + rng.NextInt(Math.Min(64, whole.Length)),
                from = rng.NextInt(whole.Length);
            int end = Math.Min(at + length, whole.Length), last = Math.Min(from + length, whole.Length);
            yield return (i % 4) switch
            {
                0 => ($"bit {bit} of byte {at} flipped", Put(whole, at, [(byte)(whole[at] ^ (1 << bit))])),
                1 => ($"bytes {at} to {end} taken out", [.. whole[..at], .. whole[end..]]),
                2 => ($"bytes {from} to {last} once more at {at}", [.. whole[..at], .. whole[from..last], .. whole[at..]]),
                _ => ($"{length} zeros from byte {at} on", Put(whole, at, new byte[length])),
            };
        }

        yield return ("a byte too many", [.. whole, 0]);
        yield return ("twice", [.. whole, .. whole]);
    }

    private static byte[] Put(byte[] whole, int at, ReadOnlySpan<byte> bytes)
    {
        byte[] changed = [.. whole];
        bytes[..Math.Min(bytes.Length, whole.Length - at)].CopyTo(changed.AsSpan(at));
        return changed;
    }
}
