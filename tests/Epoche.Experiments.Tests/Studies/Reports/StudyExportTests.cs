using System.Globalization;
using System.Text.Json;

namespace Epoche.Experiments.Tests.Studies.Reports;

public sealed class StudyExportTests
{
    [Fact]
    public void A_table_has_every_trial_in_full()
    {
        StudyRecord study = SampleStudies.Searched(20);

        string[] lines = StudyExport.ToCsv(study).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(21, lines.Length);
        Assert.Equal(
            "number,state,value,params_rate,params_activation,params_layers,params_width,user_attrs_note,datetime_start,"
            + "datetime_complete,duration_seconds,reason", lines[0]);
        foreach (TrialRecord trial in study.Trials)
        {
            string[] cells = lines[trial.Number + 1].Split(',');
            Assert.Equal(trial.Value, cells[2].Length == 0 ? null : double.Parse(cells[2], CultureInfo.InvariantCulture));
            Assert.Equal(trial.Find("rate")!.Value.AsNumber, double.Parse(cells[3], CultureInfo.InvariantCulture));
            Assert.Equal(trial.Find("width") is { } width ? $"{width.Value}" : "", cells[6]);
        }

        Assert.EndsWith(",InvalidOperationException: the loss is not a number", lines[8]);
    }

    [Fact]
    public void Cells_with_commas_quotes_and_breaks_are_quoted()
    {
        StudyRecord study = SampleStudies.Of([.. SampleStudies.Lines(1, _ => "0.5", "a,b")]);

        Assert.StartsWith("number,state,value,\"params_a,b\",datetime_start", StudyExport.ToCsv(study));
    }

    [Fact]
    public void Lines_are_json_whatever_the_values()
    {
        StudyRecord study = SampleStudies.Of([.. SampleStudies.Lines(3, i => i == 0 ? "NaN" : i == 1 ? "-Infinity" : "0.25")]);

        string[] lines = StudyExport.ToJsonLines(study).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["NaN", "-Infinity"], lines[..2].Select(line => Values(line).GetString()));
        Assert.Equal(0.25, Values(lines[2]).GetDouble());
        Assert.Equal(
            """
            {"number":2,"state":"complete","values":[0.25],"params":{"x":0.7326732673267327},"user_attrs":{},"intermediate_values":{},
            """ + "\"datetime_start\":\"2026-01-01T00:00:00.000000\",\"datetime_complete\":\"2026-01-01T00:00:01.000000\","
            + "\"duration_seconds\":1.0}", lines[2]);

        static JsonElement Values(string line) => JsonDocument.Parse(line).RootElement.GetProperty("values")[0];
    }

    [Fact]
    public void Reports_parents_and_reasons_are_in_the_lines()
    {
        string[] population = StudyExport.ToJsonLines(SampleStudies.Population()).Split('\n'),
            searched = StudyExport.ToJsonLines(SampleStudies.Searched(20)).Split('\n');

        Assert.Contains(population, line => line.Contains("\"parent\":", StringComparison.Ordinal));
        Assert.Contains("\"reason\":\"InvalidOperationException: the loss is not a number\"", searched[7]);
        Assert.Contains("\"intermediate_values\":{\"1\":", searched[0]);
    }

    /// <summary>Journals that Python's Optuna 3.1.0 wrote: every trial is a row, and every row is JSON.</summary>
    [Fact]
    public void Journals_of_Optuna_are_exported_and_reported()
    {
        foreach (string path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", "optuna"), "*.log").Order())
        {
            using JournalFile journal = new(path);
            foreach (StudyRecord study in StudyRecord.ReadAll(journal))
            {
                string[] lines = StudyExport.ToJsonLines(study).Split('\n', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal(study.Trials.Select(trial => trial.Number), lines.Select(line =>
                    JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt32()));
                Assert.NotEmpty(StudyExport.ToCsv(study));
                Conformance.HtmlKit.Check(StudyReport.ToHtml(study));
            }
        }
    }
}
