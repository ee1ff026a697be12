using System.Runtime.InteropServices;

namespace Epoche.Core.Tests.State;

public sealed class LargeStateTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Both_layouts_hold_the_same_values(int version)
    {
        StateBuffer bytes = new();
        new StateSaver(bytes, version).Part("part", new Numbers(100_000));
        Numbers found = new(100_000, empty: true);
        new StateLoader(bytes.ToArray(), "memory", (_, _) => { }).Part("part", found);
        Assert.Equal(new Numbers(100_000).Values, found.Values);
        found = new(100_000, empty: true);
        new StateLoader(new BufferInput(bytes), "memory", (_, _) => { }).Part("part", found);
        Assert.Equal(new Numbers(100_000).Values, found.Values);
        Assert.Equal(version, bytes.ToArray()[StateLayout.Magic.Length]);
    }

    [Fact]
    public void Memory_that_was_reserved_is_written_to_without_getting_more()
    {
        StateBuffer buffer = new();
        byte[] bytes = new byte[5 << 20];
        new Rng(1).FillIntegers(MemoryMarshal.Cast<byte, int>(bytes.AsSpan()), int.MaxValue);
        buffer.Reserve(bytes.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();

        buffer.Write(bytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(bytes, buffer.ToArray());
        buffer.Reserve(1);
        Assert.Equal(0, buffer.Bytes);
    }

    [Fact]
    public void A_buffer_holds_what_was_written_across_its_chunks_and_again_after_it_was_cleared()
    {
        StateBuffer buffer = new();
        Rng random = new(5);
        for (int round = 0; round < 3; round++)
        {
            buffer.Clear();
            List<byte> expected = [];
            while (expected.Count < 500_000)
            {
                byte[] bytes = new byte[random.NextInt(random.NextInt(10) == 0 ? 200_000 : 50)];
                foreach (ref byte value in bytes.AsSpan())
                {
                    value = (byte)random.NextInt(256);
                }

                buffer.Write(bytes);
                expected.AddRange(bytes);
            }

            Assert.True(buffer.ToArray().SequenceEqual(expected));
            for (int i = 0; i < 100; i++)
            {
                byte[] part = new byte[random.NextInt(100_000)];
                int at = random.NextInt(expected.Count - part.Length);
                buffer.Read(at, part);
                Assert.True(expected.GetRange(at, part.Length).SequenceEqual(part));
            }
        }
    }

    [Fact]
    public void What_passes_the_limit_is_counted_and_not_held()
    {
        StateBuffer all = new(), some = new(mostBytes: 1000);
        new StateSaver(all).Part("part", new Numbers(1000));
        new StateSaver(some).Part("part", new Numbers(1000));
        Assert.Equal(all.Bytes, some.Bytes);
        Assert.False(some.IsWhole);
        some.Clear();
        some.Write([1, 2, 3]);
        Assert.Equal([1, 2, 3], some.ToArray());
    }

    [Fact]
    public void A_value_longer_than_the_file_is_refused_in_both_layouts()
    {
        foreach (int version in (int[])[2, 3])
        {
            StateBuffer bytes = new();
            new StateSaver(bytes, version).Write("a", 1L);
            byte[] file = bytes.ToArray();
            int length = StateLayout.Magic.Length + sizeof(int) + sizeof(int) + 1 + 1;
            file.AsSpan(length, version == 2 ? sizeof(int) : sizeof(long)).Fill(0xFF);
            file[length + (version == 2 ? sizeof(int) : sizeof(long)) - 1] = 0x7F;
            DataFormatException exception = Assert.Throws<DataFormatException>(() => new StateLoader(file, "memory", (_, _) => { }));
            long most = version == 2 ? int.MaxValue : long.MaxValue;
            Assert.Equal($"memory: byte {length + (version == 2 ? 4 : 8)}: expected {most} more bytes; found 8", exception.Message);
        }
    }

    /// <summary>A state of 2.4 GB in one value, which nobody holds: only where it lies is looked at.</summary>
    [Fact]
    public void A_value_of_more_than_two_gigabytes_is_found_and_so_is_what_lies_behind_it()
    {
        const long Length = 600_000_000L * sizeof(float);
        StateBuffer begin = new(), end = new();
        StateSaver saver = new(begin, StateLayout.LargeVersion);
        saver.Write("large", ReadOnlySpan<float>.Empty);
        byte[] head = begin.ToArray();
        BitConverter.TryWriteBytes(head.AsSpan(head.Length - sizeof(long)), Length);
        new StateSaver(end, StateLayout.LargeVersion).Write("behind", 7);
        byte[] tail = end.ToArray()[(StateLayout.Magic.Length + sizeof(int))..];
        StateLoader loader = new(new Sparse(head, Length, tail), "memory", (_, _) => { });
        Assert.Equal(Length / sizeof(float), loader.CountOf<float>("large"));
        Assert.Equal(7, loader.Int32("behind"));
        Assert.Equal(
            "memory: 'large': expected 3 numbers; found 600000000; it was saved by something of another size",
            Assert.Throws<DataFormatException>(() => loader.Read<float>("large", new float[3])).Message);
    }

    private sealed class Numbers : IStateful
    {
        public Numbers(int count, bool empty = false) =>
            Values = [.. Enumerable.Range(0, count).Select(i => empty ? 0 : 1f / (i + 1))];

        public float[] Values { get; }

        public int StateVersion => 1;

        public void SaveState(StateSaver to)
        {
            to.Write("count", Values.Length);
            to.Write<float>("values", Values);
            to.Write("name", "numbers");
        }

        public void LoadState(StateLoader from)
        {
            Assert.Equal(Values.Length, from.Int32("count"));
            from.Read<float>("values", Values);
            Assert.Equal("numbers", from.Text("name"));
        }
    }

    private sealed class Sparse(byte[] head, long zeros, byte[] tail) : StateInput
    {
        public override long Bytes => head.Length + zeros + tail.Length;

        public override void Read(long at, Span<byte> bytes)
        {
            for (int i = 0; i < bytes.Length; i++, at++)
            {
                bytes[i] = at < head.Length ? head[at] : at < head.Length + zeros ? (byte)0 : tail[at - head.Length - zeros];
            }
        }
    }
}
