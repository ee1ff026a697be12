using System.Buffers.Binary;
using System.Text;
using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.TensorBoard;

/// <summary>Event files that others wrote: by TensorFlow 2, by PyTorch, by several threads, with mistakes.</summary>
public sealed class ForeignEventTests : IDisposable
{
    private const int Float = 1, Double = 2, Integer = 3, Long = 9; // DataType of tensor.proto

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_odd_histogram_is_left_out_and_named_and_the_rest_is_read()
    {
        byte[] odd = [.. Doubles(6, 2, 1), .. Doubles(7, 1, 1)]; // limits that do not ascend
        byte[] short_ = [.. Doubles(6, 1, 2), .. Doubles(7, 1)];

        RunLog log = Log(
            Event(1, Value("loss", Number(2, 0.5f)), Value("weights", Field(5, odd)), Value("rate", Number(2, 0.25f))),
            Event(2, Value("weights", Field(5, short_))),
            Event(3, Value("loss", Number(2, 0.4f)), Value("weights", Field(5, [.. Doubles(6, 1, 2), .. Doubles(7, 3, 4)]))));

        Assert.Equal([(1L, 0.5), (3L, 0.4f)], log.Scalars("loss").Select(p => (p.Step, p.Value)));
        Assert.Equal(0.25, Assert.Single(log.Scalars("rate")).Value);
        Assert.Equal([3.0, 4], Assert.Single(log.Others("weights")).Histogram!.Counts);
        Assert.Equal(
            ["'weights', step 1: Limits ascend; limit 1 is 1 after 2.",
                "'weights', step 2: Every bucket has a limit and a count; received 2 limits and 1 counts."],
            log.Skipped);
        Assert.Contains("&#39;weights&#39;, step 1: Limits ascend; limit 1 is 1 after 2.", Report.ToHtml(Report.FromRun(_folder.Path)));
    }

    [Fact]
    public void A_record_that_is_no_event_is_named_with_its_place_and_passed_over()
    {
        byte[] first = Event(1, Value("loss", Number(2, 0.5f)));

        RunLog log = Log(first, [0x07, 0xFF], Event(2, Value("loss", Number(2, 0.4f))));

        Assert.Equal([1, 2], log.Scalars("loss").Select(p => p.Step));
        Assert.Contains($"record at byte {first.Length + 16}: expected an event of TensorBoard; found ", Assert.Single(log.Skipped));
    }

    [Fact]
    public void Points_come_in_the_order_of_their_steps_whatever_the_order_they_were_written_in()
    {
        RunLog log = Log([.. ((int[])[0, 1, 2, 5, 3, 4]).Select(
            step => Event(step, Value("loss", Number(2, step)), Value("weights", Field(5, [.. Doubles(6, 1), .. Doubles(7, step)]))))]);

        Assert.Equal([0, 1, 2, 3, 4, 5], log.Scalars("loss").Select(p => p.Value));
        Assert.Equal([0, 1, 2, 3, 4, 5], log.Others("weights").Select(e => e.Step));
    }

    [Fact]
    public void A_later_session_counts_from_its_first_step_though_it_was_not_written_first()
    {
        RunLog log = Log(
            Event(1, Value("loss", Number(2, 1))), Event(2, Value("loss", Number(2, 2))), Event(3, Value("loss", Number(2, 3))),
            [.. Varint((2 << 3) | 0), .. Varint(3), .. Field(7, [.. Varint((1 << 3) | 0), .. Varint(1)])], // SessionLog START at step 3
            Event(4, Value("loss", Number(2, 40))), Event(3, Value("loss", Number(2, 30))));

        Assert.Equal([(1L, 1.0), (2L, 2.0), (3L, 30.0), (4L, 40.0)], log.Scalars("loss").Select(p => (p.Step, p.Value)));
    }

    /// <summary>
    /// As <c>tf.summary.scalar</c> (bytes in tensor_content) and
    /// <c>SummaryWriter(...).add_scalar(new_style=True)</c> (float_val) write them.
    /// </summary>
    [Fact]
    public void Scalars_of_the_new_style_are_points()
    {
        byte[] plugin = Plugin("scalars"), content = new byte[4], wide = new byte[8];
        BinaryPrimitives.WriteSingleLittleEndian(content, 0.75f);
        BinaryPrimitives.WriteInt64LittleEndian(wide, -3);

        RunLog log = Log(
            Event(1, Value("a", Tensor(Float, Field(4, content)), plugin), Value("b", Tensor(Float, Number(5, 0.5f)), plugin)),
            // Its plugin is known by its first value.
            Event(2, Value("a", Tensor(Float, Field(5, content))), Value("b", Tensor(Float, Field(4, content)), plugin)),
            Event(3, Value("a", Tensor(Double, Doubles(6, 0.1))), Value("b", Tensor(Long, Field(4, wide)), plugin)),
            Event(
                4, Value("a", Tensor(Integer, [.. Varint((7 << 3) | 0), .. Varint(7)])),
                Value("b", Tensor(Float, Field(4, [.. content, .. content])), plugin)));

        Assert.Equal([(1L, 0.75), (2L, 0.75), (3L, 0.1), (4L, 7.0)], log.Scalars("a").Select(p => (p.Step, p.Value)));
        Assert.Equal([(1L, 0.5), (2L, 0.75), (3L, -3.0)], log.Scalars("b").Select(p => (p.Step, p.Value)));
        Assert.Equal(["'b', step 4: a scalar is a tensor of one number; this has 2"], log.Skipped);
    }

