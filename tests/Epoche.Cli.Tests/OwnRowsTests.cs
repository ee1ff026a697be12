using System.Globalization;
using System.Text.Json;
using Epoche.Cli.Tests.Pages;
using Epoche.Samples.Tests;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche classify RUN rows.csv</c>: what runs that learned from a table say of the rows of another.</summary>
public sealed class OwnRowsTests(OwnRowsTests.Runs runs) : IClassFixture<OwnRowsTests.Runs>
{
    private const string New = "a,b\n1,x\n9,y\n,never seen\n";

    [Fact]
    public void A_classifier_answers_each_row_with_a_class_and_its_probability()
    {
        CliRun call = CliRun.Of("classify", runs.Of("supervised"), runs.File("new.csv", New));

        Assert.True(call.ExitCode == 0, call.Error);
        string[] lines = call.Out.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^row 1: small  \d+\.\d %$", lines[0]);
        Assert.Matches(@"^row 2: large  \d+\.\d %$", lines[1]);
    }

    [Fact]
    public void A_regression_answers_with_a_number_and_its_interval()
    {
        string file = runs.File("sizes.csv", "sort,b\nsmall,x\nlarge,y\n");

        CliRun call = CliRun.Of("classify", runs.Of("regression"), file, "--json");

        Assert.True(call.ExitCode == 0, call.Error);
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        Assert.Equal(runs.Of("regression"), json.RootElement.GetProperty("run").GetString());
        JsonElement[] rows = [.. json.RootElement.GetProperty("rows").EnumerateArray()];
        double[] numbers = [.. rows.Select(row => double.Parse(row.GetProperty("answer").GetString()!, CultureInfo.InvariantCulture))];
        Assert.InRange(numbers[0], 1, 4); // a is 0 to 5 where sort is small, 5 to 10 where it is large
        Assert.InRange(numbers[1], 6, 9);
        Assert.All(rows.Zip(numbers), row => Assert.InRange(
            row.Second, row.First.GetProperty("low").GetDouble(), row.First.GetProperty("high").GetDouble()));
        Assert.Equal([1, 2], rows.Select(row => row.GetProperty("row").GetInt32()));
        Assert.All(rows, row => Assert.Equal(file, row.GetProperty("file").GetString()));
        Assert.Contains($"row 1: {rows[0].GetProperty("answer").GetString()}  [", call.Error);
    }

    [Fact]
    public void Who_may_refuse_says_so_with_an_exit_code_of_its_own()
    {
        CliRun call = CliRun.Of("classify", runs.Of("bayesian"), runs.File("halves.csv", "a,b\n5,x\n0.5,x\n"), "--json");

        Assert.True(call.ExitCode == 3, call.Error);
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        JsonElement[] rows = [.. json.RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal([true, false], rows.Select(row => row.GetProperty("refused").GetBoolean()));
        Assert.Equal("small", rows[1].GetProperty("answer").GetString());
        Assert.Equal(1, rows[1].GetProperty("probabilities").EnumerateObject().Sum(label => label.Value.GetDouble()), 1e-5);
    }

    [Fact]
    public void Rows_of_several_files_come_with_the_name_of_their_file()
    {
        string one = runs.File("one.csv", "a,b\n1,x\n"), two = runs.File("two.csv", "b,a\nx,9\n"); // columns in any order

        string[] lines = CliRun.Of("classify", runs.Of("supervised"), one, two).Out.ReplaceLineEndings("\n").Split('\n');

        Assert.StartsWith($"{one} row 1: small", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{two} row 1: large", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_that_were_learned_from_are_not_needed()
    {
        using TemporaryDirectory moved = new();
        foreach (string path in Directory.EnumerateFiles(runs.Of("regression"), "*", SearchOption.AllDirectories))
        {
            string to = moved[Path.GetRelativePath(runs.Of("regression"), path)];
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }

        string file = runs.File("size.csv", "sort,b\nsmall,x\n");

        Assert.Equal(CliRun.Of("classify", runs.Of("regression"), file).Out, CliRun.Of("classify", moved.Path, file).Out);
    }

    [Fact]
    public void The_recipe_of_the_page_about_regression_gives_prices_with_intervals()
    {
        Fence recipe = Assert.Single(Fence.On(PageCommand.Root, "docs/regression.md"), block => block.Language == "yaml");
        string file = runs.File("houses.yaml", recipe.Text), rows = runs.File("houses.csv", Houses(600));

        CliRun train = CliRun.Of("train", file, "--runs", runs.Path, "--json", "--quiet");
        CliRun call = CliRun.Of("classify", System.IO.Path.Combine(runs.Path, "houses-0"), rows);

        Assert.True(train.ExitCode == 0, train.Error);
        using JsonDocument json = JsonDocument.Parse(train.LastLine);
        JsonElement evaluation = json.RootElement.GetProperty("evaluation");
        Assert.InRange(evaluation.GetProperty("r2").GetDouble(), 0.8, 1);
        Assert.InRange(evaluation.GetProperty("interval_coverage").GetDouble(), 0.75, 1); // of 120 rows, by 48 others
        string[] lines = call.Out.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(600, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^row \d+: [\d.]+  \[-?[\d.]+, [\d.]+\]$", line));
    }

    [Fact]
    public void What_does_not_fit_is_an_error_that_names_file_and_column()
    {
        string without = runs.File("without.csv", "b\nx\n");

        CliRun.Of("classify", runs.Of("supervised"), without)
            .AssertFailed(1, $"{without}: line 1: expected a column 'a'; found the columns b");
    }

    private static string Houses(int count)
    {
        Rng random = Rng.Stream(1, "houses");
        return "area,garden,price\n" + string.Concat(Enumerable.Range(0, count).Select(_ =>
        {
            (float area, bool garden) = (random.NextSingle(40, 240), random.NextBoolean(0.3));
            float price = ((garden ? 3.4f : 3) * area) + random.NextNormal(0, 0.2f * area);
            return string.Create(CultureInfo.InvariantCulture, $"{area:F0},{(garden ? "yes" : "no")},{price:F1}\n");
        }));
    }

    /// <summary>One run of each kind, from 400 rows.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public Runs()
        {
            Rng random = new(1);
            System.IO.File.WriteAllLines(_directory["rows.csv"], ["a,b,sort", .. Enumerable.Range(0, 400).Select(_ =>
            {
                double a = Math.Round(10 * random.NextDouble(), 2);
                return string.Create(
                    CultureInfo.InvariantCulture, $"{a},{(random.NextBoolean() ? "x" : "y")},{(a > 5 ? "large" : "small")}");
            })]);
            Train("supervised", "target: sort");
            Train("regression", "target: a\ninterval: 0.8");
            Train("bayesian", "target: sort\ninference: ensemble\nrefusal: {rule: threshold, scores: {entropy: 1}, coverage: 0.8}");
        }

        public string Path => _directory.Path;

        public string Of(string kind) => _directory[$"{kind}-1"];

        public string File(string name, string text)
        {
            System.IO.File.WriteAllText(_directory[name], text);
            return _directory[name];
        }

        public void Dispose() => _directory.Dispose();

        private void Train(string kind, string keys)
        {
            string recipe = File($"{kind}.yaml", $$"""
                kind: {{kind}}
                data: rows.csv
                {{keys}}
                epochs: 20
                batch_size: 32
                seed: 1
                network: {hidden: [16]}
                optimizer: {kind: adam, learning_rate: 1e-2}
                """);
            CliRun train = CliRun.Of("train", recipe, "--runs", _directory.Path, "--quiet");
            Assert.True(train.ExitCode == 0, train.Error);
        }
    }
}
