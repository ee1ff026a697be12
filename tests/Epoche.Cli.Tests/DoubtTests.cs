using System.Text.Json;
using Epoche.Conformance;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche doubt</c> and <c>epoche ablation</c>, as a user meets them.</summary>
public sealed class DoubtTests(DoubtRun run)
{
    [Fact]
    public void All_sets_are_tried_and_reported_as_table_page_and_json()
    {
        string images = Path.Combine(run.Path, "images");
        string chart = Path.Combine(run.Path, "charts", "risk.svg");

        CliRun call = CliRun.Of("doubt", run.Path, "--json", "--images", images, "--chart", chart);

        Assert.Equal(0, call.ExitCode);
        Assert.Equal(6, Directory.GetFiles(images, "letters-*.png").Length);
        // The first ones were answered, and rightly.
        Assert.Equal(0, CliRun.Of("classify", run.Path, Path.Combine(images, "test-0.png")).ExitCode);
        Assert.Contains("right when forced to answer", call.Error);
        Assert.Contains("| letters ", call.Error);
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        JsonElement sets = json.RootElement.GetProperty("sets");
        string[] missing = [.. json.RootElement.GetProperty("skipped").EnumerateObject().Select(p => p.Name)];
        Assert.Equal(
            ((string[])["test", "uniform", "gaussian", "bernoulli", "shuffled", "grey", "letters", "clothes", "rotated", "blurred",
            "inverted"]).Except(missing),
            sets.EnumerateObject().Select(p => p.Name));
        Assert.DoesNotContain(missing, name => name != "clothes"); // letters are drawn where there are no others
        foreach (JsonProperty set in sets.EnumerateObject())
        {
            Assert.All((string[])["refused", "auroc", "fpr95"], key => Assert.InRange(set.Value.GetProperty(key).GetDouble(), 0, 1));
        }

        JsonElement test = sets.GetProperty("test");
        Assert.Equal(0.95, test.GetProperty("coverage").GetDouble(), 0.02);
        Assert.Equal(1 - test.GetProperty("coverage").GetDouble(), test.GetProperty("refused").GetDouble(), 1e-9);
        Assert.True(test.GetProperty("accuracy").GetDouble() > test.GetProperty("forced_accuracy").GetDouble());
        Assert.InRange(test.GetProperty("ece").GetDouble(), 0, 0.2);
        Assert.InRange(test.GetProperty("nll").GetDouble(), 0, 1);
        Assert.InRange(test.GetProperty("brier").GetDouble(), 0, 1);
        Assert.InRange(test.GetProperty("aurc").GetDouble(), 0, 0.1);
        string page = File.ReadAllText(Path.Combine(run.Path, "doubt.html"));
        HtmlKit.Check(page);
        HtmlKit.Check(File.ReadAllText(Path.Combine(run.Path, "report.html")));
        SvgKit.RequirePlainColours(File.ReadAllText(chart));
        Assert.Contains("data-name=\"FPR at 95%\"", page); // on a narrow screen each number stands behind the name of its column
        Assert.DoesNotContain("0.00000", page);
        Assert.Contains("I don&#39;t know", page);
        int charts = page.IndexOf("Risk–coverage", StringComparison.Ordinal);
        int pictures = page.IndexOf("noise, uniform", StringComparison.Ordinal);
        Assert.InRange(page.IndexOf("Reliability", StringComparison.Ordinal), charts, pictures);
        Assert.Contains("truth: none of them", page);
        Assert.Contains("Risk–coverage", File.ReadAllText(chart));
        Assert.StartsWith("<svg", File.ReadAllText(chart));
    }

