using Epoche.Conformance;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training;

public sealed class SampleWeightTests
{
    private static readonly float[] s_weights = [2, 0, 1, 0.5f];

    // Inputs 1, 2, 3, 4, targets 0, a model that gives 2x: squared errors 4, 16, 36, 64.
    private static readonly Dataset s_data = new([1, 2, 3, 4], [1], [0, 0, 0, 0], [1]);

    // Keras: the sum of weighted losses through the number of examples: (2·4 + 0·16 + 1·36 + 0.5·64) / 4.
    [Fact]
    public void The_loss_is_the_sum_of_weighted_losses_through_the_number_of_examples()
    {
        Dataset weighted = s_data.WithWeights(s_weights);
        Assert.Equal(19, Twice().Evaluate(weighted, Squared).Loss, 1e-6);
        Assert.Equal(19, Twice().Evaluate(weighted, Squared, batchSize: 3).Loss, 1e-6);
        Assert.Equal(19, Twice().Evaluate(weighted, (y, t) => Square(y - t), batchSize: 3).Loss, 1e-6); // one number an element
        Assert.Equal(30, Twice().Evaluate(s_data, Squared).Loss, 1e-6);
        Assert.Equal(5, Twice().Evaluate(weighted, Squared, [new MeanAbsoluteError()]).Measurements[1].Value, 1e-6); // counts all alike
    }

    // d loss / d w = Σ weight·2·(w·x)·x / 4 = (2·1 + 9 + 0.5·16)·2·2 / 4 = 19, so a step of 0.1 leads to 2 − 1.9.
    [Fact]
    public void A_step_follows_the_weighted_gradient()
    {
        Sequential net = Twice();
        FitReport report = new Trainer(new() { Optimizer = new Sgd(0.1f) }, net.Parameters)
            .Fit(net, s_data.WithWeights(s_weights), Squared, new() { BatchSize = 4 });
        Assert.Equal(0.1, net.Parameters.Values[0], 1e-5);
        Assert.Equal(19, report.Last.Loss, 1e-5);
    }

    [Fact]
    public void Several_small_batches_make_exactly_the_large_one()
    {
        Assert.Equal(Fitted(batch: 4, together: 1), Fitted(batch: 1, together: 4), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(Fitted(batch: 4, together: 1), Fitted(batch: 3, together: 2), (a, b) => Math.Abs(a - b) < 1e-5);

        static float[] Fitted(int batch, int together)
        {
            Sequential net = Twice();
            new Trainer(new() { Optimizer = new Sgd(0.1f), Epochs = 2 }, net.Parameters).Fit(
                net, s_data.WithWeights(s_weights), Squared, new() { BatchSize = batch, BatchesPerUpdate = together });
            return net.Parameters.Values.ToArray();
        }
    }

    // Σ class·weight·loss / Σ class: the weights of examples are factors of losses, those of classes say what a mean is.
    [Fact]
    public void Weights_of_examples_and_of_classes_multiply()
    {
        Dataset data = new Dataset([1, 2, 3], [1], [0, 1, 1], []).WithWeights([1, 3, 0.5f]);
        Sequential net = new Sequential { new Dense(2) }.Build([1], seed: 1);
        double[] losses = [.. SoftmaxCrossEntropy(net.Call(data.Inputs()), data.Targets()).ToArray().Select(loss => (double)loss)];
        FitReport report = new Trainer(new() { Optimizer = new Sgd(0) }, net.Parameters).Fit(
            net, data, SoftmaxCrossEntropy, new() { ClassWeights = new ClassWeights(4, 1) });
        Assert.Equal(((4 * losses[0]) + (3 * losses[1]) + (0.5 * losses[2])) / (4 + 1 + 1), report.Last.Loss, 1e-5);
    }

    [Fact]
    public void Weights_come_along_into_subsets_splits_and_batches()
    {
        Dataset data = s_data.WithWeights(s_weights);
        Assert.Equal([0.5f, 2, 2], Weights(data.Select([3, 0, 0])));
        Assert.Equal([0, 2], Weights(data.Select([3, 1, 0]).Select([1, 2])));
        (Dataset training, Dataset validation) = data.Split(2, seed: 1);
        Assert.Equal(
            s_weights.Order(), Weights(training).Concat(Weights(validation)).Order());
        Assert.Equal([7, 8], Weights(data.Take(2).WithWeights([7, 8])));
        Assert.Equal([1, 1, 1, 1], Weights(s_data));
        Assert.Equal((true, false), (data.HasWeights, s_data.HasWeights));
        foreach (bool prefetch in (bool[])[false, true])
        {
            List<(float, float)> seen = [];
            foreach (Batch batch in new Batches(data, new() { Size = 3, Seed = 4, Prefetch = prefetch }))
            {
                seen.AddRange(batch.Inputs.ToArray().Zip(batch.Weights.ToArray()));
            }

            Assert.Equal([(1, 2), (2, 0), (3, 1), (4, 0.5f)], seen.Order());
        }
    }

    [Fact]
    public void A_weight_of_0_leaves_out_even_what_has_no_loss()
    {
        Batch batch = new(Tensor.Ones([2, 1]), Tensor.Ones([2, 1])) { Weights = Tensor.Of([0f, 3f]) };
        Assert.Equal(3, batch.Mean(Tensor.Of([float.PositiveInfinity, 2f])).Item());
        Assert.Equal(1.5f, (batch with { Weights = default }).Mean(Tensor.Of([1f, 2f])).Item());
    }

    [Theory]
    [InlineData(new float[] { 1, 2, 3 }, "Each of the 4 examples has a weight; received 3 weights. (Parameter 'weights')")]
    [InlineData(
        new float[] { 1, 2, -3, 1 },
        "The weight of an example is a finite number, 0 or more; that of example 2 is -3. (Parameter 'weights')")]
    [InlineData(
        new float[] { 1, float.NaN, 1, 1 },
        "The weight of an example is a finite number, 0 or more; that of example 1 is NaN. (Parameter 'weights')")]
    [InlineData(
        new float[] { 0, 0, 0, 0 }, "The weights of all 4 examples are 0, so nothing would be learned. (Parameter 'weights')")]
    public void What_is_no_weight_is_refused(float[] weights, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => s_data.WithWeights(weights)).Message);

