using System.Text;

namespace Epoche.Tuning;

/// <summary>
/// What the lines of a journal add up to. Ids stand nowhere: a study's is its place among those created, a trial's among the trials of all
/// studies. What comes too late, such as a second claim of a trial or a report to a finished one, is passed over, as Optuna does.
/// </summary>
internal sealed class JournalState(string file)
{
    private readonly Dictionary<int, StudyRecord> _studies = [];
    private readonly List<(StudyRecord Study, TrialRecord Trial)> _trials = [];
    private readonly Dictionary<string, ParameterDomain> _domains = new(StringComparer.Ordinal);
    private readonly TextCache _texts = new();
    private int _nextStudy;

    /// <summary>How many lines were read.</summary>
    public long Count { get; private set; }

    public IEnumerable<StudyRecord> Studies => _studies.Values.OrderBy(study => study.Id);

    /// <summary>Who is called after each operation on a trial that was not passed over.</summary>
    public Action<StudyRecord, TrialRecord, JournalCode>? Changed { get; set; }

    public StudyRecord? Find(string name) => _studies.Values.FirstOrDefault(study => study.Name == name);

    /// <summary>Reads what a log has in addition by now.</summary>
    public void Read(IStudyLog log)
    {
        while (log.Read(Count) is { Count: > 0 } lines)
        {
            foreach (ReadOnlyMemory<byte> line in lines)
            {
                Apply(line.Span);
            }
        }
    }

    /// <exception cref="DataFormatException">It is not a line of a journal.</exception>
    public void Apply(ReadOnlySpan<byte> line)
    {
        StudyValueReader reader = new(line, _texts);
        if (!reader.TryReadAll(out StudyValue value))
        {
            string found = Shown.Cut(Encoding.UTF8.GetString(line), Shown.LongestQuote);
            throw Wrong($"byte {reader.Position}: {reader.Expected}, in an operation of a journal in JSON", found);
        }

        try
        {
            JournalLine fields = new(value);
            int code = fields.Int("op_code");
            if (code is < 0 or > (int)JournalCode.SetTrialSystemAttribute)
            {
                throw Wrong("an operation of Optuna 3.1 to 5, op_code 0 to 9", $"op_code {code}, of a version that is not known here");
            }

            Apply((JournalCode)code, fields);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            throw Wrong("an operation of a journal", $"{exception.Message} In: {Shown.Cut(value.ToString(), Shown.LongestQuote)}");
        }

        Count++;
    }

    private void Apply(JournalCode code, JournalLine line)
    {
        switch (code)
        {
            case JournalCode.CreateStudy:
                CreateStudy(line);
                break;
            case JournalCode.DeleteStudy:
                _studies.Remove(line.Int("study_id"));
                break;
            case JournalCode.SetStudyUserAttribute:
                (string name, StudyValue value) = line.One("user_attr");
                _studies.GetValueOrDefault(line.Int("study_id"))?.SetUser(name, value);
                break;
            case JournalCode.SetStudySystemAttribute:
                (name, value) = line.One("system_attr");
                _studies.GetValueOrDefault(line.Int("study_id"))?.SetSystem(name, value);
                break;
            case JournalCode.CreateTrial:
                CreateTrial(line);
                break;
            default:
                ChangeTrial(code, line);
                break;
        }
    }

    private void CreateStudy(JournalLine line)
    {
        string name = line.Field("study_name").AsText;
        Direction[] directions = [.. line.Field("directions").AsList.Select(direction => ToEnum<Direction>(direction.AsInteger, 2))];
        if (Find(name) is null)
        {
            _studies.Add(_nextStudy, new(_nextStudy, name, directions));
            _nextStudy++;
        }
    }

