namespace Epoche.Core.Tests.Runs;

public sealed class RunWriterTests
{
    [Fact]
    public void A_scalar_arrives_as_one_event()
    {
        Recorder recorder = new();

        recorder.Scalar("train/loss", 3, 0.25);

        Assert.Equal([new RunEvent("train/loss", 3, 0.25)], recorder.Events);
    }

    [Fact]
    public void The_null_writer_allocates_nothing()
    {
        IRunWriter writer = NullRunWriter.Instance;

        Assert.Equal(0, Conformance.Allocations.InRound(() =>
        {
            for (int step = 0; step < 1000; step++)
            {
                writer.Scalar("train/loss", step, 1);
            }
        }));
    }

    private sealed class Recorder : IRunWriter
    {
        public List<RunEvent> Events { get; } = [];

        public void Write(in RunEvent runEvent) => Events.Add(runEvent);
    }
}