    [Fact]
    public void A_loss_that_takes_the_mean_itself_is_refused()
    {
        Sequential net = Twice();
        Assert.Equal(
            "Weights of examples need one loss an example; received losses [] for 4 examples. Does the loss take the mean itself? "
            + "(Parameter 'losses')",
            Assert.Throws<ArgumentException>(() => net.Evaluate(s_data.WithWeights(s_weights), (y, t) => Squared(y, t).Mean())).Message);
    }

    [Fact]
    public void Steps_with_weights_allocate_nothing()
    {
        Sequential net = Twice();
        Trainer trainer = new(new() { Optimizer = new Sgd(1e-3f) }, net.Parameters);
        Batches batches = new(s_data.WithWeights(s_weights), new() { Size = 2 });
        Objective<Batch> loss = batch => batch.Mean(Squared(net.Call(batch.Inputs), batch.Targets));
        long step = 0;
        Assert.Equal(0, Allocations.InRound(() => trainer.Step(loss, batches.At(step++))));
    }

    [Fact]
    public void A_column_says_what_rows_of_a_table_count()
    {
        Table rows = new(
            TableColumn.Numbers("x", 1, 2, 3, 4), TableColumn.Numbers("y", 2, double.NaN, 1, 5), TableColumn.Numbers("w", 1, 2, 3, 4));
        Table Other(params double[] weights) => new(rows["x"], rows["y"], TableColumn.Numbers("w", weights));
        TablePreparation preparation = TablePreparation.ForNumber(rows, "y", TableFeature.Number("x"));
        TablePreparation series = TablePreparation.ForSeries(
            new Table(rows["x"], rows["w"]), "w", window: 2, horizon: 1, TableFeature.Number("x"));

        Assert.Equal([1, 3, 4], Weights(preparation.ToDataset(rows, weights: "w"))); // the second row has no target
        Assert.Equal([3, 4], Weights(series.ToDataset(rows, weights: "w")));
        Assert.Equal(
            "Column 'w' says what each row counts, a number of 0 or more; row 2 has -3. (Parameter 'rows')",
            Assert.Throws<ArgumentException>(() => preparation.ToDataset(Other(1, 2, -3, 4), "w")).Message);
        Assert.Equal(
            "Column 'w' says what each row counts, a number of 0 or more; row 0 has a missing cell. (Parameter 'rows')",
            Assert.Throws<ArgumentException>(() => preparation.ToDataset(Other(double.NaN, 2, 3, 4), "w")).Message);
    }

    private static float[] Weights(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(data.Weight)];

    private static Tensor Squared(Tensor y, Tensor t) => Square(y - t).Mean(1);

    private static Sequential Twice()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([1], seed: 1);
        net.Parameters["dense/kernel"].Span.Fill(2);
        return net;
    }
}
