using System.Text.Json;
using Epoche.Cli.Doubt;
using Epoche.Conformance;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche doubt</c> and <c>epoche ablation</c>, as a user meets them.</summary>
public sealed class DoubtTests(DoubtRun run)
{
    [Fact]
    public void All_sets_are_tried_and_told_as_table_page_and_json()
    {
        string images = Path.Combine(run.Path, "images");
        string chart = Path.Combine(run.Path, "charts", "risk.svg");

        CliRun call = CliRun.Of("doubt", run.Path, "--json", "--images", images, "--chart", chart);

        Assert.Equal(0, call.ExitCode);
        Assert.Equal(6, Directory.GetFiles(images, "letters-*.png").Length);
        Assert.Equal(0, CliRun.Of("classify", run.Path, Path.Combine(images, "test-0.png")).ExitCode); // the first ones were answered, and rightly
        Assert.Contains("right when forced to answer", call.Error);
        Assert.Contains("| letters ", call.Error);
        using JsonDocument json = JsonDocument.Parse(call.LastLine);
        JsonElement sets = json.RootElement.GetProperty("sets");
        string[] missing = [.. json.RootElement.GetProperty("skipped").EnumerateObject().Select(p => p.Name)];
        Assert.Equal(
            ((string[])["test", "uniform", "gaussian", "bernoulli", "shuffled", "grey", "letters", "clothes", "rotated", "blurred", "inverted"]).Except(missing),
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
        Assert.InRange(page.IndexOf("Reliability", StringComparison.Ordinal), page.IndexOf("Risk–coverage", StringComparison.Ordinal), page.IndexOf("noise, uniform", StringComparison.Ordinal)); // before the images
        Assert.Contains("truth: none of them", page);
        Assert.Contains("Risk–coverage", File.ReadAllText(chart));
        Assert.StartsWith("<svg", File.ReadAllText(chart));
    }

    [Theory]
    [InlineData(0, "0.0000")]
    [InlineData(0.0003, "0.0003")]
    [InlineData(0.00003, "<0.0001")]
    [InlineData(0.32571, "0.3257")]
    [InlineData(1, "1.0000")]
    [InlineData(double.NaN, "–")]
    public void Numbers_of_a_table_have_equally_many_decimals(double value, string text) => Assert.Equal(text, DoubtTable.Number(value));

    [Fact]
    public void The_same_run_gets_the_same_verdicts_for_any_number_of_threads()
    {
        string[] results = [.. new[] { "1", "2" }.Select(threads => CliRun.Of("doubt", run.Path, "--threads", threads, "--json", "--out", Path.Combine(run.Path, "other.html")).LastLine)];

        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public void The_run_is_judged_and_shown_like_any_other()
    {
        string trained = File.ReadAllText(Path.Combine(run.Path, "result.json"));
        CliRun judged = CliRun.Of("eval", run.Path, "--json"), shown = CliRun.Of("show", run.Path), report = CliRun.Of("report", run.Path), resumed = CliRun.Of("resume", run.Path);

        Assert.Contains("when forced", judged.Error);
        Assert.Contains(judged.WeightsSha256, trained);
        Assert.Contains("ensemble", shown.Out);
        Assert.Contains("conv2d", shown.Out);
        Assert.Contains("Refusal", shown.Out);
        Assert.Equal(0, report.ExitCode);
        Assert.Contains("answered", resumed.Out);
    }

    [Fact]
    public void A_run_without_its_rule_is_told()
    {
        using TemporaryDirectory copy = Copy();
        Directory.Delete(copy["refusal"], recursive: true); // as where training was interrupted

        CliRun call = CliRun.Of("doubt", copy.Path);

        Assert.Equal(1, call.ExitCode);
        Assert.Contains("interrupted before its rule of refusal was found; 'epoche resume RUN' goes on with it", call.Error);
    }

    [Theory]
    [InlineData("--out")]
    [InlineData("--chart")]
    [InlineData("--images")]
    public void Where_nothing_can_be_written_is_told_before_the_trial(string option)
    {
        CliRun call = CliRun.Of("doubt", run.Path, option, Path.Combine(run.Path, "recipe.yaml", "deeper"));

        Assert.Equal(1, call.ExitCode);
        Assert.Single(call.Error.TrimEnd().Split('\n')); // not one set was tried
    }

    [Fact]
    public void A_damaged_rule_is_told()
    {
        using TemporaryDirectory copy = Copy();
        foreach (string path in Directory.GetFiles(copy["refusal"]))
        {
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^3]);
        }

        CliRun call = CliRun.Of("doubt", copy.Path);

        Assert.Equal(1, call.ExitCode);
        Assert.Contains("refusal", call.Error);
    }

    private TemporaryDirectory Copy()
    {
        TemporaryDirectory copy = new();
        string pictures = Path.Combine(run.Path, "classified"); // which other tests are writing
        foreach (string path in Directory.GetFiles(run.Path, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(pictures, StringComparison.Ordinal)))
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
        string[] call = ["ablation", directory["drawn.yaml"], "--runs", directory["runs"], "--epochs", "2", "--samples", "3", "--quiet", "--json", "--set", "network.kernel=glorot-normal"];

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

        Assert.Equal(2, call.ExitCode);
        Assert.Contains("the recipe 'refuse' is another", call.Error);
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
