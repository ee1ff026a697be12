namespace Epoche.Cli.Words;

/// <summary>What came of an ablation, for people and for programs.</summary>
internal static class AblationTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<AblationRow> rows) => TextTable.Lines(
    [
        ["change", "right when forced", "answered", "right of these", "noise refused", "letters refused"],
        .. from row in rows
           select (string[])
           [
               row.Name, Format.Accuracy(row.Forced), Format.Accuracy(row.Coverage), Format.Accuracy(row.Accuracy),
               Format.Accuracy(row.Noise), Format.Accuracy(row.Letters),
           ],
    ]);

    public static string Json(AblationStudy study) => JsonText.Object(json =>
    {
        json.WriteString("recipe", study.Recipe.Name);
        json.WriteNumber("seed", study.Recipe.Seed);
        json.WriteStartArray("rows");
        foreach (AblationRow row in study.Rows)
        {
            json.WriteStartObject();
            json.WriteString("change", row.Name);
            json.Finite("forced_accuracy", row.Forced);
            json.Finite("coverage", row.Coverage);
            json.Finite("accuracy", row.Accuracy);
            json.Finite("uniform_refused", row.Noise);
            json.Finite("letters_refused", row.Letters);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
