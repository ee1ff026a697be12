using Epoche.Conformance.Loop;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>Every training of this library by <see cref="TrainingKit"/>.</summary>
public sealed class TrainingKitTests
{
    [Fact]
    public void SupervisedTraining_passes() => TrainingKit.Check(new(() => TrainingCases.Supervised())
    {
        Others =
        [
            () => TrainingCases.Supervised(optimizer: new Sgd(0.1f)), () => TrainingCases.Supervised(TrainingCases.Small()),
            () => TrainingCases.Sequence(), () => TrainingCases.Fit(isStateful: true),
            () => TrainingCases.Supervised(batch: 5), () => TrainingCases.Supervised(seed: 3),
        ],
    });

    [Fact]
    public void SupervisedTraining_is_left_alone_by_evaluations_and_by_others_who_read_its_batches()
    {
        Sequential? net = null;
        TrainingKit.Check(new(() => TrainingCases.Supervised(net = TrainingCases.Net()))
        {
            Evaluate = _ => net!.Evaluate(TrainingCases.Data, SoftmaxCrossEntropy, []),
        });
    }

    [Fact]
    public void SequenceTraining_passes() => TrainingKit.Check(new(() => TrainingCases.Sequence())
    {
        Advances = 23, // of 24
        Others = [() => TrainingCases.Sequence(epochs: 3), () => TrainingCases.Supervised(), () => new SequenceTraining(
            2, TrainingCases.Supervised(), TrainingCases.Supervised())],
    });

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    public void FitTraining_passes(bool isStateful, int batchesPerUpdate) =>
        TrainingKit.Check(new(() => TrainingCases.Fit(isStateful, batchesPerUpdate))
    {
        StateHoldsTimes = true,
        SteadyAfter = isStateful ? 13 : null, // the enumerator of another's data is another's
        Others = [() => TrainingCases.Supervised()],
    });

    [Fact]
    public void A_sequence_ends_each_training_after_its_epochs()
    {
        SequenceTraining sequence = TrainingCases.Sequence(epochs: 2);
        List<(int, long)> course = [];
        while (sequence.Epochs < sequence.TotalEpochs)
        {
            sequence.Advance();
            course.Add((sequence.Latest, sequence.Parts[sequence.Latest].Step));
        }

        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (i / 8, (i % 8) + 1L))], course);
        Assert.Contains(
            "All 3 trainings of the sequence have made their 2 epochs", Assert.Throws<InvalidOperationException>(sequence.Advance).Message);
    }
}
