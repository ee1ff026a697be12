using System.Buffers.Binary;
using System.Text;

namespace Epoche.Learning.Tests.Saving;

public sealed class SafetensorsTests
{
    private const string OneTensor = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Fact]
    public void What_was_written_is_read_bit_for_bit()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "deep", "w.safetensors");
        float[] a = [1.5f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, BitConverter.UInt32BitsToSingle(0x7fa12345)];
        SafetensorsWriter.Save(
            path,
            [("z.kernel", [2, 3], a), ("größe \"x\"", [], new[] { 7f }), ("empty", [0, 4], Array.Empty<float>()), ("a", [1], new[] { 2f })],
            new Dictionary<string, string> { ["made by"] = "a test\n", ["format"] = "pt" });

        using SafetensorsReader reader = SafetensorsReader.Open(path);

        Assert.Equal(["z.kernel", "größe \"x\"", "empty", "a"], reader.Entries.Select(e => e.Name));
        Assert.Equal(a.Select(BitConverter.SingleToUInt32Bits), reader.ReadFloats("z.kernel").Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal([7f], reader.ReadFloats("größe \"x\""));
        Assert.Empty(reader.ReadFloats("empty"));
        Assert.True(reader.Find("z.kernel")!.HasShape([2, 3]));
        Assert.False(reader.Find("z.kernel")!.HasShape([3, 2]));
        Assert.Equal("[0, 4]", reader.Find("empty")!.SizesText);
        Assert.Equal("a test\n", reader.Metadata["made by"]);
        Assert.Equal(["w.safetensors"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Fact]
    public void The_bytes_are_those_of_the_specification_and_the_data_is_aligned()
    {
        using MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, [("w", [2])], new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        writer.Write([1f, -2f]);
        writer.Finish();

        const string Header = """{"__metadata__":{"a":"1","b":"2"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} """;
        byte[] expected = [88, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Header), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0];
        Assert.Equal(88, Header.Length);
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void Other_element_types_become_float32()
    {
        byte[] data =
        [
            .. Bytes(8, b => BinaryPrimitives.WriteDoubleLittleEndian(b, 0.1)),
            .. Bytes(8, b => BinaryPrimitives.WriteInt64LittleEndian(b, -(1L << 40))),
            .. Bytes(4, b => BinaryPrimitives.WriteUInt32LittleEndian(b, 1 << 24)),
            0x00, 0x3c, 0x01, 0x00, // F16: 1, 2⁻²⁴
            0x80, 0x3f, 0x80, 0xff, // BF16: 1, −∞
            0xff, 0x7f, 1, 0, 0xfe, 3,
        ];
        string header = """
            {"f64":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"i64":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},
             "u32":{"dtype":"U32","shape":[1],"data_offsets":[16,20]},"f16":{"dtype":"F16","shape":[2],"data_offsets":[20,24]},
             "bf16":{"dtype":"BF16","shape":[2],"data_offsets":[24,28]},"i16":{"dtype":"I16","shape":[1],"data_offsets":[28,30]},
             "bool":{"dtype":"BOOL","shape":[1,1,2],"data_offsets":[30,32]},"i8":{"dtype":"I8","shape":[1],"data_offsets":[32,33]},
             "f8":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[33,34]}}
            """;

        using SafetensorsReader reader = Read(header, data);

        Assert.Equal([0.1f], reader.ReadFloats("f64"));
        Assert.Equal([-1099511627776f], reader.ReadFloats("i64"));
        Assert.Equal([16777216f], reader.ReadFloats("u32"));
        Assert.Equal([1f, 5.9604645e-8f], reader.ReadFloats("f16"));
        Assert.Equal([1f, float.NegativeInfinity], reader.ReadFloats("bf16"));
        Assert.Equal([32767f], reader.ReadFloats("i16"));
        Assert.Equal([1f, 0f], reader.ReadFloats("bool"));
        Assert.Equal([-2f], reader.ReadFloats("i8"));
        Assert.Equal("F8_E4M3", Assert.Throws<DataFormatException>(() => reader.ReadFloats("f8")).Found);
        byte[] raw = new byte[1];
        reader.ReadBytes(reader.Find("f8")!, raw);
        Assert.Equal([3], raw);
    }

    [Fact]
    public void An_integer_that_float32_cannot_hold_is_refused()
    {
        using SafetensorsReader reader = Read("""{"a":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", [1, 0, 0, 0, 1, 0, 0, 1]);

        Assert.Equal("tensor 'a', element 1", Assert.Throws<DataFormatException>(() => reader.ReadFloats("a")).Where);
    }

    [Fact]
    public void Large_tensors_pass_through_in_chunks()
    {
        Rng rng = new(3);
        float[] values = new float[3_000_001];
        foreach (ref float value in values.AsSpan())
        {
            value = rng.NextSingle();
        }

        using MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, [("w", [values.Length])]);
        writer.Write(values);
        stream.Position = 0;

        using SafetensorsReader reader = new(stream, "memory");
        Assert.Equal(values, reader.ReadFloats("w"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", 8,
        "every key once")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", 8,
        "every key once")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", 8, "every key once")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "every key once")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "every key once")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "a text")]
    [InlineData("""{"__metadata__":{"k":{"l":"m"}}}""", 0, "a text")]
    [InlineData("""{"__metadata__":[]}""", 0, "a map")]
    [InlineData("""{"__metadata__":null,"__metadata__":null}""", 0, "every key once")]
    [InlineData("""{"a":[]}""", 0, "a map")]
    [InlineData("""{"a":{}}""", 0, "dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"offsets":[0,8]}}""", 8, "dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":1,"extra":2}}""", 8, "every key once")]
    [InlineData("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", 8, "a dtype this reader knows, such as F32")]
    [InlineData("""{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", 8, "a text")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "whole numbers from 0 to 2⁶³ − 1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", 8, "whole numbers from 0 to 2⁶³ − 1")]
    [InlineData("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "whole numbers from 0 to 2⁶³ − 1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}""", 8, "whole numbers from 0 to 2⁶³ − 1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "a shape that can be")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""", 0, "4611686018427387904 × 32 bits of data "
        + "for F32 [4611686018427387904]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "2 × 32 bits of data for F32 [2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[8,0]}}""", 8, "0 × 32 bits of data for F32 [0]")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "3 × 4 bits of data for F4 [3]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "data from byte 0 on, where the one before ends")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12,
        "data from byte 4 on, where the one before ends")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8,
        "data from byte 8 on, where the one before ends")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4,
        "data from byte 4 on, where the one before ends")]
    [InlineData(OneTensor, 7, "8 bytes of data, as the header says")]
    [InlineData(OneTensor, 9, "8 bytes of data, as the header says")]
    [InlineData("{}", 1, "0 bytes of data, as the header says")]
    [InlineData("", 0, "JSON that starts with '{'")]
    [InlineData("[]", 0, "JSON that starts with '{'")]
    [InlineData(" {}", 0, "JSON that starts with '{'")]
    [InlineData("{} x", 0, "JSON")]
    [InlineData("{", 0, "JSON")]
    [InlineData("""{"a":1,}""", 0, "a map")]
    [InlineData("{}{}", 0, "JSON")]
    [InlineData("{/**/}", 0, "JSON")]
    [InlineData("""{"\ud800":{}}""", 0, "text in UTF-8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[1]]]],"data_offsets":[0,4]}}""", 4, "whole numbers from 0 to 2⁶³ − 1")]
    public void A_header_that_breaks_a_rule_is_refused(string header, int dataLength, string expected)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(() => Read(header, new byte[dataLength]));

        Assert.Equal(("memory", expected), (error.File, error.Expected));
        Assert.NotEmpty(error.Found);
    }

    /// <summary>
    /// As the original does (safetensors 0.4, in Rust): its metadata is an option, and keys of a tensor that
    /// it does not know are passed over.
    /// </summary>
    [Theory]
    [InlineData("""{"__metadata__":null,"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":1}}""")]
    [InlineData(
        """{"a":{"quantized":{"scales":[[0.5],[[1]]],"by":{"x":null}},"dtype":"F32","shape":[2],"data_offsets":[0,8],"note":"b"}"""
        + ""","__metadata__":{}}""")]
    public void What_later_writers_add_is_passed_over(string header)
    {
        using SafetensorsReader reader = Read(header, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);

        Assert.Equal([1f, -2f], reader.ReadFloats("a"));
        Assert.Empty(reader.Metadata);
    }

    [Fact]
    public void Text_that_is_no_utf8_is_refused() =>
        Assert.Throws<DataFormatException>(() => new SafetensorsReader(
            new MemoryStream([6, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'}']), "memory"));

    [Theory]
    [InlineData(new byte[0], "0 bytes in all")]
    [InlineData(new byte[] { 2, 0, 0, 0 }, "4 bytes in all")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' }, "the length 3")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80, (byte)'{', (byte)'}' }, "the length 9223372036854775808")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, (byte)'{', (byte)'}' }, "the length 18446744073709551615")]
    public void A_header_longer_than_the_file_is_refused_before_it_is_read(byte[] file, string found) =>
        Assert.Equal(found, Assert.Throws<DataFormatException>(() => new SafetensorsReader(new MemoryStream(file), "memory")).Found);

    [Fact]
    public void A_header_over_the_limit_is_refused_even_if_it_is_there()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("big", [1, 0, 0, 1, 0, 0, 0, 0]); // 16 MiB and a byte
        using (FileStream stream = System.IO.File.OpenWrite(path))
        {
            stream.SetLength(16_777_300); // sparse
        }

        Assert.Equal(
            "a header of at most 16777216 bytes", Assert.Throws<DataFormatException>(() => SafetensorsReader.Open(path)).Expected);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        using SafetensorsReader reader = Read(OneTensor, new byte[8]);
        using SafetensorsReader named = Read("""{"kernel":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        Assert.Contains("the nearest is 'kernel'", Assert.Throws<DataFormatException>(() => named.ReadFloats("kernal")).Message);
        Assert.Throws<ArgumentException>(() => reader.Read(reader.Find("a")!, new float[3]));
        Assert.Throws<ArgumentException>(() => reader.ReadBytes(reader.Find("a")!, new byte[3]));
        using MemoryStream stream = new();
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter(stream, [("a", [1]), ("a", [1])]));
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter(stream, [("__metadata__", [1])]));
        SafetensorsWriter writer = new(stream, [("a", [1])]);
        Assert.Throws<InvalidOperationException>(writer.Finish);
        Assert.Throws<ArgumentException>(() => writer.Write([1, 2]));
        writer.Write([1]);
        Assert.Throws<InvalidOperationException>(() => writer.Write([1]));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("w.safetensors", "old"u8);

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Save(path, [("a", [2], new float[1])]));

        Assert.Equal("old", System.IO.File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Any_damage_to_a_file_is_read_correctly_or_refused()
    {
        const string header = """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"""
            + ""","b":{"dtype":"I8","shape":[1,3],"data_offsets":[8,11]}}""";
        byte[] original = File(header, new byte[11]);
        byte[] alphabet = Encoding.ASCII.GetBytes("0123456789{}[]\",:.-eFIU \\u\0");
        Rng rng = Rng.Stream(2, "damage");
        int refused = 0;
        const int Rounds = 20_000;
        for (int i = 0; i < Rounds; i++)
        {
            List<byte> bytes = [.. original];
            for (int changes = 1 + rng.NextInt(3); changes > 0; changes--)
            {
                int at = rng.NextInt(bytes.Count);
                byte value = rng.NextInt(4) == 0 ? (byte)rng.NextInt(256) : alphabet[rng.NextInt(alphabet.Length)];
                switch (rng.NextInt(4))
                {
                    case 0:
                        bytes.Insert(at, value);
                        break;
                    case 1:
                        bytes.RemoveAt(at);
                        break;
                    default:
                        bytes[at] = value;
                        break;
                }
            }

            try
            {
                using SafetensorsReader reader = new(new MemoryStream([.. bytes]), "memory");
                foreach (SafetensorsEntry entry in reader.Entries)
                {
                    byte[] raw = new byte[entry.End - entry.Begin];
                    reader.ReadBytes(entry, raw);
                    Assert.True(entry.Count <= 8 * 11);
                    if (entry.Type is "F32" or "F16" or "BF16" or "F64" or "I8" or "U8")
                    {
                        Assert.Equal(entry.Count, reader.ReadFloats(entry.Name).Length);
                    }
                }
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Rounds / 2, Rounds - 50);
    }

    private static SafetensorsReader Read(string header, byte[] data) => new(new MemoryStream(File(header, data)), "memory");

    private static byte[] File(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. Bytes(8, b => BinaryPrimitives.WriteInt64LittleEndian(b, json.Length)), .. json, .. data];
    }

    private static byte[] Bytes(int count, Action<byte[]> write)
    {
        byte[] bytes = new byte[count];
        write(bytes);
        return bytes;
    }
}
