using Epoche.Cli.Doubt;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Learning.Tests.Data;

namespace Epoche.Cli.Tests;

/// <summary>The recipe <c>refuse</c> as it is shipped, trained in full: it answers what people write plainly, and refuses what is no digit.</summary>
public sealed class PlainDigitsTests
{
    private const ulong Seed = 5;

    [Fact]
    [Trait("category", "soak")]
    public void Plain_digits_are_answered_letters_and_noise_are_not()
    {
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of("train", "refuse", "--name", "refuse", "--runs", directory.Path);
        Assert.True(run.ExitCode == 0, run.Error);
        RunFolder folder = RunFolder.Open(directory["refuse"]);
        BayesianRecipe recipe = Classifiers.RecipeOf(folder);
        DoubtingModel model = DoubtingModel.Load(folder);

        Verdict[] Judge(Tensor images) => [.. model.Rule.Judge(new DoubtJudge(recipe, model).Predict(images))];
        double Refused(Tensor images) => Judge(images).Average(verdict => verdict.IsRefused ? 1.0 : 0);

        Verdict[] hands = Judge(Tensor.Of([.. PlainHand.All.SelectMany(hand => hand.Digits.SelectMany(ink => ink))], [8 * 10, 784]));
        for (int digit = 0; digit < 10; digit++)
        {
            Verdict[] eight = [.. Enumerable.Range(0, 8).Select(hand => hands[(hand * 10) + digit])];
            Assert.True(eight.Count(verdict => verdict.IsRefused) <= 1, $"of eight plain {digit} {eight.Count(verdict => verdict.IsRefused)} are refused");
            Assert.All(eight.Where(verdict => !verdict.IsRefused), verdict => Assert.Equal($"{digit}", $"{verdict}"));
        }

        Tensor digits = DrawnCharacters.Digits(2_000, Seed).Inputs();
        Assert.InRange(Refused(digits), 0.03, 0.07); // 5 %
        Assert.InRange(Refused(DrawnCharacters.Letters(4_000, Seed).Inputs()), 0.9, 1);
        foreach (string noise in (string[])["uniform", "gaussian", "bernoulli", "shuffled", "grey"])
        {
            Assert.Equal(1, Refused(new DoubtImages(digits, recipe.Data.Image, Seed).Make(noise)));
        }
    }
}
