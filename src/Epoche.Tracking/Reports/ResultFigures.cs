using System.Globalization;
using System.Text.Json;

namespace Epoche.Tracking.Reports;

/// <summary>A result in a report: usual numbers as figures, everything as a table.</summary>
internal sealed class ResultFigures(RunResult result)
{
    public string Title => $"{result.Recipe} · seed {result.Seed.ToString(CultureInfo.InvariantCulture)}";

    public string XLabel => result.EnvSteps > 0 ? "environment steps" : result.Updates is not null ? "updates" : "steps";

    public IEnumerable<ReportFigure> Figures =>
    [
        .. result.Evaluation switch
        {
            EpisodeEvaluation episodes => Episodes(episodes),
            ExampleEvaluation examples => Examples(examples),
            NumberEvaluation numbers => Numbers(numbers),
            _ => [],
        },
        .. Costs(),
    ];

    /// <summary>Every value of the file, with its key in words; those of details as if they stood beside the rest.</summary>
    public IEnumerable<KeyValuePair<string, string>> Rows
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(result.ToJson());
            return [.. Values("", document.RootElement).Select(row => KeyValuePair.Create(Words(row.Path), row.Value))];
        }
    }

    private static IEnumerable<(string Path, string Value)> Values(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Values(Join(path, member.Name), member.Value)),
        JsonValueKind.Null => [],
        JsonValueKind.Number when path != "seed" => [(path, Axis.Number(element.GetDouble()))], // which has 64 bits, more than a double
        JsonValueKind.String => [(path, element.GetString()!)],
        _ => [(path, element.GetRawText())],
    };

    private static string Words(string path) => path.Replace('.', ' ').Replace('_', ' ');

    private static string Join(string path, string key) => path is "" or "details" ? key : $"{path}.{key}";

    private static IEnumerable<ReportFigure> Episodes(EpisodeEvaluation evaluation)
    {
        if (double.IsFinite(evaluation.Mean))
        {
            string spread = $"± {Axis.Number(evaluation.Std)} over {Axis.Number(evaluation.Episodes)} episodes";
            yield return new ReportFigure("Mean return", Axis.Number(evaluation.Mean), double.IsFinite(evaluation.Std) ? spread : null);
        }

        if (evaluation.PerfectShare is { } share)
        {
            yield return new ReportFigure("Perfect episodes", Percent(share));
        }

        if (evaluation.Random is { } random && double.IsFinite(random.Mean))
        {
            yield return new ReportFigure("Random policy", Axis.Number(random.Mean), $"over {Axis.Number(random.Episodes)} episodes");
        }
    }

    private static IEnumerable<ReportFigure> Examples(ExampleEvaluation evaluation)
    {
        if (double.IsFinite(evaluation.Accuracy))
        {
            yield return new ReportFigure("Accuracy", Percent(evaluation.Accuracy), $"of {Axis.Number(evaluation.Examples)} examples");
        }

        if (evaluation.Measured(ExampleEvaluation.Coverage) is { } coverage
            && evaluation.Measured(ExampleEvaluation.AnsweredAccuracy) is { } right)
        {
            yield return new ReportFigure("Answered", Percent(coverage), "the rest is refused");
            yield return new ReportFigure("Right of these", Percent(right));
        }
    }

    private static IEnumerable<ReportFigure> Numbers(NumberEvaluation evaluation)
    {
        if (double.IsFinite(evaluation.MeanAbsoluteError))
        {
            yield return new ReportFigure(
                "Mean error", Axis.Number(evaluation.MeanAbsoluteError), $"of {Axis.Number(evaluation.Examples)} examples");
        }

        if (double.IsFinite(evaluation.RSquared))
        {
            yield return new ReportFigure("R²", Axis.Number(evaluation.RSquared), "1 is perfect, 0 no better than the mean");
        }

        if (evaluation.Measured(NumberEvaluation.IntervalCoverage) is { } coverage
            && evaluation.Measured(NumberEvaluation.IntervalWidth) is { } width)
        {
            yield return new ReportFigure("In their intervals", Percent(coverage), $"{Axis.Number(width)} wide on average");
        }
    }

    private IEnumerable<ReportFigure> Costs()
    {
        if (result.EnvSteps is { } steps and > 0)
        {
            yield return new ReportFigure("Environment steps", Axis.Number(steps));
        }

        if (result.Updates is { } updates)
        {
            yield return new ReportFigure("Updates", Axis.Number(updates));
        }

        if (result.TrainSeconds is { } seconds)
        {
            yield return new ReportFigure("Training time", Duration(seconds));
        }
    }

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Duration(double seconds) => seconds switch
    {
        < 100 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):F0} min {Math.Floor(seconds % 60):F0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 3600):F0} h {Math.Floor(seconds % 3600 / 60):F0} min"),
    };
}
