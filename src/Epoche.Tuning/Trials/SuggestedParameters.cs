namespace Epoche.Tuning;

/// <summary>
/// Suggestions for a trial whose objective has not named its parameters yet, as an attribute: of each name the internal number and the
/// domain.
/// </summary>
internal static class SuggestedParameters
{
    public static StudyValue ToValue(IReadOnlyList<TrialParameter> parameters) => StudyValue.Of(
    [
        .. parameters.Select(one => new KeyValuePair<string, StudyValue>(one.Name, StudyValue.List(one.Number, one.Domain.ToJson()))),
    ]);

    /// <exception cref="InvalidOperationException">It is not that.</exception>
    /// <exception cref="FormatException">A domain is not one.</exception>
    public static IReadOnlyList<TrialParameter> Read(StudyValue value) =>
    [
        .. value.AsMap.Select(one => new TrialParameter(
            one.Key, ParameterDomain.Parse(one.Value.AsList[1].AsText), one.Value.AsList[0].AsNumber)),
    ];
}
