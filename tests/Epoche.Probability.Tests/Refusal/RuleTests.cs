namespace Epoche.Probability.Tests.Refusal;

public sealed class RuleTests
{
    // Four draws of three classes for two examples.
    private static readonly Prediction s_two = new(Tensor.Of(
        [
            0.6f, 0.3f, 0.1f, 1 / 3f, 1 / 3f, 1 / 3f,
            0.5f, 0.4f, 0.1f, 1, 0, 0,
            0.4f, 0.5f, 0.1f, 0, 1, 0,
            0.7f, 0.2f, 0.1f, 0, 0, 1,
        ],
        [4, 2, 3]));

    /// <summary>Medians by hand: (0.55, 0.35, 0.1) and (1/6, 1/6, 1/6).</summary>
    [Fact]
    public void The_reference_rule_answers_classes_whose_median_exceeds_a_fifth()
    {
        Verdict[] verdicts = new MedianRule().Decide(s_two);

        Assert.Equal([0, 1], verdicts[0].Classes);
        Assert.Equal("0 or 1", verdicts[0].ToString());
        Assert.Null(verdicts[0].Answer);
        Assert.Equal(0.45f, verdicts[0].Doubt, 1e-6f);
        Assert.True(verdicts[1].IsRefused);
        Assert.Equal("I don't know", verdicts[1].ToString());
        Assert.Equal(
            "Answers every class whose median probability over the draws exceeds 0.2; where none does, refuses.", new MedianRule().Meaning);
    }

    /// <summary>The 10th percentile of 0.4, 0.5, 0.6, 0.7 lies at place 0.3 of 0 … 3: 0.43, as numpy.percentile says.</summary>
    [Fact]
    public void Percentiles_are_interpolated()
    {
        Assert.Equal(0, new PercentileRule(10, 0.42f).Decide(s_two)[0].Answer);
        Verdict strict = new PercentileRule().Decide(s_two)[0];
        Assert.True(strict.IsRefused);
        Assert.Equal(0.57f, strict.Doubt, 1e-6f);
        Assert.Equal(
            "Answers every class whose percentile 10 probability over the draws exceeds 0.5; where none does, refuses.",
            new PercentileRule().ToString());
    }

    [Fact]
    public void A_threshold_separates_answers_from_refusals()
    {
        ThresholdRule rule = new(new MaxProbability(), 0.5f);
        Verdict[] verdicts = rule.Decide(s_two);

        Assert.Equal(0, verdicts[0].Answer);
        Assert.Equal(0.45f, verdicts[0].Doubt, 1e-6f);
        Assert.True(verdicts[1].IsRefused);
        Assert.Null(rule.Guarantee);
        Assert.Equal("Answers the most probable class where the doubt 'max_probability' is at most 0.5, else refuses.", rule.Meaning);
    }

    [Fact]
    public void A_prediction_set_may_name_several_classes_and_refuses_what_is_too_long()
    {
        PredictionSetRule rule = new(new LeastAmbiguousSet(), 0.67f, mostClasses: 2);
        Assert.Equal([0, 1], rule.Decide(s_two)[0].Classes);
        Assert.True(rule.Decide(s_two)[1].IsRefused); // three classes of a third each
        Assert.True(new PredictionSetRule(new LeastAmbiguousSet(), 0.3f, 2).Decide(s_two)[0].IsRefused); // none
        Assert.Equal([0, 1, 2], new PredictionSetRule(new LeastAmbiguousSet(), 1, 3).Decide(s_two)[0].Classes);
    }

    /// <summary>
    /// Of (0.5, 0.2, 0.3): the mass above each class is 0, 0.8, 0.5; ranks 1, 3, 2 cost 0, 0.2 and 0.1 with weight 0.1 beyond the first.
    /// </summary>
    [Fact]
    public void Set_scores_have_the_values_of_their_definitions()
    {
        float[] p = [0.5f, 0.2f, 0.3f], scores = new float[3];
        new LeastAmbiguousSet().Score(p, scores);
        Assert.Equal([0.5f, 0.8f, 0.7f], scores, Near);
        new AdaptiveSet().Score(p, scores);
        Assert.Equal([0, 0.8f, 0.5f], scores, Near);
        new AdaptiveSet(0.1f).Score(p, scores);
        Assert.Equal([0, 1, 0.6f], scores, Near);
    }

    [Fact]
    public void Bad_numbers_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PercentileRule(101));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MedianRule(1));
        Assert.Throws<ArgumentException>(() => new ThresholdRule(new MaxProbability(), float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PredictionSetRule(new AdaptiveSet(), 0.5f, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveSet(-1));
    }

    [Fact]
    public void A_custom_doubt_has_a_number_for_each_example()
    {
        Prediction two = new(Tensor.Of([0.5f, 0.5f, 0.9f, 0.1f], [1, 2, 2]));
        const string Message = "The doubt 'short' gives 1 numbers for 2 examples; expected one for each.";

        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => new ThresholdRule(new Short(), 1).Decide(two)).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => ThresholdRule.ForCoverage(new Short(), two, 0.5)).Message);
    }

    private sealed class Short : DoubtScore
    {
        public override string Name => "short";

        public override float[] Score(Prediction prediction) => [0];
    }

    private static bool Near(float a, float b) => MathF.Abs(a - b) < 1e-6f;
}
