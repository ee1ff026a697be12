namespace Epoche.Tuning;

/// <summary>Reads the distributions of Optuna's journals; the older names too, which it still reads itself.</summary>
internal static class DomainJson
{
    /// <exception cref="ArgumentException">It is not one, or not a range.</exception>
    /// <exception cref="InvalidOperationException">A value of it has another kind.</exception>
    public static ParameterDomain Read(StudyValue json)
    {
        string name = Member(json, "name").AsText;
        StudyValue attributes = Member(json, "attributes");
        return name switch
        {
            "FloatDistribution" => Float(attributes, IsTrue(attributes, "log"), Optional(attributes, "step")),
            "UniformDistribution" => Float(attributes, log: false, null),
            "LogUniformDistribution" => Float(attributes, log: true, null),
            "DiscreteUniformDistribution" => Float(attributes, log: false, Member(attributes, "q")),
            "IntDistribution" => Int(attributes, IsTrue(attributes, "log")),
            "IntUniformDistribution" => Int(attributes, log: false),
            "IntLogUniformDistribution" => Int(attributes, log: true),
            "CategoricalDistribution" => new CategoricalDomain(Member(attributes, "choices").AsList),
            _ => throw new ArgumentException(Shown.Message(
                $"there is no distribution '{name}'; expected FloatDistribution, IntDistribution or CategoricalDistribution.")),
        };
    }

    private static FloatDomain Float(StudyValue attributes, bool log, StudyValue? step) => new(
        Member(attributes, "low").AsNumber, Member(attributes, "high").AsNumber, log, step?.AsNumber);

    private static IntDomain Int(StudyValue attributes, bool log) => new(
        Member(attributes, "low").AsInteger, Member(attributes, "high").AsInteger, log,
        Optional(attributes, "step")?.AsInteger ?? 1);

    private static bool IsTrue(StudyValue attributes, string name) => Optional(attributes, name)?.AsBoolean ?? false;

    private static StudyValue? Optional(StudyValue of, string name) => of[name] is { Kind: not StudyValueKind.Null } value
        ? value : (StudyValue?)null;

    private static StudyValue Member(StudyValue of, string name) =>
        of[name] ?? throw new ArgumentException($"'{name}' is missing.", nameof(name));
}
