namespace Epoche.Learning.Tests.Saving;

/// <summary>In how many files what grows from checkpoint to checkpoint lies, and how often its bytes are written.</summary>
public sealed class CheckpointLogsTests
{
    [Fact]
    public void Any_number_of_checkpoints_lies_in_a_few_files_for_each_doubling()
    {
        Rng random = new(3);
        GrowingLog log = new();
        List<CheckpointSegment> segments = [];
        long written = 0;
        for (int save = 1; save <= 100_000; save++)
        {
            log.Length += random.NextInt(save % 100 == 0 ? 20_000 : 60);
            segments = CheckpointLogs.Update(log, segments, write =>
            {
                long[] end = write(Stream.Null);
                written += log.LastBytes;
                return new($"{end[0]}", log.LastBytes + 150, "", end); // a header as large as many of them
            });
            Assert.InRange(segments.Count, 0, 16);
        }

        // Each byte some six times, and up to 4 KiB with each checkpoint.
        Assert.InRange(written, log.Length, (12 * log.Length) + (100_000L * 4096));
    }

    [Fact]
    public void Segments_that_an_earlier_version_left_alone_are_joined()
    {
        GrowingLog log = new() { Length = 2_798 };
        List<CheckpointSegment> segments = [.. Enumerable.Range(1, 2_798).Select(i => new CheckpointSegment($"{i}", 150, "", [i]))];
        log.Length++;
        segments = CheckpointLogs.Update(log, segments, write => new("new", 150, "", write(Stream.Null)));
        Assert.Equal([2_799], Assert.Single(segments).End);
    }

    [Fact]
    public void A_log_that_grows_fast_is_written_once_though_in_more_files()
    {
        const int Added = 5 << 20;
        GrowingLog log = new();
        List<CheckpointSegment> segments = [];
        long written = 0;
        for (int save = 0; save < 40; save++)
        {
            log.Length += Added;
            segments = CheckpointLogs.Update(log, segments, write =>
            {
                long[] end = write(Stream.Null);
                written += log.LastBytes;
                return new($"{end[0]}", log.LastBytes, "", end);
            });
        }

        Assert.Equal(40L * Added, written);
        Assert.Equal(40, segments.Count);
    }

    /// <summary>A log of which only the length matters.</summary>
    private sealed class GrowingLog : IStateLog
    {
        public long Length { get; set; }

        public long LastBytes { get; private set; }

        public long[] End => [Length];

        public bool Holds(ReadOnlySpan<long> from) => true;

        public bool IsForgotten(ReadOnlySpan<long> end) => false;

        public long BytesFrom(ReadOnlySpan<long> from) => Length - (from.IsEmpty ? 0 : from[0]);

        public long[] Write(Stream to, ReadOnlySpan<long> from, long mostBytes)
        {
            LastBytes = Math.Min(BytesFrom(from), mostBytes);
            return [Length - BytesFrom(from) + LastBytes];
        }

        public void Read(IEnumerable<Stream> segments) => throw new NotSupportedException();
    }
}
