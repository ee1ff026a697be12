namespace Epoche.Learning.Tests.Metrics;

public sealed class RegressionMetricTests
{
    private static readonly float[] s_outputs = [2.5f, 0, 2, 8], s_targets = [3, -0.5f, 2, 7];

    /// <summary>The example of scikit-learn's pages: mean_absolute_error 0.5, mean_squared_error 0.375, r2_score 0.948….</summary>
    [Theory]
    [InlineData("mae", 0.5)]
    [InlineData("rmse", 0.61237243569579447)]
    [InlineData("r2", 0.94860813704496794)]
    public void They_give_what_scikit_learn_prints(string name, double expected)
    {
        Metric whole = Make(name), parts = Make(name);
        parts.Add(Tensor.Of([9]), Tensor.Of([1]));
        parts.Reset();

        whole.Add(Tensor.Of(s_outputs), Tensor.Of(s_targets));
        parts.Add(Tensor.Of(s_outputs.AsSpan(0, 1)), Tensor.Of(s_targets.AsSpan(0, 1)));
        parts.Add(Tensor.Of(s_outputs.AsSpan(1)), Tensor.Of(s_targets.AsSpan(1)));

        Assert.Equal(4, whole.Examples);
        Assert.Equal(expected, whole.Value, 14);
        Assert.Equal(whole.Value, parts.Value, 14);
    }

    /// <summary>By hand: the mean of the targets explains nothing; targets near 10⁶ keep their digits.</summary>
    [Fact]
    public void R_squared_is_0_for_the_mean_of_the_targets_however_large_they_are()
    {
        RSquared score = new();
        score.Add(Tensor.Of([1_000_001, 1_000_001, 1_000_001]), Tensor.Of([1_000_000, 1_000_001, 1_000_002]));
        Assert.Equal(0, score.Value);

        score.Reset();
        score.Add(Tensor.Of([1, 2]), Tensor.Of([3, 3]));
        Assert.True(double.IsNaN(score.Value)); // nothing varies, so there is nothing to explain
    }

    [Fact]
    public void Several_numbers_an_example_count_each()
    {
        MeanAbsoluteError error = new();
        error.Add(Tensor.Of(new float[,] { { 1, 2 }, { 3, 4 } }), Tensor.Of(new float[,] { { 1, 2 }, { 3, 8 } }));
        Assert.Equal((2, 1), (error.Examples, error.Value));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        MeanAbsoluteError error = new();
        Assert.Equal("The metric 'mae' has seen no example.", Assert.Throws<InvalidOperationException>(() => error.Value).Message);
        Assert.Equal(
            "The metric 'mae' compares number by number, so outputs and targets have one shape [batch, …]; received [2, 1] and [2]. "
                + "Reshape one of them; a last axis of 1 is the usual cause.",
            Assert.Throws<ArgumentException>(() => error.Add(Tensor.Zeros([2, 1]), Tensor.Zeros([2]))).Message);
        Assert.Equal(
            "The metric 'mae' cannot evaluate NaN; output 1 of the batch is. (Parameter 'outputs')",
            Assert.Throws<ArgumentException>(() => error.Add(Tensor.Of([1, 2, float.NaN, 4], [2, 2]), Tensor.Zeros([2, 2]))).Message);
        Assert.Equal(
            "The metric 'mae' cannot evaluate NaN; target 0 of the batch is. (Parameter 'targets')",
            Assert.Throws<ArgumentException>(() => error.Add(Tensor.Zeros([1]), Tensor.Of([float.NaN]))).Message);
        Assert.Equal(0, error.Examples); // a batch that was refused leaves no trace
    }

    /// <summary>Errors 1 and −2 of the quantile 0.75: (0.75 · 1 + 0.25 · 2)/2.</summary>
    [Fact]
    public void The_pinball_loss_weighs_errors_by_their_side()
    {
        PinballLoss loss = new(0.75f);
        loss.Add(Tensor.Of([1, 5]), Tensor.Of([2, 3]));
        Assert.Equal(("pinball_0.75", 0.625), (loss.Name, loss.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PinballLoss(1));
    }

    private static Metric Make(string name) =>
        ((Metric[])[new MeanAbsoluteError(), new RootMeanSquaredError(), new RSquared()]).Single(metric => metric.Name == name);
}
