using Epoche.Learning.Tests.Data;

namespace Epoche.Experiments.Tests.Doubt;

/// <summary>
/// The recipe <c>refuse</c> as it is shipped, trained in full: it answers what people write plainly, and refuses what is no digit.
/// </summary>
public sealed class PlainDigitsTests
{
    private const ulong Seed = 5;

    [Fact]
    [Trait("category", "soak")]
    public void Plain_digits_are_answered_letters_and_noise_are_not()
    {
        using TemporaryDirectory directory = new();
        ExperimentRun run = Experiment.Load("refuse").Run(directory.Path);
        RefusingClassifier classifier = run.Capability<IRefuses>()!.LoadClassifier(run.Folder);

        Verdict[] Answer(Tensor images) => [.. classifier.Rule.Decide(classifier.Predict(images))];
        double Refused(Tensor images) => Answer(images).Average(verdict => verdict.IsRefused ? 1.0 : 0);

        Verdict[] hands = Answer(Tensor.Of([.. PlainHand.All.SelectMany(hand => hand.Digits.SelectMany(ink => ink))], [8 * 10, 784]));
        for (int digit = 0; digit < 10; digit++)
        {
            Verdict[] eight = [.. Enumerable.Range(0, 8).Select(hand => hands[(hand * 10) + digit])];
            Assert.True(
                eight.Count(verdict => verdict.IsRefused) <= 1,
                $"of eight plain {digit} {eight.Count(verdict => verdict.IsRefused)} are refused");
            Assert.All(eight.Where(verdict => !verdict.IsRefused), verdict => Assert.Equal($"{digit}", $"{verdict}"));
        }

        Tensor digits = DrawnCharacters.Digits(2_000, Seed).Inputs();
        Assert.InRange(Refused(digits), 0.03, 0.07); // 5 %
        Assert.InRange(Refused(DrawnCharacters.Letters(4_000, Seed).Inputs()), 0.9, 1);
        foreach (string noise in (string[])["uniform", "gaussian", "bernoulli", "shuffled", "grey"])
        {
            Assert.Equal(1, Refused(new DoubtImages(digits, classifier.Data.Image, Seed).Make(noise)));
        }
    }
}
