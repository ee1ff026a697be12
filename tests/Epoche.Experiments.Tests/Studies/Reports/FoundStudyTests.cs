namespace Epoche.Experiments.Tests.Studies.Reports;

public sealed class FoundStudyTests
{
    private const string Result = """
        {"study": "made", "trials": 3, "complete": 3, "pruned": 0, "failed": 0, "best": {"number": 0, "values": [0], "parameters": {}},
         "finals": [{"number": 0, "scores": [480, 500], "mean": 490, "low": 480, "high": 500},
         {"number": 2, "scores": [300, 500], "mean": 400, "low": null, "high": null}],
         "test": {"measure": "return", "seeds": [1000, 1001], "winner": {"scores": [490.5, 500], "mean": 495.25, "low": 490.5, "high": 500},
         "default": {"scores": [120, 200], "mean": 160, "low": null, "high": null}}, "study_sha256": "00"}
        """;

    [Fact]
    public void A_folder_is_shown_with_its_settings_and_the_test_on_unseen_seeds()
    {
        using TemporaryDirectory folder = new();
        Write(folder.Path, [.. SampleStudies.Lines(3, i => $"{i}")]);
        File.WriteAllText(folder["result.json"], Result);
        File.WriteAllText(folder["study.yaml"], "trials: 3\n");

        FoundStudy found = FoundStudy.Open(folder.Path);

        Assert.Equal("made", found.Record.Name);
        Assert.Equal(
        [
            "return with unseen seeds, the winner: 495.25 (490.5 to 500), 2 seeds",
            "return with unseen seeds, the recipe's own settings: 160, 2 seeds",
        ], found.UnseenLines());
        Assert.Equal(folder["report.html"], found.SaveReport());
        string html = File.ReadAllText(folder["report.html"]);
        Assert.Contains("return with seeds that no trial saw", html);
        Assert.Contains("return of the best trials in the finals", html);
        Assert.Contains("trial 2: 400, 2 seeds", html);
        Assert.Contains("Settings of the study", html);
        Conformance.HtmlKit.Check(html);
    }

    [Fact]
    public void A_file_has_its_page_beside_it()
    {
        using TemporaryDirectory folder = new();
        Write(folder.Path, [.. SampleStudies.Lines(3, i => $"{i}")]);

        Assert.Equal(folder["study.report.html"], FoundStudy.Open(folder["study.log"]).SaveReport());
    }

    [Fact]
    public void What_is_no_study_is_refused()
    {
        using TemporaryDirectory folder = new();
        string[] several =
        [
            .. ((string[])["alpha", "beta"]).Select(
                name => $$"""{"op_code":0,"worker_id":"w","study_name":"{{name}}","directions":[1]}"""),
        ];
        Assert.Equal(
            "There is no study 'nowhere'.\n  Name the folder of a study, or a journal file, such as study.log.", Refusal("nowhere"));
        Assert.Equal($"'{folder.Path}' is not a study: there is no study.log in it.", Refusal(folder.Path));
        Write(folder.Path, []);
        Assert.Equal($"'{folder["study.log"]}' holds no study.", Refusal(folder.Path));
        Write(folder.Path, several);
        Assert.Equal(
            $"'{folder["study.log"]}' holds 2 studies: choose one by --name.\n  Studies: alpha, beta.", Refusal(folder.Path));
        Assert.Equal(
            $"'{folder["study.log"]}' has no study 'alfa'. Did you mean 'alpha'?\n  Studies: alpha, beta.",
            Refusal(folder.Path, "alfa"));
        Assert.Equal("beta", FoundStudy.Open(folder.Path, "beta").Record.Name);

        static string Refusal(string path, string? name = null) =>
            Assert.Throws<ExperimentException>(() => FoundStudy.Open(path, name)).Message;
    }

    /// <summary>A pickle, as Optuna's Redis storage has it, is no journal: it is refused at its first byte, and stays as it is.</summary>
    [Fact]
    public void A_pickle_is_refused_and_never_unpacked()
    {
        using TemporaryDirectory folder = new();
        byte[] pickle = [0x80, 0x04, 0x95, (byte)'c', (byte)'o', (byte)'s', (byte)'\n', (byte)'.', (byte)'\n'];
        File.WriteAllBytes(folder["study.log"], pickle);

        DataFormatException error = Assert.Throws<DataFormatException>(() => FoundStudy.Open(folder.Path));

        Assert.Equal("line 1", error.Where);
        Assert.Equal(pickle, File.ReadAllBytes(folder["study.log"]));
    }

    [Theory]
    [InlineData("[]", "byte 0: expected a JSON object; found Array")]
    [InlineData("{\"test\": 3}", "test: expected an object; found 3")]
    [InlineData("{\"test\": {\"measure\": 3}}", "measure: expected text; found 3")]
    [InlineData("{\"test\": {\"measure\": \"return\", \"winner\": {\"mean\": 3}}}", "scores: expected a list of numbers; found Undefined")]
    [InlineData("{\"finals\": [3], \"test\": {\"measure\": \"return\"}}", "finals: expected a list of objects; found Array")]
    [InlineData("{", "line 1, byte 2: expected JSON; found something else")]
    public void A_damaged_result_is_named(string json, string error)
    {
        using TemporaryDirectory folder = new();
        Write(folder.Path, [.. SampleStudies.Lines(3, i => $"{i}")]);
        File.WriteAllText(folder["result.json"], json);

        string message = Assert.Throws<DataFormatException>(() => FoundStudy.Open(folder.Path).ToHtml()).Message;

        Assert.StartsWith(folder["result.json"], message);
        Assert.Contains(error, message);
    }

    private static void Write(string folder, string[] lines) =>
        File.WriteAllText(Path.Combine(folder, "study.log"), string.Concat(lines.Select(line => $"{line}\n")));
}
