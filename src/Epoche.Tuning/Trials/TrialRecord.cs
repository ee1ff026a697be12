using System.Globalization;
using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// What is known of a trial. That of a finished trial never changes; that of a running one is as it was when it was asked for.
/// </summary>
public sealed class TrialRecord
{
    internal const string ConstraintsKey = "constraints", FixedKey = "fixed_params";
    internal const string ParentKey = "epoche:parent", SuggestedKey = "epoche:suggested";

    private static readonly IReadOnlyDictionary<string, StudyValue> s_noAttributes = new Dictionary<string, StudyValue>();

    private List<TrialParameter> _parameters = [];
    private List<IntermediateValue>? _intermediate;
    private Dictionary<string, StudyValue>? _user, _system;

    internal TrialRecord(int id, int number, TrialState state) => (Id, Number, State) = (id, number, state);

    /// <summary>Its place in the study, from 0.</summary>
    public int Number { get; }

    /// <summary>Where it stands.</summary>
    public TrialState State { get; internal set; }

    /// <summary>The objectives' values; null where there are none yet, or it failed.</summary>
    public IReadOnlyList<double>? Values { get; internal set; }

    /// <summary>The first objective's value; null where there is none.</summary>
    public double? Value => Values is [var first, ..] ? first : null;

    /// <summary>Its parameters.</summary>
    public IReadOnlyList<TrialParameter> Parameters => _parameters;

    /// <summary>What it reported on its way, in the order of the reports.</summary>
    public IReadOnlyList<IntermediateValue> IntermediateValues => _intermediate ?? (IReadOnlyList<IntermediateValue>)[];

    /// <summary>What its objective noted.</summary>
    public IReadOnlyDictionary<string, StudyValue> UserAttributes => _user ?? s_noAttributes;

    /// <summary>What the tuner noted.</summary>
    public IReadOnlyDictionary<string, StudyValue> SystemAttributes => _system ?? s_noAttributes;

    /// <summary>The number of the trial from whose checkpoint it began; null where it began afresh.</summary>
    public int? Parent => SystemAttributes.TryGetValue(ParentKey, out StudyValue value)
        && value is { Kind: StudyValueKind.Integer, AsInteger: >= 0 and <= int.MaxValue } ? (int)value.AsInteger : null;

    /// <summary>
    /// What was suggested for it before its objective named any parameter; of these it has those that the objective names later.
    /// </summary>
    internal IReadOnlyList<TrialParameter> Suggested { get; private set; } = [];

    /// <summary>When it began, as it stands in the study's file; null while it waits.</summary>
    public string? Started { get; internal set; }

    /// <summary>When it ended, as it stands in the study's file; null before.</summary>
    public string? Completed { get; internal set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsFinished => State is TrialState.Complete or TrialState.Pruned or TrialState.Fail;

    /// <summary>Its constraints' values: those above 0 are violated. Null where it has none.</summary>
    public IReadOnlyList<double>? Constraints { get; private set; }

    /// <summary>How much it violates its constraints in all; 0 where it satisfies them or has none.</summary>
    public double Violation => Constraints?.Sum(value => Math.Max(0, value)) ?? 0;

    /// <summary>How long it took; null before its end.</summary>
    public TimeSpan? Duration => Time(Completed) - Time(Started);

    internal int Id { get; }

    /// <summary>The same list, for who reads thousands of them.</summary>
    internal List<TrialParameter> ParameterList => _parameters;

    /// <summary>The last report; null where there is none.</summary>
    public IntermediateValue? Last
    {
        get
        {
            IntermediateValue? last = null;
            foreach (IntermediateValue report in IntermediateValues)
            {
                last = last is { } other && other.Step > report.Step ? other : report;
            }

            return last;
        }
    }

    /// <summary>The parameter of a name; null where it has none.</summary>
    public TrialParameter? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (TrialParameter parameter in _parameters)
        {
            if (parameter.Name == name)
            {
                return parameter;
            }
        }

        return null;
    }

    /// <summary>What it reported at a step; null where it did not.</summary>
    public double? At(int step)
    {
        foreach (IntermediateValue report in IntermediateValues)
        {
            if (report.Step == step)
            {
                return report.Value;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"trial {Number}: {State}{(Values is null ? "" : $", {string.Join(", ", Values.Select(StudyValue.NumberText))}")}"
        + $"{(_parameters.Count == 0 ? "" : $" ({string.Join(", ", _parameters)})")}";

    internal void Set(TrialParameter parameter)
    {
        int place = _parameters.FindIndex(other => other.Name == parameter.Name);
        if (place < 0)
        {
            _parameters.Add(parameter);
        }
        else
        {
            _parameters[place] = parameter;
        }
    }

    internal void Report(int step, double value)
    {
        _intermediate ??= [];
        int place = _intermediate.FindLastIndex(report => report.Step == step);
        if (place < 0)
        {
            _intermediate.Add(new(step, value));
        }
        else
        {
            _intermediate[place] = new(step, value);
        }
    }

    internal void SetUser(string key, StudyValue value) => (_user ??= new(StringComparer.Ordinal))[key] = value;

    internal void SetSystem(string key, StudyValue value)
    {
        (_system ??= new(StringComparer.Ordinal))[key] = value;
        if (key == ConstraintsKey && value.Kind == StudyValueKind.List
            && value.AsList.All(one => one.Kind is StudyValueKind.Integer or StudyValueKind.Number))
        {
            Constraints = [.. value.AsList.Select(one => one.AsNumber)];
        }
        else if (key == SuggestedKey)
        {
            Suggested = SuggestedParameters.Read(value);
        }
    }

    /// <summary>As it is now, with reports up to a step only where one is given.</summary>
    internal TrialRecord Copy(int? lastStep = null) => new(Id, Number, State)
    {
        Values = Values, Started = Started, Completed = Completed, Constraints = Constraints, Suggested = Suggested,
        _parameters = [.. _parameters],
        _intermediate = _intermediate?.Where(report => lastStep is null || report.Step <= lastStep).ToList(),
        _user = _user is null ? null : new(_user, StringComparer.Ordinal),
        _system = _system is null ? null : new(_system, StringComparer.Ordinal),
    };

    /// <summary>As others see it before its result: with what was suggested, however many of it its objective has named by now.</summary>
    internal TrialRecord AsSuggested() => new(Id, Number, State) { _parameters = [.. Suggested] };

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTime time)
            ? time
            : null;
}
