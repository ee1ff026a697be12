using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche study</c>, as a user meets it.</summary>
public sealed class StudyTests
{
    [Fact]
    public void A_study_is_shown_with_its_best_and_its_trials()
    {
        using TemporaryDirectory directory = new();
        string path = Searched(directory);

        CliRun run = CliRun.Of("study", "show", path);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            $"""
            Study: searched   {path}
                   value (minimize)
                   6 trials: 4 complete, 1 pruned, 1 failed
            Best:  trial 4: 0.25   rate = 0.01, kind = b

            | trial | state       | value | rate | kind | depth |  time |        reason |
            | ----- | ----------- | ----: | ---: | ---: | ----: | ----: | ------------: |
            | 0     | complete    |   0.5 | 0.01 |    a |     1 | 1.0 s |               |
            | 1     | complete    |     1 |  0.1 |    b |     – | 1.0 s |               |
            | 2     | pruned at 3 |   0.7 | 0.01 |    a |     2 | 1.0 s |               |
            | 3     | failed      |     – | 0.01 |    b |     – | 1.0 s | out of memory |
            | 4     | complete    |  0.25 | 0.01 |    b |     – | 1.0 s |               |
            | 5     | complete    |   0.5 |    1 |    a |     3 | 1.0 s |               |

            """.ReplaceLineEndings("\n"), run.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_best_come_first_where_trials_are_sorted_by_value()
    {
        using TemporaryDirectory directory = new();
        string path = Searched(directory);

        CliRun run = CliRun.Of("study", "show", path, "--sort", "value", "--limit", "2");

        string[] rows = [.. run.Out.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];
        Assert.Equal(["| 4 ", "| 0 "], rows.Select(row => row[..4]));
        Assert.EndsWith("The best 2 of 6 trials; --limit 6 shows all.", run.LastLine);
        using JsonDocument json = JsonDocument.Parse(CliRun.Of("study", "show", path, "--json").Out);
        Assert.Equal(6, json.RootElement.GetProperty("list").GetArrayLength());
        Assert.Equal(4, json.RootElement.GetProperty("best").GetProperty("number").GetInt32());
    }

    [Fact]
    public void The_best_settings_are_options_of_train_or_a_part_of_a_recipe()
    {
        using TemporaryDirectory directory = new();
        string path = Searched(directory, "optimizer.learning_rate");

        Assert.Equal(
            "trial 4: value (minimize) 0.25\n  optimizer.learning_rate = 0.01\n  kind                    = b\n",
            CliRun.Of("study", "best", path).Out.ReplaceLineEndings("\n"));
        Assert.Equal("--set optimizer.learning_rate=0.01\n--set kind=b\n", CliRun.Of("study", "best", path, "--set").Out);
        Assert.Equal(
            "# Trial 4 of the study searched: value (minimize) 0.25\noptimizer:\n  learning_rate: 0.01\nkind: b\n",
            CliRun.Of("study", "best", path, "--yaml").Out);
        Assert.Equal(
            "--set optimizer.learning_rate=1\n--set kind=a\n--set depth=3\n",
            CliRun.Of("study", "best", path, "--set", "--trial", "5").Out);
        using JsonDocument json = JsonDocument.Parse(CliRun.Of("study", "best", path, "--json").Out);
        Assert.Equal(0.01, json.RootElement.GetProperty("best").GetProperty("params").GetProperty("optimizer.learning_rate").GetDouble());
    }

    [Fact]
    public void Importance_is_a_table_with_bars()
    {
        using TemporaryDirectory directory = new();
        string path = Searched(directory);

        CliRun run = CliRun.Of("study", "importance", path);

        Assert.StartsWith("value (minimize), PED-ANOVA of 4 complete trials\n| setting ", run.Out);
        Assert.Contains("| depth * ", run.Out);
        Assert.EndsWith("* some trials do not have it", run.Out.TrimEnd());
        using JsonDocument json = JsonDocument.Parse(CliRun.Of("study", "importance", path, "--by", "fanova", "--json").Out);
        Assert.Equal(1, json.RootElement.GetProperty("importance").EnumerateObject().Sum(one => one.Value.GetDouble()), 1e-9);
    }

    [Fact]
    public void A_page_charts_and_tables_are_written()
    {
        using TemporaryDirectory directory = new();
        string path = Searched(directory);

        CliRun run = CliRun.Of("study", "report", path, "--charts", directory["charts"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"Report: {directory["study.report.html"]}\nCharts: {directory["charts"]}   history.svg, ", run.Out);
        Assert.True(File.Exists(directory["study.report.html"]) && File.Exists(Path.Combine(directory["charts"], "history.svg")));
        Assert.Equal(7, CliRun.Of("study", "export", path).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        CliRun files = CliRun.Of("study", "export", path, "--csv", directory["t.csv"], "--json", directory["t.jsonl"]);
        Assert.Equal((0, ""), (files.ExitCode, files.Out));
        Assert.Equal(6, File.ReadAllLines(directory["t.jsonl"]).Length);
        Assert.Equal(CliRun.Of("study", "export", path).Out, File.ReadAllText(directory["t.csv"]));
    }

    [Fact]
    public void What_cannot_be_done_is_one_error_and_the_study_stays_as_it_is()
    {
        using TemporaryDirectory directory = new();
        string path = Searched(directory), none = directory["none.log"], two = directory["two.log"];
        byte[] before = File.ReadAllBytes(path);
        File.WriteAllLines(none, [Create("empty", "1"), Trial(0, 0, "null", "")]);
        File.WriteAllLines(two, [Create("front", "1,2"), Values("[1,2]"), Values("[2,3]")]);

        Expect(2, $"There is no study '{directory["no.log"]}'.\n  Name the folder of a study, or a journal file, such as study.log.",
            "show", directory["no.log"]);
        Directory.CreateDirectory(directory["folder"]);
        Expect(2, $"'{directory["folder"]}' is not a study: there is no study.log in it.", "show", directory["folder"]);
        Expect(2, "'epoche study' needs one of its commands: show, best, importance, report, export.\n  See: epoche study --help");
        Expect(
            2,
            "'epoche study show' needs STUDY: The folder of a study, or a journal file such as study.log, of Python's Optuna too.\n"
            + "  See: epoche study show --help", "show");
        Expect(2, "--sort expects one of number, value; received 'rate'.\n  See: epoche study show --help", "show", path, "--sort", "rate");
        Expect(2, $"'{two}' has 2 objectives, and no order by value: leave --sort out.", "show", two, "--sort", "value");
        Expect(1, $"'{none}' has no best trial: of 1 trial: 1 running none is complete and violates no constraint.", "best", none);
        Expect(2, $"'{path}' has no trial 6: it has 6 trials, from 0.", "best", path, "--trial", "6");
        Expect(2, $"The front of '{two}' has 2 trials, 0, 1: choose one by --trial.", "best", two, "--set");
        Expect(2, "--set and --yaml are two forms of one result: choose one.", "best", path, "--set", "--yaml");
        Expect(
            1, $"'{none}' has 0 trials with a value; importance needs at least 2, better 20 and more.", "importance", none);
        Expect(2, $"'{path}' has 1 objective; received --objective 2.", "importance", path, "--objective", "2");
        Expect(
            2, "--by expects one of pedanova, fanova; received 'shap'.\n  See: epoche study importance --help",
            "importance", path, "--by", "shap");
        Expect(2, "--csv - and --json - both write to standard output: name a file for one of them.",
            "export", path, "--csv", "-", "--json", "-");
        Assert.Equal(before, File.ReadAllBytes(path));

        static void Expect(int exitCode, string error, params string[] words) =>
            CliRun.Of(["study", .. words]).AssertFailed(exitCode, error);

        static string Values(string values) => "{\"op_code\":4,\"worker_id\":\"w\",\"study_id\":0,\"datetime_start\":null,"
            + $"\"datetime_complete\":null,\"state\":1,\"value\":null,\"values\":{values},\"params\":{{}},\"distributions\":{{}},"
            + "\"user_attrs\":{},\"system_attrs\":{},\"intermediate_values\":{}}";
    }

    [Fact]
    public void Values_of_the_same_size_have_no_importance()
    {
        using TemporaryDirectory directory = new();
        string path = directory["same.log"];
        File.WriteAllLines(path, [Create("same", "1"), .. Enumerable.Range(0, 3).Select(i => Trial(1, i, "1.5", "\"rate\":0.1"))]);

        CliRun.Of("study", "importance", path)
            .AssertFailed(1, $"'{path}' has 3 trials of the same value: no setting matters yet.");
    }

    private static string Searched(TemporaryDirectory directory, string rate = "rate")
    {
        string path = directory["study.log"];
        File.WriteAllLines(path,
        [
            Create("searched", "1"),
            Trial(1, 0, "0.5", $"\"{rate}\":0.01,\"kind\":0,\"depth\":1"),
            Trial(1, 1, "1.0", $"\"{rate}\":0.1,\"kind\":1"),
            Trial(2, 2, "0.7", $"\"{rate}\":0.01,\"kind\":0,\"depth\":2", reports: "\"3\":0.7"),
            Trial(3, 3, "null", $"\"{rate}\":0.01,\"kind\":1", system: "\"epoche:reason\":\"out of memory\""),
            Trial(1, 4, "0.25", $"\"{rate}\":0.01,\"kind\":1"),
            Trial(1, 5, "0.5", $"\"{rate}\":1.0,\"kind\":0,\"depth\":3"),
        ]);
        return path;
    }

    private static string Create(string name, string directions) =>
        $"{{\"op_code\":0,\"worker_id\":\"w\",\"study_name\":\"{name}\",\"directions\":[{directions}]}}";

    private static string Trial(int state, int second, string value, string parameters, string reports = "", string system = "")
    {
        string[] names = [.. parameters.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(':')[0])];
        string domains = string.Join(',', names.Select(name => $"{name}:{JsonSerializer.Serialize(Domain(name.Trim('"')))}"));
        string ended = state == 0 ? "null" : $"\"2026-01-01T00:00:{second + 1:D2}.000000\"";
        return $"{{\"op_code\":4,\"worker_id\":\"w\",\"study_id\":0,\"datetime_start\":\"2026-01-01T00:00:{second:D2}.000000\","
            + $"\"datetime_complete\":{ended},\"state\":{state},\"value\":{value},\"values\":null,\"params\":{{{parameters}}},"
            + $"\"distributions\":{{{domains}}},\"user_attrs\":{{}},\"system_attrs\":{{{system}}},\"intermediate_values\":{{{reports}}}}}";
    }

    private static string Domain(string name) => name switch
    {
        "kind" => """{"name":"CategoricalDistribution","attributes":{"choices":["a","b"]}}""",
        "depth" => """{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":3}}""",
        _ => """{"name":"FloatDistribution","attributes":{"step":null,"low":0.0001,"high":1.0,"log":true}}""",
    };
}
