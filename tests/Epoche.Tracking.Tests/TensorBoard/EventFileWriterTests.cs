using System.Text.RegularExpressions;
using Epoche.Tracking.Tests.Support;
using Message = Epoche.Tracking.Tests.Support.IndependentEventReader.Message;

namespace Epoche.Tracking.Tests.TensorBoard;

public sealed class EventFileWriterTests : IDisposable
{
    private static readonly byte[] s_gif = [.. "GIF89a"u8, 7, 0, 5, 0, 0, 0, 0];

    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new(1.5);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_bytes_of_a_scalar_are_those_of_the_format()
    {
        string path = Write(writer => writer.Scalar("loss", 3, 0.25));

        // Two records, made by a script from the protocol's description: the version, then wall_time 1.5, step 3, loss 0.25.
        Assert.Equal(
            "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c"
            + "1a00000000000000129bd82d09000000000000f83f10032a0d0a0b0a046c6f7373150000803ed054b255",
            Convert.ToHexStringLower(File.ReadAllBytes(path)));
    }

    [Fact]
    public void The_name_carries_time_host_process_and_a_counter()
    {
        _clock.Seconds = 1_700_000_000;

        string path = Write(_ => { }, new EventFileOptions { Host = "a b/c.d" });

        Assert.Matches($@"^events\.out\.tfevents\.1700000000\.a_b_c\.d\.{Environment.ProcessId}\.\d+$", Path.GetFileName(path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5000)]
    [InlineData(10)]
    public void A_newer_file_sorts_after_the_older_whatever_the_clock_says(double later)
    {
        _clock.Seconds = 1_700_000_000;
        string older = Write(_ => { });
        _clock.Seconds += later;

        string newer = Write(_ => { });

        Assert.True(string.CompareOrdinal(older, newer) < 0, $"{older} {newer}");
    }

    [Fact]
    public void Every_kind_is_what_an_independent_reader_expects()
    {
        string path = Write(writer =>
        {
            writer.Scalar("train/loss", 1L << 40, double.NaN);
            writer.Histogram("weights", 2, [-1f, 0, 0.5f, 0.5f, float.NaN]);
            writer.Image("evaluation/episode", 3, s_gif);
            writer.Text("run/recipe", 0, "größer als ε");
        });

        List<Message> events = IndependentEventReader.Read(path);

        Assert.Equal("brain.Event:2", events[0].Text(3));
        Assert.All(events, e => Assert.Equal(1.5, e.Get<double>(1)));
        Assert.Equal([1ul << 40, 2, 3], events.Skip(1).Take(3).Select(e => e.Get<ulong>(2)));
        Assert.False(events[4].Has(2));
        Message[] values = [.. events.Skip(1).Select(e => e.Sub(5).Sub(1))];
        Assert.Equal(["train/loss", "weights", "evaluation/episode", "run/recipe"], values.Select(v => v.Text(1)));
        Assert.True(float.IsNaN(values[0].Get<float>(2)));

        Message histogram = values[1].Sub(5);
        Assert.Equal([-1, 0.5, 4, 0, 1.5], ((int[])[1, 2, 3, 4, 5]).Select(histogram.Get<double>));
        Assert.Equal(4, histogram.Doubles(7).Sum());
        Assert.Equal(histogram.Doubles(6).Length, histogram.Doubles(7).Length);

        Message image = values[2].Sub(4);
        Assert.Equal([5ul, 7], ((int[])[1, 2]).Select(image.Get<ulong>));
        Assert.Equal(s_gif, image.Get<byte[]>(4));

        Message tensor = values[3].Sub(8);
        Assert.Equal(7ul, tensor.Get<ulong>(1)); // DT_STRING
        Assert.Equal(1ul, tensor.Sub(2).Sub(2).Get<ulong>(1));
        Assert.Equal("größer als ε", tensor.Text(8));
        Assert.Equal("text", values[3].Sub(9).Sub(1).Text(1));
        Assert.Equal(2ul, values[3].Sub(9).Get<ulong>(4)); // DATA_CLASS_TENSOR
    }

    [Fact]
    public void Hyperparameters_are_the_three_summaries_of_their_plugin()
    {
        string path = Write(writer =>
        {
            writer.BeginSession([new("learning_rate", 1e-3), new("double", true), new("loss", "huber")], ["evaluation/return"]);
            writer.EndSession(succeeded: true);
        });

        Message[] values = [.. IndependentEventReader.Read(path).Skip(1).Select(e => e.Sub(5).Sub(1))];
        Assert.Equal(["_hparams_/experiment", "_hparams_/session_start_info", "_hparams_/session_end_info"], values.Select(v => v.Text(1)));
        Assert.All(values, v => Assert.Equal("hparams", v.Sub(9).Sub(1).Text(1)));
        Message[] data = [.. values.Select(v => v.Sub(9).Sub(1).Sub(2))];

        Message experiment = data[0].Sub(2);
        Assert.Equal(["learning_rate", "double", "loss"], experiment.Subs(4).Select(info => info.Text(1)));
        Assert.Equal([3ul, 2, 1], experiment.Subs(4).Select(info => info.Get<ulong>(4)));
        Assert.Equal("evaluation/return", experiment.Sub(5).Sub(1).Text(2));

        Message session = data[1].Sub(3);
        Message[] entries = [.. session.Subs(1)];
        Assert.Equal(1e-3, entries[0].Sub(2).Get<double>(2));
        Assert.Equal(1ul, entries[1].Sub(2).Get<ulong>(4));
        Assert.Equal("huber", entries[2].Sub(2).Text(3));
        Assert.Equal(64, session.Text(4).Length);
        Assert.Equal(1ul, data[2].Sub(4).Get<ulong>(1)); // STATUS_SUCCESS
    }

    [Fact]
    public void A_resumed_run_says_where_it_goes_on()
    {
        string path = Write(_ => { }, new EventFileOptions { ResumeStep = 5000 });

        Message start = IndependentEventReader.Read(path)[1];
        Assert.Equal(5000ul, start.Get<ulong>(2));
        Assert.Equal(1ul, start.Sub(7).Get<ulong>(1)); // SessionLog.START
    }

    [Fact]
    public void A_second_writer_of_a_folder_learns_of_the_first()
    {
        using EventFileWriter first = EventFileWriter.Open(_folder.Path);

        IOException exception = Assert.Throws<IOException>(() => EventFileWriter.Open(_folder.Path));

        Assert.Contains("another run", exception.Message, StringComparison.Ordinal);
        first.Dispose();
        EventFileWriter.Open(_folder.Path).Dispose();
    }

    [Fact]
    public void Many_events_of_many_threads_all_arrive()
    {
        string path = Write(
            writer => Parallel.For(0, 4, thread =>
            {
                for (int step = 0; step < 5000; step++)
                {
                    writer.Scalar($"thread/{thread}", step, step);
                }
            }),
            new EventFileOptions { FlushBytes = 1000 });

        IEnumerable<IGrouping<string, ulong>> steps = IndependentEventReader.Read(path).Skip(1)
            .GroupBy(e => e.Sub(5).Sub(1).Text(1), e => e.Has(2) ? e.Get<ulong>(2) : 0);
        Assert.Equal(4, steps.Count());
        Assert.All(steps, thread => Assert.Equal(Enumerable.Range(0, 5000).Select(i => (ulong)i), thread));
    }

    [Fact]
    public void What_was_flushed_outlives_the_writer_and_a_timer_flushes_by_itself()
    {
        using EventFileWriter writer = EventFileWriter.Open(
            _folder.Path, new EventFileOptions { FlushEvery = TimeSpan.FromMilliseconds(20) });
        writer.Scalar("a", 1, 1);
        writer.Flush(toDisk: true);
        Assert.Equal(2, IndependentEventReader.Read(writer.Path).Count);

        writer.Scalar("a", 2, 2);

        Assert.True(SpinWait.SpinUntil(() => IndependentEventReader.Read(writer.Path).Count == 3, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_steady_state_allocates_nothing()
    {
        using EventFileWriter writer = EventFileWriter.Open(_folder.Path, new EventFileOptions { Clock = _clock, FlushBytes = 1 << 20 });
        WriteSome();
        writer.Flush();
        WriteSome();
        writer.Flush();

        Assert.Equal(0, Conformance.Allocations.InRound(WriteSome));

        void WriteSome()
        {
            for (int step = 0; step < 1000; step++)
            {
                writer.Scalar("train/loss", step, 0.5);
            }
        }
    }

    [Fact]
    public void A_disk_that_takes_no_more_is_reported_once_and_the_run_goes_on()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "No device that is always full.");
        List<IOException> failures = [];
        EventFileOptions options = new() { Clock = _clock, OnFailure = failures.Add, FlushBytes = 1 << 20 };
        _clock.Seconds = 1_700_000_000;
        using EventFileWriter writer = EventFileWriter.OpenFile(
            new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0), options);

        for (int step = 0; step < 3; step++)
        {
            writer.Scalar("a", step, 1);
            writer.Flush();
        }

        Assert.Equal(writer.Failure, Assert.Single(failures));
        Assert.Contains("cannot be written", failures[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)] // a part of an event reaches the file
    public void A_disk_that_is_full_for_a_while_costs_nothing(int partial)
    {
        List<string> said = [];
        EventFileOptions options = new()
        {
            Clock = _clock, OnFailure = failure => said.Add(failure.Message), OnRecovery = lost => said.Add($"lost {lost}"),
        };
        using (FailingFile file = new(_folder.File("events.out.tfevents.1.x.1.0")))
        using (EventFileWriter writer = EventFileWriter.OpenFile(file, options))
        {
            for (int step = 0; step < 9; step++)
            {
                file.Takes = step is 2 or 3 or 6 ? partial : int.MaxValue;
                writer.Scalar("a", step, step);
                writer.Flush();
                Assert.Equal(step is 2 or 3 or 6, writer.Failure is not null);
            }
        }

        string failure = $"'{_folder.File("events.out.tfevents.1.x.1.0")}' cannot be written: The disk is full. "
            + "Its events wait in memory, and writing is tried again.";
        Assert.Equal([failure, "lost 0", failure, "lost 0"], said);
        RunLog log = RunLog.Read(_folder.Path);
        Assert.False(log.IsTorn);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => ((long)i, (double)i)), log.Scalars("a").Select(point => (point.Step, point.Value)));
    }

