using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Epoche.Samples.Tests;

public sealed partial class SampleTests
{
    // Each sample with what its last line must say: a number, and the range it must lie in.
    private static readonly Dictionary<string, (string Line, double Low, double High)> s_outcomes = new()
    {
        ["Act.cs"] = (@"^by forces: return [\d.]+, at the top after (\d+) steps", 60, 300),
        ["Addition.cs"] = (@"^of \d+ sums that it has not seen ([\d.]+)% right", 99, 100),
        ["AnyLength.cs"] = (@"^of other lines ([\d.]+)% right", 95, 100),
        ["Classify.cs"] = (@"macro F1 on new points ([\d.]+)", 0.85, 1),
        ["Coverage.cs"] = (@"^of 90 promised in 100 there were ([\d.]+)$", 89.1, 91.2),
        ["CrossValidation.cs"] = (@"^R² of five folds ([\d.]+) ± 0\.\d+", 0.9, 1),
        ["CsvRegression.cs"] = (@"mean error on new houses ([\d.]+)", 0, 6),
        ["Customers.cs"] = (@"^24 years .*, premium: leaves with (\d+) %$", 5, 60),
        ["Dagger.cs"] = (@"^of 200 answers: .* balances (\d+) steps longer", 150, 450),
        ["Digits.cs"] = (@"^of 2,000 other digits ([\d.]+)% right", 95, 100),
        ["Distillation.cs"] = (@"^the teacher brought ([\d.]+) points", 1, 30),
        ["Doubt.cs"] = (@"of letters ([\d.]+)% refused", 50, 100),
        ["Engine.cs"] = (@"^(\d+) 0\.\d+ 0\.\d+$", 42, 42),
        ["EntityEmbeddings.cs"] = (@"^of others, ([\d.]+) off, where the mean of all receipts is", 10, 20),
        ["FineTune.cs"] = (@"so they brought ([\d.]+) points", 3, 30),
        ["Folds.cs"] = (@"^area under the curve of five folds ([\d.]+)", 0.75, 0.9),
        ["Forecast.cs"] = (@"^as a week before: off by [\d.]+ pieces; forecast: off by ([\d.]+)", 3, 6),
        ["FrozenBody.cs"] = (@"^of other letters ([\d.]+)% right", 60, 100),
        ["Images.cs"] = (@"drawn digits right ([\d.]+)", 95, 100),
        ["ManyInputs.cs"] = (@"quarter right ([\d.]+)", 97, 100),
        ["MultiLabel.cs"] = (@"^all four marks right for ([\d.]+)%", 95, 100),
        ["OwnAgent.cs"] = (@"^(\d): the same weights", 1, 1),
        ["OwnContinuous.cs"] = (@"best model: ([-\d.]+) ±", -40, 0),
        ["OwnEnvironment.cs"] = (@"best model: ([-\d.]+) ±", 0.7, 1),
        ["OwnLayer.cs"] = (@"mean squared error ([\d.]+)", 0, 0.003),
        ["OwnOptimizer.cs"] = (@"step 2000  mean squared error ([\d.]+)", 0, 0.005),
        ["OwnPolicyNetwork.cs"] = (@"balances ([\d.]+) of 500", 475, 500),
        ["Prices.cs"] = (@"^of new houses ([\d.]+)% in their intervals", 86, 94),
        ["PyTorchWeights.cs"] = (@"^off by at most ([\d.]+)$", 0, 0.00001),
        ["PythonEnvironment.cs"] = (@"^comfortable for ([\d.]+) of 100 steps", 60, 100),
        ["Refuse.cs"] = (@"of noise ([\d.]+)% refused", 99.9, 100),
        ["Resume.cs"] = (@"^(\d): the same weights", 1, 1),
        ["ResumeFit.cs"] = (@"^(\d): the same weights", 1, 1),
        ["Sequences.cs"] = (@"^of new sentences ([\d.]+)% right", 98, 100),
        ["Serve.cs"] = (@"^noise: 200 .*I don't know"",""isRefused"":true,""doubt"":([\d.]+)", 0.2, 4),
        ["Spirals.cs"] = (@"epoch 200  loss [\d.]+  accuracy on new points ([\d.]+)", 99, 100),
        ["TeacherLoss.cs"] = (@"mean error of the values ([\d.]+)", 0, 0.02),
        ["TensorBoard.cs"] = (@"^validation accuracy ([\d.]+)", 0.8, 1),
        ["Tune.cs"] = (@"^60 trials, best ([\d.]+): rate", 0, 0.15),
        ["TuneReport.cs"] = (@"^study.html and \d+ charts; rate matters most, with a share of ([\d.]+)", 0.3, 1),
        ["TuneRecipe.cs"] = (@"on unseen seeds ([\d.]+)", 100, 500),
        ["Trade.cs"] = (@"^agent, shuffled +([-\d.]+)", -1, 0.1),
        ["TwoRecipes.cs"] = (@"the higher learning rate is ([-\d.]+) steps ahead", 20, 500),
        ["UncertainLine.cs"] = (@"^slope ([\d.]+) ± 0\.\d+", 1.8, 2.2),
    };

