using System.Buffers.Binary;
using System.Text;

namespace Epoche;

/// <summary>Where a saved value lies.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Begin">Its first byte.</param>
/// <param name="Bytes">Its length.</param>
internal readonly record struct StatePlace(StateType Type, long Begin, long Bytes);

/// <summary>Finds the values of a saved state without reading them.</summary>
internal static class StateIndex
{
    /// <summary>How many values a state may have: the largest models have some thousands.</summary>
    private const int MostValues = 1_000_000;

    /// <param name="input">The state.</param>
    /// <param name="file">Where it lies, for messages.</param>
    /// <exception cref="DataFormatException">It is damaged, or of a later layout.</exception>
    public static Dictionary<string, StatePlace> Read(StateInput input, string file)
    {
        Dictionary<string, StatePlace> places = new(StringComparer.Ordinal);
        Cursor cursor = new(input, file);
        bool isLarge = cursor.ReadHeader();
        while (cursor.At < input.Bytes)
        {
            long begin = cursor.At;
            string name = cursor.ReadName();
            StateType type = (StateType)cursor.ReadByte();
            long length = isLarge ? cursor.ReadInt64() : cursor.ReadInt32();
            long from = cursor.At;
            cursor.Skip(length);
            if (places.Count == MostValues)
            {
                throw new DataFormatException(file, $"byte {begin}", $"at most {MostValues} values", "more");
            }

            if (!places.TryAdd(name, new(type, from, length)))
            {
                throw new DataFormatException(file, $"byte {begin}", "a name that is new", $"'{name}' once more");
            }
        }

        return places;
    }

    private sealed class Cursor(StateInput input, string file)
    {
        private readonly byte[] _bytes = new byte[StateLayout.LongestName];

        public long At { get; private set; }

        /// <summary>Whether lengths take 8 bytes.</summary>
        public bool ReadHeader()
        {
            int length = StateLayout.Magic.Length;
            if (input.Bytes < length || !Take(length).SequenceEqual(StateLayout.Magic))
            {
                throw new DataFormatException(file, "byte 0", "saved state", "something else");
            }

            int version = ReadInt32();
            return version is StateLayout.Version or StateLayout.LargeVersion
                ? version == StateLayout.LargeVersion
                : throw new DataFormatException(
                    file, "header", $"the layout version {StateLayout.Version} or {StateLayout.LargeVersion}",
                    $"{version}; it was saved by {(version < StateLayout.Version ? "an earlier" : "a later")} version of Epoche, "
                    + "which reads it");
        }

        public byte ReadByte() => Take(1)[0];

        public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

        public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

        public string ReadName()
        {
            long begin = At;
            int length = ReadInt32();
            if (length is < 1 or > StateLayout.LongestName)
            {
                throw new DataFormatException(file, $"byte {begin}", $"a name of 1 to {StateLayout.LongestName} bytes", $"{length}");
            }

            try
            {
                return StateLayout.Utf8.GetString(Take(length));
            }
            catch (DecoderFallbackException exception)
            {
                throw new DataFormatException(file, $"byte {begin}", "a name in UTF-8", "something else", exception);
            }
        }

        public void Skip(long count)
        {
            if (count < 0 || count > input.Bytes - At)
            {
                throw new DataFormatException(file, $"byte {At}", $"{count} more bytes", $"{input.Bytes - At}");
            }

            At += count;
        }

        private Span<byte> Take(int count)
        {
            long from = At;
            Skip(count);
            Span<byte> taken = _bytes.AsSpan(0, count);
            input.Read(from, taken);
            return taken;
        }
    }
}
