using System.Globalization;

namespace Epoche.Experiments.Tests.Data;

/// <summary>Recipes that learn from files of your own.</summary>
public sealed class OwnDataTests : IDisposable
{
    private const string Common = "optimizer: {kind: adam, learning_rate: 1e-2}\nnetwork: {hidden: [16]}\nbatch_size: 32\nseed: 1\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_CSV_file_becomes_a_classifier_whose_run_needs_the_file_no_more()
    {
        Rows("rows.csv", 400);

        ExperimentRun run = Train("kind: supervised\ndata: rows.csv\ntarget: sort\nepochs: 8\n" + Common);

        ExampleEvaluation evaluation = Assert.IsType<ExampleEvaluation>(run.Result!.Evaluation);
        Assert.Equal(("80 rows of rows.csv, held out by chance", 80), (evaluation.Set, evaluation.Examples));
        Assert.InRange(evaluation.Accuracy, 0.9, 1);
        Assert.Equal($"{evaluation}", $"{run.Evaluate().Evaluation}");
        File.Delete(_directory["rows.csv"]);
        Model model = Experiment.Open(run.Folder.Path).LoadModel();
        Assert.Equal(["large", "small"], model.Info.Labels);
        float[] logits = model.Predict(model.Info.Table!.Rows(new Dictionary<string, string?> { ["a"] = "9", ["b"] = "x" })).ToArray();
        Assert.True(logits[0] > logits[1], "9 is large");
    }

    [Fact]
    public void Several_files_one_after_another_become_a_regression_with_intervals()
    {
        Rows("one.csv", 800);
        Rows("two.csv", 800);
        const string recipe =
            "kind: regression\ndata: [one.csv, two.csv]\ntarget: a\ncolumns: [b, noise, sort]\nepochs: 6\ninterval: 0.8\n";

        ExperimentRun run = Train(recipe + Common);

        NumberEvaluation evaluation = Assert.IsType<NumberEvaluation>(run.Result!.Evaluation);
        Assert.InRange(evaluation.RSquared, 0.6, 1);
        Assert.InRange(evaluation.Measured(NumberEvaluation.IntervalCoverage)!.Value, 0.7, 0.9);
        Assert.InRange(evaluation.Measured(NumberEvaluation.IntervalWidth)!.Value, 2, 7);
        Assert.Equal($"{evaluation}", $"{Experiment.Open(run.Folder.Path).Evaluate().Evaluation}");
        Assert.Equal(0.8, IntervalFile.Load(run.Folder.ModelPath).Guarantee!.Level, 1e-9);
        Assert.Equal(320, evaluation.Pairs.Count);
        Assert.InRange(evaluation.Pairs.Average(pair => Math.Abs(pair.True - pair.Predicted)), 0.1, 2.5);
        string report = File.ReadAllText(Path.Combine(run.Folder.Path, "report.html"));
        Assert.All((string[])[">R²<", ">MAE<", "Predicted and true numbers"], title => Assert.Contains(title, report));
        Assert.True(File.Exists(Path.Combine(run.Folder.Path, "predictions.png")));
        Assert.Contains(_directory["two.csv"], File.ReadAllText(run.Folder.RecipePath), StringComparison.Ordinal);
    }

