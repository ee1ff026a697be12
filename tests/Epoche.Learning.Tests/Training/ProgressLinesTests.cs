using System.Globalization;

namespace Epoche.Learning.Tests.Training;

public sealed class ProgressLinesTests
{
    [Fact]
    public void A_line_an_epoch_says_what_was_measured_and_how_long_it_will_take()
    {
        string[] lines = Lines(
            output => new ProgressLines(output, every: 2, shown: ["validation/loss", "train/none"]), epochs: 7, patience: 4);

        Assert.Equal(["epoch 1 of 7  validation/loss 1", "epoch 2 of 7  validation/loss 2", "epoch 4 of 7  validation/loss 4",
            "epoch 5 of 7  validation/loss 5"], lines[..^1].Select(WithoutTime));
        Assert.EndsWith(" s left", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" s", lines[3], StringComparison.Ordinal); // stopped: nothing is left
        Assert.Equal("stopped: no better validation/loss for 4 epochs; best was epoch 1 with validation/loss 1", lines[^1]);
    }

    [Fact]
    public void All_measurements_are_shown_but_the_gradient_norm()
    {
        string[] lines = Lines(output => new ProgressLines(output), epochs: 2, patience: 9);

        Assert.Equal(
            ["epoch 1 of 2  train/loss 2.5  validation/loss 1", "epoch 2 of 2  train/loss 2.5  validation/loss 2"],
            lines.Select(WithoutTime));
    }

    [Fact]
    public void A_long_epoch_has_lines_within()
    {
        string[] lines = Lines(
            output => new ProgressLines(output, within: TimeSpan.FromSeconds(2), clock: new SecondAnUpdate()), epochs: 1, patience: 9);

        Assert.Equal("epoch 1 of 1  update 2  loss 2.5  1 updates/s", lines[0]);
        Assert.Equal("epoch 1 of 1  update 4  loss 2.5  1 updates/s", lines[1]);
        Assert.StartsWith("epoch 1 of 1  train/loss", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Training_goes_on_when_nobody_can_read_it()
    {
        StringWriter closed = new(CultureInfo.InvariantCulture);
        closed.Dispose();

        Assert.Empty(Lines(_ => new ProgressLines(closed), epochs: 3, patience: 9));
    }

    /// <summary>Four updates an epoch of a loss that stays 2.5; the validation loss is the number of the epoch.</summary>
    private static string[] Lines(Func<TextWriter, ProgressLines> make, int epochs, int patience)
    {
        Sequential net = new Sequential { new Dense(1, kernel: Initializer.Zeros) }.Build([1]);
        using StringWriter output = new(CultureInfo.InvariantCulture);
        int evaluations = 0;
        FitReport report = new Trainer(new() { Optimizer = new Sgd(0), Epochs = epochs }, net.Parameters).Fit(
            Enumerable.Repeat(Tensor.Ones([1, 1]), 4),
            x => net.Call(x).Sum() + 2.5f,
            new()
            {
                Callbacks = [new EarlyStopping(patience: patience), make(output)],
                Evaluate = () => [new("validation/loss", ++evaluations)],
            });
        Assert.Equal(report.Epochs.Count, evaluations);
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static string WithoutTime(string line) => line[..line.LastIndexOf("  ", StringComparison.Ordinal)];

    /// <summary>A clock on which a second passes whenever it is asked, but for the question that a line ends with.</summary>
    private sealed class SecondAnUpdate : TimeProvider
    {
        private long _questions;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _questions++ is var asked ? asked - (asked / 3) : 0;
    }
}
