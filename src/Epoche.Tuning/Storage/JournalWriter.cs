using System.Globalization;

namespace Epoche.Tuning;

/// <summary>Makes the lines of a journal, in the name of one worker.</summary>
internal sealed class JournalWriter(string worker, TimeProvider clock)
{
    public string CreateStudy(string name, IReadOnlyList<Direction> directions) => Line(
        JournalCode.CreateStudy,
        new("study_name", name), new("directions", StudyValue.OfList([.. directions.Select(direction => (StudyValue)(int)direction)])));

    public string StudyAttribute(int study, string key, StudyValue value, bool isSystem) => Line(
        isSystem ? JournalCode.SetStudySystemAttribute : JournalCode.SetStudyUserAttribute,
        new("study_id", study), new(isSystem ? "system_attr" : "user_attr", One(key, value)));

    /// <summary>A trial with all that it begins with in one line, so that no crash can leave half of it.</summary>
    public string CreateTrial(
        int study, TrialState state, IReadOnlyList<TrialParameter> parameters, IReadOnlyList<KeyValuePair<string, StudyValue>> system,
        IReadOnlyList<KeyValuePair<string, StudyValue>>? user = null) => Line(
        JournalCode.CreateTrial,
        new("study_id", study), new("datetime_start", state == TrialState.Running ? Now() : default(StudyValue)),
        new("state", (int)state), new("value", default), new("values", default),
        new("distributions", StudyValue.Of([.. parameters.Select(one => Pair(one.Name, one.Domain.ToJson()))])),
        new("params", StudyValue.Of([.. parameters.Select(one => Pair(one.Name, one.Number))])),
        new("user_attrs", StudyValue.Of(user ?? [])), new("system_attrs", StudyValue.Of(system)),
        new("intermediate_values", StudyValue.Of([])));

    public string Parameter(int trial, TrialParameter parameter) => Line(
        JournalCode.SetParameter,
        new("trial_id", trial), new("param_name", parameter.Name), new("param_value_internal", parameter.Number),
        new("distribution", parameter.Domain.ToJson()));

    public string State(int trial, TrialState state, IReadOnlyList<double>? values = null)
    {
        List<KeyValuePair<string, StudyValue>> members =
        [
            new("trial_id", trial), new("state", (int)state),
            new("values", values is null ? default : StudyValue.OfList([.. values.Select(value => (StudyValue)value)])),
        ];
        if (state != TrialState.Waiting)
        {
            members.Add(new(state == TrialState.Running ? "datetime_start" : "datetime_complete", Now()));
        }

        return Line(JournalCode.SetState, [.. members]);
    }

    public string Intermediate(int trial, int step, double value) => Line(
        JournalCode.SetIntermediateValue, new("trial_id", trial), new("step", step), new("intermediate_value", value));

    public string TrialAttribute(int trial, string key, StudyValue value, bool isSystem) => Line(
        isSystem ? JournalCode.SetTrialSystemAttribute : JournalCode.SetTrialUserAttribute,
        new("trial_id", trial), new(isSystem ? "system_attr" : "user_attr", One(key, value)));

    private static KeyValuePair<string, StudyValue> Pair(string name, StudyValue value) => new(name, value);

    private static StudyValue One(string key, StudyValue value) => StudyValue.Of([new(key, value)]);

    /// <summary>Local and without an offset, as every version of Optuna reads it.</summary>
    private string Now() => clock.GetLocalNow().DateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private string Line(JournalCode code, params KeyValuePair<string, StudyValue>[] members) =>
        StudyValueText.Of(StudyValue.Of([new("op_code", (int)code), new("worker_id", worker), .. members]));
}
