namespace Epoche.Cli.Words;

/// <summary>What <c>epoche doubt --json</c> prints.</summary>
internal static class DoubtJson
{
    public static string Write(DoubtReport report)
    {
        return JsonText.Object(json =>
        {
            json.WriteString("run", PathText.Portable(report.Run));
            json.WriteString("recipe", report.Recipe);
            json.WriteNumber("seed", report.Seed);
            json.WriteString("rule", report.Rule);
            json.WriteString("promise", report.Promise);
            json.WriteNumber("samples", report.Samples);
            json.WriteStartObject("sets");
            foreach (SetOutcome set in report.Sets)
            {
                json.WriteStartObject(set.Name);
                json.WriteNumber("images", set.Images);
                json.Finite("refused", set.Refused);
                json.Finite("auroc", set.Auroc);
                json.Finite("fpr95", set.Fpr95);
                if (set.Name == SetOutcome.Test)
                {
                    json.Finite("forced_accuracy", report.Test.Evaluation.Accuracy);
                    json.Finite("coverage", report.Test.Coverage);
                    json.Finite("accuracy", report.Test.AnsweredAccuracy);
                    foreach (string name in (string[])["ece", "nll", "brier"])
                    {
                        json.Finite(name, report.Test.Measured(name));
                    }

                    json.Finite("aurc", report.Test.Aurc);
                    json.Finite("coverage_at_999", report.Test.CoverageAt999);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartObject("skipped");
            foreach (DoubtSet set in report.Skipped)
            {
                json.WriteString(set.Name, set.Missing);
            }

            json.WriteEndObject();
        });
    }
}