    // What is made smaller in ./test; ./test --soak runs the samples as they are.
    private static readonly Dictionary<string, (string Long, string Short)> s_shortened = new()
    {
        ["Addition.cs"] =
            ("Training = 40_000, Others = 5_000, Below = 1_000", "Training = 7_000, Others = 1_000, Below = 100"),
        ["Refuse.cs"] =
            ("Dataset digits = DrawnCharacters.Digits(5_000, seed: 2)", "Dataset digits = DrawnCharacters.Digits(1_000, seed: 2)"),
        ["TuneRecipe.cs"] =
            ("""["trials=6", "seeds=2", "test_seeds=2"]""", """["trials=2", "seeds=1", "test_seeds=1"]"""),
    };

    // These two are built in ./test as well: a plain program, and one of the web SDK.
    private static readonly string[] s_built = ["Engine.cs", "Serve.cs"];

    private static readonly Lazy<bool> s_hasNumPy = new(HasNumPy);

    public static TheoryData<string> Names => [.. s_outcomes.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Built => [.. s_built];

    public static TheoryData<string> Compiled => [.. s_outcomes.Keys.Except(s_built).Order(StringComparer.Ordinal)];

    /// <summary>A sample needs Python with NumPy; what it needs of Gymnasium stands in the tests.</summary>
    static SampleTests()
    {
        Environment.SetEnvironmentVariable("PYTHONPATH", Path.Combine(Sample.Root, "tests", "fixtures", "python"));
        Environment.SetEnvironmentVariable("PYTHONDONTWRITEBYTECODE", "1");
        if (Environment.GetEnvironmentVariable("EPOCHE_PYTHON") is null && File.Exists("/usr/bin/python3"))
        {
            Environment.SetEnvironmentVariable("EPOCHE_PYTHON", "/usr/bin/python3");
        }
    }

    [Theory]
    [MemberData(nameof(Compiled))]
    public async Task A_sample_reaches_what_it_promises(string name)
    {
        RequirePython(name);
        Look(name, await CompiledSample.RunAsync(name, s_shortened.GetValueOrDefault(name), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Built))]
    public async Task A_sample_is_run_by_the_command_in_its_first_lines(string name) =>
        Look(name, await Sample.RunAsync(name, TestContext.Current.CancellationToken));

    [Theory]
    [Trait("category", "soak")] // a build each: code style is looked at there too
    [MemberData(nameof(Compiled))]
    public async Task Every_sample_is_run_by_the_command_in_its_first_lines(string name)
    {
        RequirePython(name);
        Look(name, await Sample.RunAsync(name, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_sample_is_run() =>
        Assert.Equal(
            Names.Select(row => row.Data),
            Directory.EnumerateFiles(Sample.Folder, "*.cs").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("OwnAgent.cs", "class CemAgent", 120)]
    [InlineData("OwnContinuous.cs", "struct Heater", 30)]
    [InlineData("OwnEnvironment.cs", "struct Lander", 30)]
    [InlineData("OwnLayer.cs", "class RadialBasis", 25)]
    [InlineData("OwnOptimizer.cs", "class Lion", 15)]
    public void What_a_newcomer_writes_is_short(string name, string declaration, int most)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Sample.Folder, name));
        int first = Array.FindIndex(lines, line => line.Contains(declaration, StringComparison.Ordinal));
        int last = Array.FindIndex(lines, first, line => line == "}");

        Assert.InRange(lines[first..(last + 1)].Count(line => !Blank().IsMatch(line)), 1, most);
    }

    private static void RequirePython(string name) => Assert.SkipWhen(
        name == "PythonEnvironment.cs" && !s_hasNumPy.Value, "There is no Python with NumPy here: apt-get install python3-numpy.");

    private static bool HasNumPy()
    {
        try
        {
            string program = Environment.GetEnvironmentVariable("EPOCHE_PYTHON") ?? "python3";
            ProcessStartInfo start = new(program, ["-c", "import numpy.random"]) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no Python at all
        }
    }

    private static void Look(string name, string[] lines)
    {
        (string pattern, double low, double high) = s_outcomes[name];
        Match match = Regex.Match(lines[^1], pattern, RegexOptions.CultureInvariant);
        Assert.True(match.Success, $"{name} ended with: {lines[^1]}");
        Assert.InRange(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), low, high);
        IEnumerable<Fence> shown = Fence.Pages(Sample.Root).SelectMany(page => Fence.On(Sample.Root, page))
            .Where(block => block.Note == $"printed by samples/{name}");
        // The output that pages show for the sample.
        Assert.All(shown.SelectMany(block => block.Lines), line => Assert.Contains(line.Trim(), lines));
    }

    [GeneratedRegex(@"^\s*$")]
    private static partial Regex Blank();
}
