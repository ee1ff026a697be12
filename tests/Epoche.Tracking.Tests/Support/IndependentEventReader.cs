using System.Text;

namespace Epoche.Tracking.Tests.Support;

/// <summary>
/// Reads event files by the format's description alone and shares no code with the library: a checksum by a table of
/// its own, messages as plain trees.
/// </summary>
internal static class IndependentEventReader
{
    private static readonly uint[] s_table = Table();

    /// <summary>The messages of all records; fails where a length or a checksum is wrong or a byte is left over.</summary>
    public static List<Message> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        List<Message> events = [];
        int at = 0;
        while (at < file.Length)
        {
            int length = checked((int)BitConverter.ToUInt64(file, at));
            Assert.Equal(Mask(Crc(file[at..(at + 8)])), BitConverter.ToUInt32(file, at + 8));
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(Mask(Crc(data)), BitConverter.ToUInt32(file, at + 12 + length));
            events.Add(new Message(data));
            at += 12 + length + 4;
        }

        Assert.Equal(file.Length, at);
        return events;
    }

    public static uint Mask(uint crc) => unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);

    public static uint Crc(byte[] data)
    {
        uint crc = 0xffffffff;
        foreach (byte b in data)
        {
            crc = s_table[(crc ^ b) & 0xff] ^ (crc >> 8);
        }

        return crc ^ 0xffffffff;
    }

    // The reflected polynomial of Castagnoli, 0x1EDC6F41 read from its lowest bit.
    private static uint[] Table()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0x82f63b78 : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }

    /// <summary>A message of Protocol Buffers: its fields by number, each a ulong, a double, a float or bytes.</summary>
    internal sealed class Message
    {
        private readonly List<(int Number, object Value)> _fields = [];

        public Message(byte[] data)
        {
            int at = 0;
            while (at < data.Length)
            {
                ulong tag = Varint(data, ref at);
                object value;
                switch (tag & 7)
                {
                    case 0:
                        value = Varint(data, ref at);
                        break;
                    case 1:
                        value = BitConverter.ToDouble(data, at);
                        at += 8;
                        break;
                    case 5:
                        value = BitConverter.ToSingle(data, at);
                        at += 4;
                        break;
                    default:
                        Assert.Equal(2ul, tag & 7);
                        int length = checked((int)Varint(data, ref at));
                        value = data[at..(at + length)];
                        at += length;
                        break;
                }

                _fields.Add(((int)(tag >> 3), value));
            }

            Assert.Equal(data.Length, at);
        }

        public bool Has(int number) => _fields.Any(field => field.Number == number);

        public T Get<T>(int number) => (T)Assert.Single(_fields, field => field.Number == number).Value;

        public string Text(int number) => Encoding.UTF8.GetString(Get<byte[]>(number));

        public Message Sub(int number) => new(Get<byte[]>(number));

        public IEnumerable<Message> Subs(int number) =>
            _fields.Where(field => field.Number == number).Select(field => new Message((byte[])field.Value));

        public double[] Doubles(int number)
        {
            byte[] packed = Get<byte[]>(number);
            return [.. Enumerable.Range(0, packed.Length / 8).Select(i => BitConverter.ToDouble(packed, 8 * i))];
        }

        private static ulong Varint(byte[] data, ref int at)
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte b = data[at++];
                value |= (ulong)(b & 0x7f) << shift;
                if (b < 0x80)
                {
                    return value;
                }
            }
        }
    }
}
