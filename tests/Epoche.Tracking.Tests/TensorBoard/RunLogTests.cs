using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.TensorBoard;

public sealed class RunLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_was_killed_twice_reads_as_if_it_had_not_been()
    {
        Session(null, 1, 60, killed: true);
        Session(41, 41, 80, killed: true);
        Session(31, 31, 100, killed: false);

        RunLog log = RunLog.Read(_folder.Path);

        Assert.Equal(
            Enumerable.Range(1, 100).Select(i => ((long)i, (double)i)),
            log.Scalars("train/loss").Select(point => (point.Step, point.Value)));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => 10L * i), log.Others("weights").Select(e => e.Step));
        Assert.Equal(0, Assert.Single(log.Others(RunTags.Recipe)).Step);
        Assert.Equal("huber", Assert.Single(log.Parameters).Text);
        Assert.True(log.Succeeded);
        Assert.False(log.IsTorn);
    }

    [Fact]
    public void A_folder_without_events_is_an_empty_log()
    {
        RunLog log = RunLog.Read(_folder.File("missing"));

        Assert.Empty(log.ScalarNames);
        Assert.Empty(log.Scalars("train/loss"));
        Assert.Empty(log.Others("x"));
        Assert.Null(log.Succeeded);
    }

    [Fact]
    public void Ten_thousand_sessions_are_read_in_linear_time()
    {
        string only;
        using (EventFileWriter writer = EventFileWriter.Open(_folder.Path))
        {
            only = writer.Path;
            for (int i = 0; i < 20_000; i++)
            {
                writer.Scalar($"name/{i}", 0, 1);
            }
        }

        byte[] start;
        using (EventFileWriter writer = EventFileWriter.Open(_folder.File("start"), new EventFileOptions { ResumeStep = 5 }))
        {
            writer.Flush();
            start = [.. File.ReadAllBytes(writer.Path).AsSpan(40)];
        }

        using (FileStream file = new(only, FileMode.Append))
        {
            for (int i = 0; i < 20_000; i++)
            {
                file.Write(start);
            }
        }

        Assert.Equal(20_000, RunLog.Read(_folder.Path).ScalarNames.Count); // 4·10⁸ comparisons if it were quadratic
    }

    private void Session(long? resume, int from, int to, bool killed)
    {
        string path;
        using (EventFileWriter writer = EventFileWriter.Open(_folder.Path, new EventFileOptions { ResumeStep = resume }))
        {
            path = writer.Path;
            if (resume is null)
            {
                writer.BeginSession([new("loss", "huber")], []);
                writer.Code(RunTags.Recipe, 0, "kind: dqn", "yaml");
            }

            for (int step = from; step <= to; step++)
            {
                writer.Scalar("train/loss", step, step);
                if (step % 10 == 0)
                {
                    writer.Histogram("weights", step, [1, 2]);
                }
            }

            if (!killed)
            {
                writer.EndSession(succeeded: true);
            }
        }

        if (killed)
        {
            using FileStream file = new(path, FileMode.Open);
            file.SetLength(file.Length - 3);
        }
    }
}