    [Fact]
    public void The_same_run_gets_the_same_verdicts_for_any_number_of_threads()
    {
        string page = Path.Combine(run.Path, "other.html");
        string[] results =
        [
            .. new[] { "1", "2" }.Select(threads => CliRun.Of("doubt", run.Path, "--threads", threads, "--json", "--out", page).LastLine),
        ];

        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void The_run_is_evaluated_and_shown_like_any_other()
    {
        string trained = File.ReadAllText(Path.Combine(run.Path, "result.json"));
        CliRun evaluated = CliRun.Of("eval", run.Path, "--json"), shown = CliRun.Of("show", run.Path);
        CliRun report = CliRun.Of("report", run.Path), resumed = CliRun.Of("resume", run.Path);

        Assert.Contains("when forced", evaluated.Error);
        Assert.Contains(evaluated.WeightsSha256, trained);
        Assert.Contains("ensemble", shown.Out);
        Assert.Contains("conv2d", shown.Out);
        Assert.Contains("Refusal", shown.Out);
        Assert.Equal(0, report.ExitCode);
        Assert.Contains("answered", resumed.Out);
    }

    [Theory]
    [InlineData("doubt")]
    [InlineData("eval")]
    public void A_run_without_its_rule_is_an_error(string command)
    {
        using TemporaryDirectory copy = Copy();
        Directory.Delete(copy["refusal"], recursive: true);

        CliRun complete = CliRun.Of(command, copy.Path);
        File.Delete(copy["result.json"]); // as where training was interrupted
        CliRun interrupted = CliRun.Of(command, copy.Path);

        complete.AssertFailed(
            1,
            $"The run '{copy.Path}' is complete, but '{copy["refusal"]}', which holds its rule of refusal, is not there. Copy that folder "
            + "too, or train again.");
        interrupted.AssertFailed(
            1, $"The run '{copy.Path}' was interrupted before its rule of refusal was found. 'epoche resume {copy.Path}' resumes it.");
    }

    [Theory]
    [InlineData("--out", "")]
    [InlineData("--chart", "")]
    [InlineData("--images", "deeper")]
    public void A_destination_that_cannot_be_written_is_an_error_before_the_trial(string option, string folder)
    {
        string file = Path.Combine(run.Path, "recipe.yaml");

        CliRun call = CliRun.Of("doubt", run.Path, option, Path.Combine(file, "deeper"));

        string wanted = folder.Length == 0 ? file : Path.Combine(file, folder);
        call.AssertFailed(1, $"The folder '{wanted}' cannot be made: '{file}' is a file.");
    }

    [Fact]
    public void A_damaged_rule_is_an_error()
    {
        using TemporaryDirectory copy = Copy();
        string file = copy[Path.Combine("refusal", "refusal.json")];
        string cut = File.ReadAllText(file)[..^3];
        File.WriteAllText(file, cut);

        CliRun call = CliRun.Of("doubt", copy.Path);

        call.AssertFailed(1, $"{file}: the whole file: expected a rule; found no JSON from line {cut.Split('\n').Length} on");
    }

    private TemporaryDirectory Copy()
    {
        TemporaryDirectory copy = new();
        string pictures = Path.Combine(run.Path, "classified"); // which other tests are writing
        foreach (string path in Directory.GetFiles(run.Path, "*", SearchOption.AllDirectories).Where(
            path => !path.StartsWith(pictures, StringComparison.Ordinal)))
        {
            string to = copy[Path.GetRelativePath(run.Path, path)];
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }

        return copy;
    }

    [Fact]
    public void The_ablation_has_a_row_for_each_suggestion_and_trains_what_is_not_there()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["drawn.yaml"], """
            kind: bayesian
            data: digits
            drawings: 4000
            inference: variational
            epochs: 1
            steps: 30
            validation_examples: 0
            network: {hidden: [16]}
            variational: {start: random, elbo: trace, scale_likelihood: false}
            optimizer: {kind: adam, learning_rate: 0.01}
            prediction: {samples: 2, forced: outputs, forced_samples: 1}
            refusal: {rule: median, probability: 0.2}
            """);
        string[] call =
        [
            "ablation", directory["drawn.yaml"], "--runs", directory["runs"], "--epochs", "2", "--samples", "3", "--quiet", "--json",
            "--set", "network.kernel=glorot-normal",
        ];

        CliRun first = CliRun.Of(call), second = CliRun.Of(call);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(first.LastLine, second.LastLine);
        Assert.Equal(6, second.Error.Split("(was there)").Length - 1);
        Assert.Contains("| stricter: 10th percentile > 0.5 ", first.Error);
        using JsonDocument json = JsonDocument.Parse(first.LastLine);
        Assert.Equal(6, json.RootElement.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void The_ablation_wants_a_network_trained_by_variational_inference()
    {
        CliRun call = CliRun.Of("ablation", "refuse");

        call.AssertFailed(
            2,
            "The ablation changes a Bayesian network trained by variational inference; the recipe 'refuse' is another. "
            + "'mnist-bnn-reference' is one.");
    }

    /// <summary>Bars end at e⁻¹⁹, …, e⁻¹, 1.</summary>
    [Theory]
    [InlineData(1, 19)]
    [InlineData(0.4f, 19)]
    [InlineData(0.36f, 18)]
    [InlineData(1e-9f, 0)]
    [InlineData(0, 0)]
    public void A_histogram_has_a_bar_for_each_natural_logarithm(float probability, int bar)
    {
        float[] bars = LogHistogram.Of(Tensor.Of([probability, 1 - probability], [1, 1, 2]), 0, 0);

        Assert.Equal(LogHistogram.Bars, bars.Length);
        Assert.Equal(1, bars[bar]);
    }
}