    private void CreateTrial(JournalLine line)
    {
        if (!_studies.TryGetValue(line.Int("study_id"), out StudyRecord? study))
        {
            return;
        }

        TrialState state = line.Optional("state") is { } given ? ToEnum<TrialState>(given.AsInteger, 4) : TrialState.Running;
        TrialRecord trial = new(_trials.Count, study.Trials.Count, state)
        {
            Started = line.Optional("datetime_start")?.AsText, Completed = line.Optional("datetime_complete")?.AsText,
            Values = line.Optional("values") is { } values ? JournalLine.Numbers(values)
                : line.Optional("value") is { } value ? [value.AsNumber] : null,
        };
        Dictionary<string, ParameterDomain> domains = new(StringComparer.Ordinal);
        foreach ((string name, StudyValue json) in line.Map("distributions"))
        {
            domains[name] = Domain(json.AsText);
        }

        foreach ((string name, StudyValue number) in line.Map("params"))
        {
            ParameterDomain domain = domains.GetValueOrDefault(name)
                ?? throw new InvalidOperationException($"The parameter '{name}' has no distribution.");
            trial.Set(new(name, domain, number.AsNumber));
            study.Domains.TryAdd(name, domain);
        }

        foreach ((string name, StudyValue attribute) in line.Map("user_attrs"))
        {
            trial.SetUser(name, attribute);
        }

        foreach ((string name, StudyValue attribute) in line.Map("system_attrs"))
        {
            trial.SetSystem(name, attribute);
        }

        foreach ((string step, StudyValue report) in line.Map("intermediate_values"))
        {
            trial.Report(int.Parse(step, System.Globalization.CultureInfo.InvariantCulture), report.AsNumber);
        }

        _trials.Add((study, trial));
        study.TrialList.Add(trial);
        Changed?.Invoke(study, trial, JournalCode.CreateTrial);
    }

    private void ChangeTrial(JournalCode code, JournalLine line)
    {
        int id = line.Int("trial_id");
        if (id < 0 || id >= _trials.Count || _trials[id].Trial.IsFinished)
        {
            return;
        }

        (StudyRecord study, TrialRecord trial) = _trials[id];
        switch (code)
        {
            case JournalCode.SetParameter:
                SetParameter(study, trial, line);
                break;
            case JournalCode.SetState:
                SetState(trial, line);
                break;
            case JournalCode.SetIntermediateValue:
                trial.Report(line.Int("step"), line.Field("intermediate_value").AsNumber);
                break;
            case JournalCode.SetTrialUserAttribute:
                (string name, StudyValue value) = line.One("user_attr");
                trial.SetUser(name, value);
                break;
            default:
                (name, value) = line.One("system_attr");
                trial.SetSystem(name, value);
                break;
        }

        Changed?.Invoke(study, trial, code);
    }

    private void SetParameter(StudyRecord study, TrialRecord trial, JournalLine line)
    {
        string name = line.Field("param_name").AsText;
        ParameterDomain domain = Domain(line.Field("distribution").AsText);
        if (study.Domains.TryGetValue(name, out ParameterDomain? first) && !first.Agrees(domain))
        {
            return;
        }

        trial.Set(new(name, domain, line.Field("param_value_internal").AsNumber));
        study.Domains.TryAdd(name, domain);
    }

    private static void SetState(TrialRecord trial, JournalLine line)
    {
        TrialState state = ToEnum<TrialState>(line.Int("state"), 4);
        if (state == TrialState.Running && trial.State == TrialState.Running)
        {
            return; // another was faster
        }

        trial.State = state;
        if (state == TrialState.Running)
        {
            trial.Started = line.Field("datetime_start").AsText;
        }

        if (trial.IsFinished)
        {
            trial.Completed = line.Field("datetime_complete").AsText;
        }

        if (line.Optional("values") is { } values)
        {
            trial.Values = JournalLine.Numbers(values);
        }
    }

    private ParameterDomain Domain(string json)
    {
        if (!_domains.TryGetValue(json, out ParameterDomain? domain))
        {
            _domains.Add(json, domain = ParameterDomain.Parse(json));
        }

        return domain;
    }

    private static T ToEnum<T>(long value, int most)
        where T : struct, Enum => value >= 0 && value <= most
        ? (T)(object)(int)value
        : throw new InvalidOperationException($"{value} is not a {typeof(T).Name}; expected 0 to {most}.");

    private DataFormatException Wrong(string expected, string found) => new(file, $"line {Count + 1}", expected, found);
}
