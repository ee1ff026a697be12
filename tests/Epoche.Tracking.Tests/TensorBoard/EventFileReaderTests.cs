using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.TensorBoard;

public sealed class EventFileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new(1.7e9);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read()
    {
        RunHistogram histogram = RunHistogram.Of([1, 2, 3], 2);
        RunImage image = new((byte[])[.. "GIF89a"u8, 7, 0, 5, 0, 0, 0, 0]);
        RunEvent[] written = [new("a", 1, -0.5), new("b", 2, histogram), new("c", 3, image), new("d", 4, "text")];

        List<EventRecord> records = Read(Sample(written));

        Assert.Equal("brain.Event:2", records[0].FileVersion);
        Assert.All(records, record => Assert.Equal(1.7e9, record.WallTime));
        RunEvent[] read = [.. records.SelectMany(record => record.Events)];
        Assert.Equal([RunEventKind.Scalar, RunEventKind.Histogram, RunEventKind.Image, RunEventKind.Text], read.Select(e => e.Kind));
        Assert.Equal(written[0], read[0]);
        Assert.Equal(histogram.Limits, read[1].Histogram!.Limits);
        Assert.Equal(histogram.Counts, read[1].Histogram!.Counts);
        Assert.Equal(image.Encoded.ToArray(), read[2].Image!.Encoded.ToArray());
        Assert.Equal((7, 5), (read[2].Image!.Width, read[2].Image!.Height));
        Assert.Equal(written[3], read[3]);
    }

    [Fact]
    public void A_file_cut_off_anywhere_gives_its_complete_records()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Sample([new("a", 1, 1), new("b", 2, "text"), new("c", 3, 3)]));
        int[] ends = [.. Ends(whole)];
        string path = _folder.File("cut");
        for (int length = 0; length <= whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(path, whole[..length]);
            using EventFileReader reader = new(path);
            int read = 0;
            while (reader.TryRead(out _))
            {
                read++;
            }

            Assert.Equal(ends.Count(end => end <= length), read);
            Assert.Equal(length != 0 && !ends.Contains(length), reader.IsTorn);
        }
    }

    [Fact]
    public void A_file_that_grows_is_read_as_it_grows()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Sample([new("a", 1, 1), new("a", 2, 2)]));
        string path = _folder.File("growing");
        System.IO.File.WriteAllBytes(path, []);
        using EventFileReader reader = new(path);
        int read = 0;
        foreach (byte next in whole)
        {
            using (FileStream file = new(path, FileMode.Append))
            {
                file.WriteByte(next);
            }

            read += reader.TryRead(out _) ? 1 : 0;
        }

        Assert.Equal(3, read);
        Assert.Equal(whole.Length, reader.Position);
    }

    [Fact]
    public void No_changed_bit_goes_unnoticed()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Sample([new("a", 1, 1), new("b", 2, "text")]));
        for (int i = 0; i < 8 * whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i / 8] ^= (byte)(1 << (i % 8));

            Assert.Throws<DataFormatException>(() => Read(File(changed)));
        }
    }

    [Fact]
    public void Zeros_that_a_loss_of_power_left_at_the_end_are_a_torn_record()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Sample([new("a", 1, 1)]));

        Assert.Equal(2, Read(File([.. whole, .. new byte[10_000]])).Count);
        Assert.Throws<DataFormatException>(() => Read(File([.. whole, .. new byte[10_000], 1])));
    }

    [Fact]
    public void Messages_that_are_no_events_are_refused_and_say_where()
    {
        int refused = 0;
        Rng rng = Rng.Stream(7, "messages");
        for (int i = 0; i < 3000; i++)
        {
            byte[] message = new byte[rng.NextInt(40)];
            foreach (ref byte b in message.AsSpan())
            {
                b = (byte)rng.NextInt(256);
            }

            if (i % 2 == 0 && message.Length > 2)
            {
                (message[0], message[1]) = (0x2A, (byte)(message.Length - 2)); // a summary of noise
            }

            try
            {
                Read(File(Record(message)));
            }
            catch (DataFormatException exception)
            {
                Assert.Contains("byte 0", exception.Where, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 2000, 2999);
    }

    [Fact]
    public void A_length_beyond_all_reason_allocates_nothing()
    {
        byte[] length = BitConverter.GetBytes(1L << 60);
        byte[] file = [.. length, .. BitConverter.GetBytes(IndependentEventReader.Mask(IndependentEventReader.Crc(length))), 1, 2, 3];

        Assert.Throws<DataFormatException>(() => Read(File(file)));
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

    private static IEnumerable<int> Ends(byte[] file)
    {
        for (int at = 0; at < file.Length;)
        {
            at += 16 + (int)BitConverter.ToInt64(file, at);
            yield return at;
        }
    }

    private static List<EventRecord> Read(string path)
    {
        using EventFileReader reader = new(path);
        List<EventRecord> records = [];
        while (reader.TryRead(out EventRecord? record))
        {
            records.Add(record);
        }

        return records;
    }

    private string File(byte[] content)
    {
        string path = _folder.File("content");
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    private string Sample(RunEvent[] events)
    {
        using EventFileWriter writer = EventFileWriter.Open(_folder.Path, new EventFileOptions { Clock = _clock });
        foreach (RunEvent e in events)
        {
            writer.Write(e);
        }

        return writer.Path;
    }
}
