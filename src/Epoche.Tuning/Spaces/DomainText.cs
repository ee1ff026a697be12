namespace Epoche.Tuning;

/// <summary>The form in which Optuna writes what it calls a distribution.</summary>
internal static class DomainText
{
    public static StudyValue Of(string name, params KeyValuePair<string, StudyValue>[] attributes) =>
        StudyValue.Of([new("name", name), new("attributes", StudyValue.Of(attributes))]);
}