    /// <summary>Half, bfloat16 and Boolean tensors, as <c>tf.summary.scalar</c> takes them too.</summary>
    [Theory]
    [InlineData(19, new byte[] { 0x00, 0x38 }, 0.5)]
    [InlineData(14, new byte[] { 0x00, 0x3F }, 0.5)]
    [InlineData(10, new byte[] { 1 }, 1)]
    public void Scalars_of_other_types_are_points(int type, byte[] content, double value)
    {
        RunLog log = Log(Event(1, Value("a", Tensor(type, Field(4, content)), Plugin("scalars"))));

        Assert.Equal(value, Assert.Single(log.Scalars("a")).Value);
        Assert.Empty(log.Skipped);
    }

    [Fact]
    public void A_picture_of_another_format_is_left_out_and_named()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0], images = Plugin("images");

        RunLog log = Log(
            Event(1, Value("old", Field(4, Field(4, jpeg))), Value("loss", Number(2, 0.5f))),
            Event(2, Value("new", Tensor(7, [.. Field(8, "3"u8.ToArray()), .. Field(8, "2"u8.ToArray()), .. Field(8, jpeg)]), images)));

        Assert.Equal(0.5, Assert.Single(log.Scalars("loss")).Value);
        const string why = "A picture is the bytes of a PNG or GIF file; received 4 bytes that start with 'ffd8ffe0'.";
        Assert.Equal([$"'old', step 1: {why}", $"'new', step 2: {why}"], log.Skipped);
    }

    [Fact]
    public void Histograms_and_pictures_of_the_new_style_are_read()
    {
        byte[] rows = Doubles(6, 0, 1, 4, 1, 2, 6), png = Png.Encode(new Canvas(3, 2));

        RunLog log = Log(Event(
            1,
            Value("h", Tensor(Double, rows), Plugin("histograms")),
            Value("i", Tensor(7, [.. Field(8, "3"u8.ToArray()), .. Field(8, "2"u8.ToArray()), .. Field(8, png)]), Plugin("images"))));

        RunHistogram histogram = log.Others("h")[0].Histogram!;
        Assert.Equal([1.0, 2], histogram.Limits);
        Assert.Equal([4.0, 6], histogram.Counts);
        Assert.Equal((0.0, 2.0, 10.0, 11.0), (histogram.Min, histogram.Max, histogram.Count, histogram.Sum));
        Assert.Equal((3, 2), (log.Others("i")[0].Image!.Width, log.Others("i")[0].Image!.Height));
        Assert.Empty(log.Skipped);
    }

    private RunLog Log(params byte[][] events)
    {
        File.WriteAllBytes(_folder.File("events.out.tfevents.1700000000.host.1.0"), [.. events.SelectMany(Record)]);
        return RunLog.Read(_folder.Path);
    }

    private static byte[] Record(byte[] data)
    {
        byte[] length = BitConverter.GetBytes((long)data.Length);
        return
        [
            .. length, .. BitConverter.GetBytes(IndependentEventReader.Mask(IndependentEventReader.Crc(length))),
            .. data, .. BitConverter.GetBytes(IndependentEventReader.Mask(IndependentEventReader.Crc(data))),
        ];
    }

    private static byte[] Event(long step, params byte[][] values) =>
        [.. Varint((2 << 3) | 0), .. Varint((ulong)step), .. Field(5, [.. values.SelectMany(value => Field(1, value))])];

    private static byte[] Value(string tag, params byte[][] parts) =>
        [.. Field(1, Encoding.UTF8.GetBytes(tag)), .. parts.SelectMany(part => part)];

    private static byte[] Tensor(int type, byte[] numbers) => Field(8, [.. Varint((1 << 3) | 0), .. Varint((ulong)type), .. numbers]);

    private static byte[] Plugin(string name) => Field(9, Field(1, Field(1, Encoding.UTF8.GetBytes(name))));

    private static byte[] Doubles(int field, params double[] numbers) => Field(field, [.. numbers.SelectMany(BitConverter.GetBytes)]);

    private static byte[] Number(int field, float number) => [.. Varint(((ulong)field << 3) | 5), .. BitConverter.GetBytes(number)];

    private static byte[] Field(int field, byte[] content) =>
        [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