    [Fact]
    public void What_waits_for_a_full_disk_is_bounded_and_what_is_lost_is_counted()
    {
        List<string> said = [];
        EventFileOptions options = new()
        {
            Clock = _clock, FlushBytes = 1 << 12, MaxPendingBytes = 1 << 12, OnRecovery = lost => said.Add($"lost {lost}"),
        };
        using (FailingFile file = new(_folder.File("events.out.tfevents.1.x.1.0")) { Takes = 0 })
        using (EventFileWriter writer = EventFileWriter.OpenFile(file, options))
        {
            for (int step = 0; step < 10_000; step++)
            {
                writer.Scalar("a", step, 1);
            }

            writer.Flush();
            file.Takes = int.MaxValue;
            writer.Flush();
            Assert.Null(writer.Failure);
            writer.Scalar("a", 10_000, 1);
        }

        int kept = RunLog.Read(_folder.Path).Scalars("a").Count;
        Assert.Equal($"lost {10_001 - kept}", Assert.Single(said));
        Assert.InRange(kept, 100, 1_000);
    }

    [Fact]
    public void A_disk_that_stalls_costs_events_but_no_memory_without_end()
    {
        List<IOException> failures = [];
        EventFileOptions options = new() { Clock = _clock, OnFailure = failures.Add, FlushBytes = 1 << 12, MaxPendingBytes = 1 << 12 };
        using StalledFile stalled = new(_folder.File("stalled"));
        using EventFileWriter writer = EventFileWriter.OpenFile(stalled, options);

        for (int step = 0; step < 10_000; step++)
        {
            writer.Scalar("a", step, 1);
        }

        Assert.Contains("wait for the disk", Assert.Single(failures).Message, StringComparison.Ordinal);
        stalled.Resume();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_at_once()
    {
        File.WriteAllText(_folder.File("file"), "");

        Assert.ThrowsAny<IOException>(() => EventFileWriter.Open(_folder.File("file/run")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_for_a_while_costs_nothing_where_somebody_listens()
    {
        string folder = _folder.File("it");
        File.WriteAllText(folder, "in the way");
        List<string> said = [];
        EventFileOptions options = new()
        {
            Clock = _clock, OnFailure = failure => said.Add(failure.Message), OnRecovery = lost => said.Add($"lost {lost}"),
        };
        using (EventFileWriter writer = EventFileWriter.Open(folder, options))
        {
            writer.Scalar("a", 1, 1);
            writer.Flush();
            Assert.Equal((folder, 1), (writer.Path, said.Count));
            Assert.StartsWith($"No events can be written into '{folder}': ", said[0], StringComparison.Ordinal);
            Assert.EndsWith(" They wait in memory, and it is tried again.", said[0], StringComparison.Ordinal);

            File.Delete(folder);
            writer.Scalar("a", 2, 2);
            writer.Flush();

            Assert.Equal("lost 0", said[^1]);
            Assert.Equal(folder, Path.GetDirectoryName(writer.Path));
        }

        Assert.Equal(2, said.Count);
        Assert.Equal([1, 2], RunLog.Read(folder).Scalars("a").Select(point => point.Value));
    }

    [Fact]
    public void What_never_found_a_file_is_counted_at_the_end()
    {
        string folder = _folder.File("it");
        File.WriteAllText(folder, "in the way");
        List<string> said = [];
        EventFileOptions options = new() { Clock = _clock, OnFailure = failure => said.Add(failure.Message) };
        using (EventFileWriter writer = EventFileWriter.Open(folder, options))
        {
            writer.Scalar("a", 1, 1);
        }

        Assert.Equal(2, said.Count);
        Assert.Matches($"^The last events of '{Regex.Escape(folder)}' are lost: [0-9]+ bytes\\.$", said[1]);
    }

    [Fact]
    public void After_the_end_events_are_ignored()
    {
        EventFileWriter writer = EventFileWriter.Open(_folder.Path);
        writer.Dispose();
        writer.Scalar("a", 1, 1);
        writer.Flush();
        writer.Dispose();

        Assert.Single(IndependentEventReader.Read(writer.Path));
    }

    private string Write(Action<EventFileWriter> events, EventFileOptions? options = null)
    {
        using EventFileWriter writer = EventFileWriter.Open(_folder.Path, (options ?? new EventFileOptions()) with { Clock = _clock });
        events(writer);
        return writer.Path;
    }

    /// <summary>A disk that takes so many bytes of a write.</summary>
    private sealed class FailingFile(string path) : FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0)
    {
        public int Takes { get; set; } = int.MaxValue;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer[..Math.Min(Takes, buffer.Length)]);
            if (Takes < buffer.Length)
            {
                throw new IOException("The disk is full.");
            }
        }
    }

    private sealed class StalledFile(string path) : FileStream(path, FileMode.Create)
    {
        private readonly ManualResetEventSlim _resumed = new();

        public void Resume() => _resumed.Set();

        public override void Write(ReadOnlySpan<byte> buffer) => _resumed.Wait();
    }
}
