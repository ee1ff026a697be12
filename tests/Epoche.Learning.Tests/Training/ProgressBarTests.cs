using System.Globalization;

namespace Epoche.Learning.Tests.Training;

public sealed class ProgressBarTests
{
    [Fact]
    public void A_bar_fills_within_each_epoch_and_a_line_stays_after_it()
    {
        string[] drawn = Draw(isTerminal: true, Enumerable.Repeat(Tensor.Ones([1, 1]), 4).ToArray())
            .Split('\r', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("[======                  ]  25%  epoch 1 of 2  loss 2.5  1 updates/s  3 s left", drawn[0]);
        Assert.Equal("[============            ]  50%  epoch 1 of 2  loss 2.5  1 updates/s  2 s left", drawn[1]);
        Assert.Equal("[========================] 100%  epoch 1 of 2  loss 2.5  1 updates/s  0 s left", drawn[3]);
        Assert.True(string.IsNullOrWhiteSpace(drawn[4]) && drawn[4].Length == drawn[3].Length); // the bar is gone
        Assert.StartsWith("epoch 1 of 2  train/loss 2.5", drawn[5], StringComparison.Ordinal);
        Assert.Equal(2, drawn.Count(part => part.Contains("train/loss", StringComparison.Ordinal)));
    }

    [Fact]
    public void Data_that_do_not_say_how_long_they_are_are_counted_in_the_first_epoch()
    {
        string[] drawn = Draw(isTerminal: true, Unknown()).Split('\r', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("epoch 1 of 2  update 1  loss 2.5  1 updates/s", drawn[0]);
        Assert.Contains(drawn, part => part.StartsWith("[============            ]  50%  epoch 2 of 2", StringComparison.Ordinal));

        static IEnumerable<Tensor> Unknown()
        {
            for (int i = 0; i < 4; i++)
            {
                yield return Tensor.Ones([1, 1]);
            }
        }
    }

    [Fact]
    public void A_file_gets_plain_lines() =>
        Assert.DoesNotContain('\r', Draw(isTerminal: false, [Tensor.Ones([1, 1])]).ReplaceLineEndings("\n"));

    [Fact]
    public void Training_goes_on_when_nobody_can_see_it()
    {
        StringWriter closed = new(CultureInfo.InvariantCulture);
        closed.Dispose();

        Train(new ProgressBar(closed, isTerminal: true, clock: new SecondAnUpdate()), [Tensor.Ones([1, 1])]);
    }

    private static string Draw(bool isTerminal, IEnumerable<Tensor> data)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        SecondAnUpdate clock = new();
        Train(new ProgressBar(output, isTerminal: isTerminal, clock: clock), data, clock);
        return output.ToString();
    }

    /// <summary>Two epochs of a loss that stays 2.5.</summary>
    private static void Train(ProgressBar bar, IEnumerable<Tensor> data, SecondAnUpdate? clock = null)
    {
        Sequential net = new Sequential { new Dense(1, kernel: Initializer.Zeros) }.Build([1]);
        FitReport report = new Trainer(new() { Optimizer = new Sgd(0), Epochs = 2 }, net.Parameters).Fit(
            data,
            x =>
            {
                clock?.Pass();
                return net.Call(x).Sum() + 2.5f;
            },
            new() { Callbacks = [bar] });
        Assert.Equal(2, report.Epochs.Count);
    }

    private sealed class SecondAnUpdate : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public void Pass() => _seconds++;

        public override long GetTimestamp() => _seconds;
    }
}
