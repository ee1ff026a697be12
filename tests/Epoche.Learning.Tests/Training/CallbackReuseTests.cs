using System.Reflection;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>A second fit with the same callback is that of a new one.</summary>
public sealed class CallbackReuseTests : IDisposable
{
    // What the trainings measure: the first one makes each callback do all that it can.
    private static readonly double[] s_first = [5, 5, 4, 4, 4, 4, 3, 9], s_second = [9, 8, 7, 7.5, 6, 5, 6.5, 4.5];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<Type> Callbacks =>
        [.. typeof(TrainingCallback).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TrainingCallback)) && !type.IsAbstract)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Callbacks))]
    public void A_second_fit_with_the_same_callback_is_that_of_a_new_one(Type type)
    {
        StringWriter output = new();
        StringWriter expectedOutput = new();
        TrainingCallback used = Make(type, output, "used"), fresh = Make(type, expectedOutput, "fresh");
        Fit(used, s_first);
        output.GetStringBuilder().Clear();

        (FitReport report, float[] weights) = Fit(used, s_second);
        (FitReport expected, float[] expectedWeights) = Fit(fresh, s_second);

        Assert.Equal(expectedWeights, weights);
        Assert.Equal((expected.Epochs.Count, expected.StopReason), (report.Epochs.Count, report.StopReason));
        Assert.Equal(expectedOutput.ToString(), output.ToString());
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.PropertyType.IsPrimitive))
        {
            Assert.Equal(property.GetValue(fresh), property.GetValue(used));
        }

        if (used is ModelCheckpoint saved && fresh is ModelCheckpoint again)
        {
            Assert.Equal(File.ReadAllBytes(again.BestPath), File.ReadAllBytes(saved.BestPath));
        }
    }

    [Fact]
    public void The_rate_of_a_second_fit_is_whole_again_where_nothing_plateaus()
    {
        ReduceOnPlateau plateau = new(0.1f, patience: 1);
        Fit(plateau, [1, 1, 1, 1]);
        Assert.Equal(0.125f, plateau.Factor);
        Fit(plateau, [4, 3, 2, 1]);
        Assert.Equal(1, plateau.Factor);
    }

    private static (FitReport Report, float[] Weights) Fit(TrainingCallback callback, double[] measured)
    {
        Sequential net = new Sequential { new Dense(1) }.Build([1], seed: 1);
        int epoch = 0;
        Trainer trainer = new(
            new() { Optimizer = new Adam((callback as ReduceOnPlateau)?.Rate ?? 0.1f), Epochs = measured.Length }, net.Parameters);
        FitReport report = trainer.Fit(Enumerable.Repeat(0, 3), _ => Square(net.Call(Tensor.Ones([1, 1])) - 3).Sum(), new()
        {
            Callbacks = [callback],
            Evaluate = () => [new("validation/loss", measured[epoch++])],
        });
        return (report, net.Parameters.Values.ToArray());
    }

    private TrainingCallback Make(Type type, TextWriter output, string name) =>
        type == typeof(EarlyStopping) ? new EarlyStopping(patience: 2)
        : type == typeof(ReduceOnPlateau) ? new ReduceOnPlateau(0.1f, patience: 1)
        : type == typeof(ModelCheckpoint)
            ? new ModelCheckpoint(new Sequential { new Dense(1) }.Build([1], seed: 1), Path.Combine(_folder.Path, name))
        : type == typeof(ProgressLines)
            ? new ProgressLines(output, every: 2, shown: ["train/loss"], within: TimeSpan.FromSeconds(2), clock: new Clock())
        : type == typeof(ProgressBar) ? new ProgressBar(output, isTerminal: true, shown: ["train/loss"], clock: new Clock())
        : throw new NotSupportedException($"Say here how a {type.Name} is made.");

    /// <summary>A second passes between two questions.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }
}
