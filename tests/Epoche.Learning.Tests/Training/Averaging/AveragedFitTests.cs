using Epoche.Learning.Tests.Training.Loop;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training.Averaging;

/// <summary>What a fit with averaged weights evaluates, keeps and gives back.</summary>
public sealed class AveragedFitTests
{
    private static readonly Dataset s_data = TrainingCases.Data;

    // 13 examples in batches of 5: 3 updates an epoch.
    [Fact]
    public void What_is_measured_saved_and_returned_is_the_average_and_what_learns_is_not_changed_by_it()
    {
        List<float[]> course = Course();
        float[] first = Mean([.. course.Take(3)]), both = Mean([.. course]);

        Sequential net = Net();
        List<float[]> seen = [];
        FitReport report = Fit(net, WeightAveraging.Equal(from: 1), new Seen(seen), epochs: 2);

        AssertNear(first, seen[0]);
        AssertNear(both, seen[1]);
        AssertNear(both, net.Parameters.Values.ToArray());
        Assert.Equal(net.Evaluate(s_data, SoftmaxCrossEntropy).Loss, report.Last.Measured("validation/loss"));
    }

    [Fact]
    public void Early_stopping_puts_back_the_average_of_the_best_epoch()
    {
        Sequential net = Net();
        EarlyStopping stopping = new("validation/loss", patience: 1, higherIsBetter: true); // the first epoch is the best
        List<float[]> seen = [];
        Fit(net, WeightAveraging.Exponential(0.5f), stopping, epochs: 5, new Seen(seen));
        Assert.Equal(1, stopping.BestEpoch);
        Assert.Equal(seen[0], net.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_bare_loop_of_epochs_sees_the_average_and_ends_with_it()
    {
        Sequential net = Net(), other = Net();
        Fit(other, WeightAveraging.Exponential(0.8f), null, epochs: 2);
        float[] last = [];
        foreach (EpochReport epoch in Make(net, WeightAveraging.Exponential(0.8f), epochs: 2).Run(Batches(), Loss(net)))
        {
            last = net.Parameters.Values.ToArray();
        }

        Assert.Equal(last, net.Parameters.Values.ToArray());
        Assert.Equal(other.Parameters.Values.ToArray(), net.Parameters.Values.ToArray());
    }

    [Fact]
    public void Where_a_bare_loop_is_left_the_average_stays()
    {
        Sequential net = Net();
        float[] seen = [];
        foreach (EpochReport epoch in Make(net, WeightAveraging.Equal(1), epochs: 9).Run(Batches(), Loss(net)))
        {
            seen = net.Parameters.Values.ToArray();
            break;
        }

        AssertNear(Mean([.. Course().Take(3)]), seen);
        Assert.Equal(seen, net.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_loop_evaluates_and_keeps_the_average()
    {
        Sequential net = Net();
        Trainer trainer = Make(net, WeightAveraging.Equal(from: 1), epochs: 1);
        float[] evaluated = [];
        TrainingLoop loop = new(new SupervisedTraining(trainer, Batches(), Loss(net)), new()
        {
            Epochs = 1,
            EvaluateEpochs = true,
            Evaluable = new Evaluable(() => evaluated = net.Parameters.Values.ToArray()),
        });
        loop.RunToEnd();

        AssertNear(Mean([.. Course().Take(3)]), evaluated);
        Assert.NotEqual(evaluated, net.Parameters.Values.ToArray());
        loop.Best.CopyTo(net.Parameters);
        Assert.Equal(evaluated, net.Parameters.Values.ToArray());
    }

    // PyTorch's update_bn: the plain mean of the statistics of the batches, with the weights as they are.
    [Fact]
    public void Statistics_of_an_equal_average_are_those_of_the_training_data()
    {
        BatchNorm norm = new();
        Sequential net = new Sequential { norm, new Dense(3) }.Build([3], seed: 2);
        Batches batches = Batches();
        double[] means = new double[3], variances = new double[3];
        foreach (Batch batch in batches.InEpoch(0))
        {
            int n = batch.Inputs.Shape[0];
            for (int c = 0; c < 3; c++)
            {
                double[] values = [.. Enumerable.Range(0, n).Select(i => (double)batch.Inputs[i, c])];
                means[c] += values.Average() / batches.Count;
                variances[c] += values.Sum(x => (x - values.Average()) * (x - values.Average())) / (n - 1) / batches.Count;
            }
        }

        Make(net, WeightAveraging.Equal(from: 2), epochs: 2).Fit(batches, Loss(net));

        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(means[c], norm.Mean[c], 1e-5);
            Assert.Equal(variances[c], norm.Variance[c], 1e-5);
        }
    }

    [Fact]
    public void Statistics_of_an_exponential_average_are_averaged_alike()
    {
        List<float[]> course = [];
        Sequential net = Normalized(), other = Normalized();
        Trainer plain = Make(other, null, epochs: 1);
        foreach (Batch batch in Batches().InEpoch(0))
        {
            plain.Step(Loss(other), batch);
            course.Add(other.Parameters.Values.ToArray());
        }

        float[] expected = course[0];
        foreach (float[] weights in course.Skip(1))
        {
            expected = [.. expected.Zip(weights, (a, w) => a + (0.25f * (w - a)))];
        }

        Make(net, WeightAveraging.Exponential(0.75f), epochs: 1).Fit(Batches(), Loss(net));
        AssertNear(expected, net.Parameters.Values.ToArray());
    }

    [Fact]
    public void Terms_of_the_loss_do_not_count_the_pass_for_statistics()
    {
        Assert.Equal(Terms(null), Terms(WeightAveraging.Equal(from: 1)));

        static double Terms(WeightAveraging? averaging)
        {
            Sequential net = Normalized();
            LossTerms terms = new();
            return Make(net, averaging, epochs: 1).Fit(
                Batches(),
                batch => terms.Add("class", SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean()),
                new() { Terms = terms }).Last.Measured("train/class");
        }
    }

    private static List<float[]> Course()
    {
        Sequential net = Net();
        List<float[]> course = [];
        Fit(net, null, new EachUpdate(course), epochs: 2);
        return course;
    }

    private static Sequential Net() => new Sequential { new Dense(4, Tanh), new Dense(3) }.Build([3], seed: 1);

    private static Sequential Normalized() => new Sequential { new Dense(4), new BatchNorm(), new Dense(3) }.Build([3], seed: 1);

    private static Batches Batches() => new(s_data, new() { Size = 5, Seed = 3 });

    private static Objective<Batch> Loss(Sequential net) => batch => SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean();

    private static Trainer Make(Sequential net, WeightAveraging? averaging, int epochs) =>
        new(new() { Optimizer = new Sgd(0.5f), Epochs = epochs, Averaging = averaging }, net.Parameters);

    private static FitReport Fit(
        Sequential net, WeightAveraging? averaging, TrainingCallback? callback, int epochs, TrainingCallback? second = null) =>
        Make(net, averaging, epochs).Fit(Batches(), Loss(net), new()
        {
            Callbacks = [.. ((TrainingCallback?[])[callback, second]).OfType<TrainingCallback>()],
            Evaluate = () => net.Evaluate(s_data, SoftmaxCrossEntropy).Prefixed("validation"),
        });

    private static float[] Mean(float[][] course) => [.. course[0].Select((_, i) => course.Average(weights => weights[i]))];

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    private sealed class Seen(List<float[]> seen) : TrainingCallback
    {
        public override void OnEpoch(FitContext fit, EpochReport epoch) => seen.Add(fit.Trainer.Parameters[0].Values.ToArray());
    }

    private sealed class EachUpdate(List<float[]> course) : TrainingCallback
    {
        public override void OnUpdate(FitContext fit, StepReport update) => course.Add(fit.Trainer.Parameters[0].Values.ToArray());
    }

    private sealed class Evaluable(Action looks) : IEvaluable
    {
        public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
        {
            looks();
            return new(new Score(1), []);
        }
    }
}
