using Epoche.Cli.Data;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Doubt;

/// <summary>Tries changes of a recipe. A change of prediction or refusal alone is tried on the recipe's own run.</summary>
/// <param name="text">The recipe.</param>
/// <param name="overrides">Settings that all share.</param>
/// <param name="seed">Their seed; null for the recipe's.</param>
/// <param name="runs">Where the runs are.</param>
internal sealed class AblationStudy(RecipeText text, IReadOnlyList<string> overrides, ulong? seed, KnownRuns runs)
{
    private const int NoiseImages = 1_000;

    /// <summary>What came of a change.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Forced">Accuracy where an answer is forced.</param>
    /// <param name="Coverage">The share of test images that is answered.</param>
    /// <param name="Accuracy">The share of right answers among them.</param>
    /// <param name="Noise">The share of uniform noise that is refused.</param>
    /// <param name="Letters">The share of letters that is refused.</param>
    internal sealed record Row(string Name, double Forced, double Coverage, double Accuracy, double Noise, double Letters);

    /// <summary>The rows; null where a training was interrupted or failed, whose exit code is then given.</summary>
    public IReadOnlyList<Row>? Run(IReadOnlyList<Ablation.Change> changes, out int exitCode)
    {
        BayesianRecipe[] recipes = [.. changes.Select(change => Read(change.Settings))];
        DataSetParts data = recipes[0].Data.Load();
        Tensor images = data.Alike.Examples.Inputs(), labels = data.Alike.Examples.Targets();
        DoubtSet[] sets = [.. new DoubtSets(recipes[0].Data.Name, recipes[0].Data.Image, images).All.Where(set => set.Name is "uniform" or "letters" && set.Images is not null)];
        List<Row> rows = [];
        exitCode = ExitCode.Success;
        for (int i = 0; i < recipes.Length; i++)
        {
            BayesianRecipe trained = Read(changes[i].Settings.Where(IsOfTraining));
            if (runs.Get(trained, $"{trained.Name}-ablation-{trained.Seed}", $"{changes[i].Name} ({i + 1} of {recipes.Length})", out exitCode) is not { } found)
            {
                return null;
            }

            Predictive predictive = DoubtingModel.Load(found.Run).Predictive;
            RefusalRule rule = Rule(recipes[i], predictive, data.Train);
            DoubtJudge judge = new(recipes[i], new DoubtingModel(predictive, rule));
            ExampleEvaluation test = judge.Evaluate(data.Alike.Examples, CancellationToken.None);
            double[] refused = [.. sets.Select(set => Refused(judge, rule, set.Images!()))];
            rows.Add(new Row(changes[i].Name, test.Accuracy, test.Measured(ExampleEvaluation.Coverage) ?? 0, test.Measured(ExampleEvaluation.AnsweredAccuracy) ?? double.NaN, refused[0], refused.ElementAtOrDefault(1)));
        }

        return rows;
    }

    public static IEnumerable<string> Table(IReadOnlyList<Row> rows) => TextTable.Lines(
    [
        ["change", "right when forced", "answered", "right of these", "noise refused", "letters refused"],
        .. rows.Select(row => (string[])[row.Name, Format.Accuracy(row.Forced), Format.Accuracy(row.Coverage), Format.Accuracy(row.Accuracy), Format.Accuracy(row.Noise), Format.Accuracy(row.Letters)]),
    ]);

    public static string Json(BayesianRecipe recipe, IReadOnlyList<Row> rows)
    {
        return JsonText.Object(json =>
        {
            json.WriteString("recipe", recipe.Name);
            json.WriteNumber("seed", recipe.Seed);
            json.WriteStartArray("rows");
            foreach (Row row in rows)
            {
                json.WriteStartObject();
                json.WriteString("change", row.Name);
                json.Finite("forced_accuracy", row.Forced);
                json.Finite("coverage", row.Coverage);
                json.Finite("accuracy", row.Accuracy);
                json.Finite("uniform_refused", row.Noise);
                json.Finite("letters_refused", row.Letters);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static RefusalRule Rule(BayesianRecipe recipe, Predictive predictive, Dataset examples)
    {
        (Dataset training, Dataset validation) = examples.Split(recipe.ValidationExamples, recipe.Seed);
        return Refusals.Calibrate(recipe, predictive, training, validation, CancellationToken.None);
    }

    private static double Refused(DoubtJudge judge, RefusalRule rule, Tensor images)
    {
        int count = Math.Min(NoiseImages, images.Length(0));
        Verdict[] verdicts = rule.Judge(judge.Predict(images.Slice(0, 0, count)));
        return (double)verdicts.Count(verdict => verdict.IsRefused) / count;
    }

    private static bool IsOfTraining(string setting) => !setting.StartsWith("prediction.", StringComparison.Ordinal) && !setting.StartsWith("refusal.", StringComparison.Ordinal);

    private BayesianRecipe Read(IEnumerable<string> settings) => (BayesianRecipe)RecipeReader.Read(text, [.. overrides, .. settings], seed);
}
