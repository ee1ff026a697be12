using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

/// <summary>
/// Means over batches of different sizes are those over the examples: of the losses 10, 10 and 9 in batches of 2 and 1 it is
/// 29/3, not the mean 9.5 of means.
/// </summary>
public sealed class MeanByExampleTests
{
    private const float Mean = 29f / 3;

    private readonly Sequential _net = new Sequential { new Dense(1, kernel: Initializer.Zeros) }.Build([1]);

    // The outputs are 0, so the losses are the targets.
    private static Dataset Data => new([1, 1, 1], [1], [10, 10, 9], [1]);

    private static Batches Batches => new(Data, new() { Size = 2, Shuffle = false });

    [Fact]
    public void A_fit_reports_the_mean_loss_of_an_example_as_validation_does()
    {
        List<double> updates = [];
        StringWriter lines = new();
        FitReport report = new Trainer(new() { Optimizer = new Sgd(0) }, _net.Parameters).Fit(
            _net, Data, (outputs, targets) => Abs(outputs - targets),
            new() { BatchSize = 2, Validation = Data, Callbacks = [new Updates(updates), new ProgressLines(lines)] });

        Assert.Equal(Mean, report.Last.Loss, 1e-5f);
        Assert.Equal(Mean, report.Last.Measured("train/loss"), 1e-5);
        Assert.Equal(report.Last.Measured("train/loss"), report.Last.Measured("validation/loss"), 1e-5);
        Assert.Equal([2, 1], updates.Order().Reverse());
        Assert.Contains("train/loss 9.667", lines.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void So_does_a_fit_of_an_objective_with_its_terms(int batchesPerUpdate)
    {
        LossTerms terms = new();
        Trainer trainer = new(new() { Optimizer = new Sgd(0) }, _net.Parameters);
        FitReport report = trainer.Fit(
            Batches, batch => terms.Add("error", Loss(batch)), new() { Terms = terms, BatchesPerUpdate = batchesPerUpdate });
        Assert.Equal(Mean, report.Last.Loss, 1e-5f);
        Assert.Equal(Mean, report.Last.Measured("train/error"), 1e-5);

        Evaluation evaluation = ModelEvaluation.Evaluate(Batches, batch => terms.Add("error", Loss(batch)), terms);
        Assert.Equal((3, true), (evaluation.Examples, Math.Abs(evaluation.Loss - Mean) < 1e-5));
        Assert.Equal(Mean, evaluation.Measurements.Single(m => m.Name == "error").Value, 1e-5);
    }

    [Fact]
    public void So_does_a_bare_run() =>
        Assert.Equal(Mean, new Trainer(new() { Optimizer = new Sgd(0) }, _net.Parameters).Run(Batches, Loss).Single().Loss, 1e-5f);

    [Fact]
    public void So_does_an_interrupted_epoch()
    {
        RunningEpoch running = new(), loaded = new();
        running.Begin();
        running.AddBatch(10, 2);
        running.AddUpdate(1);
        StateCopy.Move(running, loaded);
        loaded.Begin();
        loaded.AddBatch(9, 1);
        loaded.AddUpdate(1);
        Assert.Equal(Mean, loaded.Report(1).Loss, 1e-6f);
    }

    [Fact]
    public void Batches_of_any_kind_may_say_how_many_examples_they_hold()
    {
        Trainer trainer = new(new() { Optimizer = new Sgd(0) }, _net.Parameters);
        Assert.Equal(Mean, trainer.Fit<Lesson>([new(10, 2), new(9, 1)], lesson => Loss(lesson.Loss)).Last.Loss, 1e-5f);
        Assert.Equal(Mean, trainer.Fit<LessonOnStack>([new(10, 2), new(9, 1)], lesson => Loss(lesson.Loss)).Last.Loss, 1e-5f);
        Assert.Equal(
            Mean, trainer.Fit([Tensor.Of([10, 10], [2, 1]), Tensor.Of([9], [1, 1])], x => (x + _net.Call(x)).Mean()).Last.Loss, 1e-5f);
        // Batches that say nothing count alike.
        Assert.Equal(9.5f, trainer.Fit([10f, 9f], x => (x + _net.Call(Tensor.Ones([1, 1]))).Mean()).Last.Loss);

        Tensor Loss(float loss) => loss + _net.Call(Tensor.Ones([1, 1])).Mean();
    }

    [Fact]
    public void Weights_of_classes_count_in_the_mean_too()
    {
        // Class 0 counts 3, class 1 counts 1: (3·10 + 3·10 + 1·9)/7.
        Dataset data = new([1, 1, 1], [1], [0, 0, 1], []);
        FitReport report = new Trainer(new() { Optimizer = new Sgd(0) }, _net.Parameters).Fit(
            _net, data, (outputs, targets) => (10 - targets) + (0 * outputs.Reshape(targets.Count)),
            new() { BatchSize = 2, ClassWeights = new(3, 1) });
        Assert.Equal(69f / 7, report.Last.Loss, 1e-5f);
    }

    [Theory]
    [InlineData(new[] { 2, 1 })]
    [InlineData(new[] { 1, 2 })]
    public void Gathered_batches_count_by_their_examples(int[] sizes)
    {
        // The gradient of the kernel is the mean of the inputs 1, 2 and 6: 3; by the means of batches it would be 3.75.
        Trainer trainer = new(new() { Optimizer = new Sgd(1) }, _net.Parameters);
        float[] inputs = sizes[0] == 2 ? [1, 2, 6] : [6, 1, 2];
        int first = 0;
        foreach (int size in sizes)
        {
            Tensor x = Tensor.Of(inputs[first..(first + size)], [size, 1]);
            trainer.Accumulate(batch => _net.Call(batch.Inputs).Mean(), new Batch(x, x));
            first += size;
        }

        trainer.Update();
        Assert.Equal(-3, _net.Parameters["dense/kernel"].Item(), 1e-6f);
    }

    [Fact]
    public void A_weight_can_be_said_where_a_batch_knows_none()
    {
        Trainer trainer = new(new() { Optimizer = new Sgd(1) }, _net.Parameters);
        Objective<float> objective = x => _net.Call(Tensor.Full([1, 1], x)).Mean();
        trainer.Accumulate(objective, 1.5f, weight: 2);
        trainer.Accumulate(objective, 6, weight: 1);
        trainer.Update();
        Assert.Equal(-3, _net.Parameters["dense/kernel"].Item(), 1e-6f);
    }

    [Fact]
    public void Gathering_batches_of_one_size_leaves_gradients_as_they_are()
    {
        Sequential other = new Sequential { new Dense(1, kernel: Initializer.Zeros) }.Build([1]);
        Run(_net, x => new Batch(x, x));
        Run(other, x => x.Item());
        Assert.Equal(other.Parameters.Values.ToArray(), _net.Parameters.Values.ToArray());

        static void Run<TBatch>(Sequential net, Func<Tensor, TBatch> batch)
        {
            Trainer trainer = new(new() { Optimizer = new Sgd(0.1f) }, net.Parameters);
            float x = 0;
            Objective<TBatch> objective = _ => Square(net.Call(Tensor.Full([1, 1], x)) - 0.7f).Mean();
            foreach (float input in (float[])[0.1f, 0.3f, 0.9f])
            {
                x = input;
                trainer.Accumulate(objective, batch(Tensor.Full([1, 1], input)));
            }

            trainer.Update();
        }
    }

    private Tensor Loss(Batch batch) => Abs(_net.Call(batch.Inputs) - batch.Targets).Mean();

    private sealed class Updates(List<double> weights) : TrainingCallback
    {
        public override void OnUpdate(FitContext fit, StepReport update) => weights.Add(update.Weight);
    }

    private sealed record Lesson(float Loss, int Examples) : IExampleBatch;

    private readonly record struct LessonOnStack(float Loss, int Examples) : IExampleBatch;
}
