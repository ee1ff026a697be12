using Epoche.Conformance.Loop;

namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>Which weights are the best, and where they go.</summary>
public sealed class BestWeightsTests
{
    private readonly CountTraining _training = new();

    [Fact]
    public void A_higher_score_is_better_and_of_equal_ones_the_higher_second()
    {
        BestWeights best = new();

        Assert.Equal(
            [true, false, true, false, false, true], Offers(best, [new(1, 5), new(1, 4), new(1, 6), new(double.NaN), new(0, 99), new(2)]));
        Assert.Equal((6, 2), (best.Step, best.Evaluation!.Score.First));
    }

    [Fact]
    public void The_first_is_the_best_however_low()
    {
        BestWeights best = new();

        Assert.Equal(
            [false, true, false, true],
            Offers(best, [new(double.NaN), new(double.NegativeInfinity), new(double.NegativeInfinity), new(-1)]));
    }

    [Fact]
    public void A_change_below_the_least_does_not_count()
    {
        BestWeights best = new(leastChange: 0.5);

        // above the best by more than it
        Assert.Equal([true, false, false, false, true], Offers(best, [new(1), new(1.4), new(1.5), new(1.5, 9), new(1.6)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BestWeights(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BestWeights(double.NaN));
    }

    [Fact]
    public void The_first_on_another_scale_is_the_best_for_the_numbers_cannot_be_compared()
    {
        BestWeights best = new();
        _training.Advance();

        Assert.True(best.Offer(On("200 steps", 190), 1, _training.Weights));
        Assert.True(best.Offer(On("500 steps", 100), 2, _training.Weights));
        Assert.False(best.Offer(On("500 steps", 99), 3, _training.Weights));
        Assert.Equal(2, best.Step);

        static LoopEvaluation On(string scale, double score) => new(new Score(score), []) { Scale = scale };
    }

    [Fact]
    public void The_best_of_several_slabs_goes_into_a_clone_and_back_and_through_a_checkpoint()
    {
        MemoryCheckpoints checkpoints = new() { SavesEachStep = false };
        LoopOptions options = new()
        {
            Steps = 5, Evaluable = new TableEvaluable(i => new(i == 2 ? 9 : i)), EvaluateEvery = 1, Checkpoints = checkpoints,
        };
        TrainingLoop loop = new(Two(), options);
        loop.RunToEnd();
        TrainingLoop resumed = new(Two(), options);
        Assert.True(resumed.Resume());
        foreach (BestWeights best in (BestWeights[])[loop.Best, resumed.Best])
        {
            ParameterSlab first = Slab(), second = Slab();

            Assert.True(best.CopyTo(first, second));

            Assert.Equal((3, 3, -3, -3), (first.Values[0], first.Values[1], second.Values[0], second.Values[1]));
            Assert.Equal((3, 9), (best.Step, best.Evaluation!.Score.First));
            Assert.Contains(
                "slabs of 2, 2 numbers; received slabs of 2", Assert.Throws<ArgumentException>(() => best.CopyTo(first)).Message);
        }

        Assert.Equal(5, loop.Training.Weights[0].Slab.Values[0]); // training goes on from its own

        static CountTraining Two() => new() { Second = Slab() };
    }

    [Fact]
    public void Weights_of_another_size_replace_those_before()
    {
        BestWeights best = new();
        ParameterSlab small = Slab(), large = new([new ParameterInfo("weight", [3], 0, ParameterKind.Parameter, Decay: false)]);
        large.Values.Fill(7);

        best.Offer(new LoopEvaluation(new Score(1), []), 1, [new("", small)]);
        best.Offer(new LoopEvaluation(new Score(2), []), 2, [new("", large)]);
        large.Values.Clear();

        Assert.True(best.CopyTo(large));
        Assert.Equal([7, 7, 7], large.Values.ToArray());
    }

    [Fact]
    public void Without_weights_the_evaluation_is_kept_alone()
    {
        TrainingLoop loop = new(
            _training, new() { Steps = 3, Evaluable = new TableEvaluable(i => new(-i)), EvaluateEvery = 1, KeepBest = false });
        LoopReport[] reports = [.. loop.Run()];

        Assert.Equal([true, false, false], reports.Select(r => r.IsBest));
        Assert.Equal(1, loop.Best.Step);
        Assert.False(loop.Best.CopyTo(_training.Slab));
        Assert.Equal(3, _training.Slab.Values[0]);
    }

    [Fact]
    public void Before_the_first_evaluation_slabs_stay_as_they_are()
    {
        _training.Advance();

        Assert.False(new BestWeights().CopyTo(_training.Slab));

        Assert.Equal(1, _training.Slab.Values[0]);
    }

    private List<bool> Offers(BestWeights best, Score[] scores)
    {
        List<bool> offers = [];
        foreach (Score score in scores)
        {
            _training.Advance();
            offers.Add(best.Offer(new LoopEvaluation(score, []), _training.Step, _training.Weights));
        }

        return offers;
    }

    private static ParameterSlab Slab() => new([new ParameterInfo("weight", [2], 0, ParameterKind.Parameter, Decay: false)]);
}