    // Rows whose weight is 0 are labelled the other way round.
    [Fact]
    public void A_column_says_what_rows_count_and_is_not_learned_from()
    {
        Rows("rows.csv", 400);
        string[] lines = File.ReadAllLines(_directory["rows.csv"]);
        File.WriteAllLines(_directory["weighed.csv"], lines.Select((line, i) => i == 0 ? line + ",w"
            : i % 3 == 0 ? line + ",2" : line.Replace(line.EndsWith("small", StringComparison.Ordinal) ? "small" : "large",
                line.EndsWith("small", StringComparison.Ordinal) ? "large" : "small", StringComparison.Ordinal) + ",0"));

        ExperimentRun run = Train("kind: supervised\ndata: weighed.csv\ntarget: sort\nweights: w\nepochs: 8\n" + Common);

        Model model = run.LoadModel();
        Assert.Equal(["a", "b", "noise"], model.Info.Table!.Columns);
        float[] logits = model.Predict(model.Info.Table.Rows(new Dictionary<string, string?> { ["a"] = "9", ["b"] = "x" })).ToArray();
        Assert.True(logits[0] > logits[1], "9 is large, by the rows that count");
        Assert.Contains("unknown key 'weights'", Assert.Throws<ConfigurationException>(() => Experiment.Load(Recipe(
            "kind: supervised\ndata: digits\nweights: w\n" + Common))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_interrupted_and_resumed_to_the_same_bits()
    {
        Rows("rows.csv", 400);
        const string recipe = "kind: regression\ndata: rows.csv\ntarget: a\nepochs: 6\n" + Common;
        ExperimentRun whole = Train(recipe);
        using Canceller canceller = new(step: 20);

        ExperimentRun part = Experiment.Load(Recipe(recipe))
            .Run(_directory["runs"], "part", new() { Progress = canceller }, canceller.Token);
        Assert.Equal(RunStatus.Interrupted, part.Result!.Status);
        ExperimentRun resumed = Experiment.Open(part.Folder.Path).Resume();

        Assert.Equal(whole.Result!.WeightsSha256, resumed.Result!.WeightsSha256);
        Assert.Equal($"{whole.Result.Evaluation}", $"{resumed.Result.Evaluation}");
    }

    [Fact]
    public void Folders_of_pictures_become_a_classifier_of_their_names()
    {
        foreach ((string name, byte light) in new[] { ("day", (byte)200), ("night", (byte)30) })
        {
            Directory.CreateDirectory(_directory[$"pictures/{name}"]);
            for (int i = 0; i < 20; i++)
            {
                byte[] pixels = [.. Enumerable.Range(0, 16).Select(pixel => (byte)(light + ((pixel * i) % 20)))];
                File.WriteAllBytes(_directory[$"pictures/{name}/{i:D2}.png"], Png.Encode(new PixelImage(4, 4, 1, pixels)));
            }
        }

        ExperimentRun run = Train("kind: supervised\ndata: pictures/\nepochs: 20\n" + Common);

        ExampleEvaluation evaluation = Assert.IsType<ExampleEvaluation>(run.Result!.Evaluation);
        Assert.Equal((8, 1.0, "8 pictures of pictures, held out by chance"), (evaluation.Examples, evaluation.Accuracy, evaluation.Set));
        Assert.Equal(["day", "night"], run.LoadModel().Info.Labels);
    }

    [Theory]
    [InlineData("target: sort\ndata: gone.csv", "data must name a data set (digits, letters, mnist), a CSV file; '{0}' is not there")]
    [InlineData(
        "target: sort\ndata: rwos.csv",
        "data must name a data set (digits, letters, mnist), a CSV file; '{1}' is not there; did you mean '{2}'?")]
    [InlineData("target: srot\ndata: rows.csv", "target names the column 'srot', which is not in the file; "
        + "its columns are a, b, noise, sort; did you mean 'sort'?")]
    [InlineData("target: sort\ndata: rows.csv\ncolumns: [c]", "columns names the column 'c', which is not in the file; "
        + "its columns are a, b, noise, sort")]
    [InlineData("target: sort\ndata: rows.csv\norder_by: a\ngroup_by: b", "group_by cannot be beside order_by; leave one out")]
    [InlineData("target: sort\ndata: rows.csv\nweights: nois", "weights names the column 'nois', which is not in the file; "
        + "its columns are a, b, noise, sort; did you mean 'noise'?")]
    [InlineData("target: sort\ndata: rows.csv\nweights: sort", "weights cannot be used: Column 'sort' says what each row counts, "
        + "a number of 0 or more; row 0 has small. (Parameter 'rows')")]
    [InlineData("target: sort\ndata: []", "data must name at least one file; received an empty list")]
    public void An_error_names_the_key(string keys, string message)
    {
        Rows("rows.csv", 40);

        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => Experiment.Load(Recipe($"kind: supervised\n{keys}\nepochs: 1\n" + Common)));

        object[] paths = [.. ((string[])["gone.csv", "rwos.csv", _directory["rows.csv"]]).Select(Path.GetFullPath)];
        string expected = string.Format(CultureInfo.InvariantCulture, message, paths);
        Assert.EndsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_needs_rows()
    {
        Rows("rows.csv", 40);

        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => Experiment.Load(Recipe("kind: regression\ndata: rows.csv\ntarget: a\ninterval: 0.9\n" + Common)));

        Assert.EndsWith(
            "interval of 0.9 needs 18 validation_examples at least, half of which choose the epoch; there are 6", error.Message,
            StringComparison.Ordinal);
    }

    private ExperimentRun Train(string recipe) =>
        Experiment.Load(Recipe(recipe)).Run(_directory["runs"], cancellation: TestContext.Current.CancellationToken);

    private string Recipe(string text)
    {
        File.WriteAllText(_directory["own.yaml"], text);
        return _directory["own.yaml"];
    }

    // a from 0 to 10, of which sort is a rough guess; b and noise say little, and are missing here and there.
    private void Rows(string name, int count)
    {
        Rng random = Rng.Stream((ulong)name.Length, name);
        List<string> lines = ["a,b,noise,sort"];
        for (int i = 0; i < count; i++)
        {
            double a = Math.Round(10 * random.NextDouble(), 2);
            string noise = random.NextInt(10) == 0 ? "" : random.NextInt(100).ToString(CultureInfo.InvariantCulture);
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"{a},{(i % 9 == 0 ? "" : i % 2 == 0 ? "x" : "y")},{noise},{(a > 5 ? "large" : "small")}"));
        }

        File.WriteAllLines(_directory[name], lines);
    }
}
