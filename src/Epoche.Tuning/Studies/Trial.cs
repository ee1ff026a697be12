using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// A trial while it runs: its objective reads parameters from it and reports to it. Serves one thread at a time.
/// </summary>
public sealed class Trial
{
    private readonly StudyCore _core;
    private readonly Segment _segment;
    private readonly int _epoch;
    private TrialDecision _decision;

    internal Trial(StudyCore core, Segment segment)
    {
        (_core, _segment, _epoch) = (core, segment, segment.Epoch);
        lock (core.Gate)
        {
            History = core.Schedule.ViewOf(segment);

            // A worker may have been killed between the report at which the trial was to stop and its stop.
            _decision = segment.Trial.Last is { } last && last.Step > segment.StartStep ? Decide(last.Step) : TrialDecision.Continue;
        }
    }

    /// <summary>Its place in the study, from 0.</summary>
    public int Number => _segment.Trial.Number;

    /// <summary>
    /// The last step that it reported, in this process or before it was paused or its worker was killed; null where there is none.
    /// </summary>
    public int? LastStep => Locked(() => _segment.Trial.Last?.Step);

    /// <summary>The number of the trial from whose checkpoint it is to begin; null where it begins afresh.</summary>
    public int? Parent => _segment.Trial.Parent;

    /// <summary>What the last report led to.</summary>
    public TrialDecision Decision => _decision;

    /// <summary>What is known of it now.</summary>
    public TrialRecord Record => Locked(() => _segment.Trial.Copy());

    internal StudyHistory History { get; }

    internal Segment Segment => _segment;

    /// <summary>Whether it has a parameter.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The value of a parameter that the study's space has.</summary>
    /// <exception cref="ArgumentException">It has none of that name.</exception>
    public StudyValue this[string name] => (Find(name) ?? throw Missing(name)).Value;

    /// <summary>A number of the study's space.</summary>
    /// <exception cref="ArgumentException">The trial has no parameter of that name.</exception>
    /// <exception cref="InvalidOperationException">It is not a number.</exception>
    public double Float(string name) => this[name].AsNumber;

    /// <summary>A whole number of the study's space.</summary>
    /// <exception cref="ArgumentException">The trial has no parameter of that name.</exception>
    /// <exception cref="InvalidOperationException">It is not a whole number of 32 bits.</exception>
    public int Int(string name)
    {
        long value = this[name].AsInteger;
        return (int)value == value ? (int)value
            : throw new InvalidOperationException($"The parameter '{name}' is {value}, which has more than 32 bits; read it by its index.");
    }

    /// <summary>A choice of the study's space.</summary>
    /// <exception cref="ArgumentException">The trial has no parameter of that name.</exception>
    public StudyValue Choice(string name) => this[name];

    /// <summary>A number; a parameter that the study does not know before the objective names it.</summary>
    /// <inheritdoc cref="FloatDomain(double, double, bool, double?)"/>
    public double Float(string name, double low, double high, bool log = false, double? step = null) =>
        Named(name, new FloatDomain(low, high, log, step)).AsNumber;

    /// <summary>A whole number; a parameter that the study does not know before the objective names it.</summary>
    /// <inheritdoc cref="IntDomain(long, long, bool, long)"/>
    public int Int(string name, int low, int high, bool log = false, int step = 1) =>
        (int)Named(name, new IntDomain(low, high, log, step)).AsInteger;

    /// <summary>A choice; a parameter that the study does not know before the objective names it.</summary>
    /// <inheritdoc cref="CategoricalDomain(IReadOnlyList{StudyValue})"/>
    public StudyValue Choice(string name, params IReadOnlyList<StudyValue> choices) => Named(name, new CategoricalDomain(choices));

    /// <summary>Reports the objective on the way, and asks whether to go on.</summary>
    /// <param name="step">
    /// How far the trial is: an epoch, a number of steps, the index of a seed. A report to a step replaces an earlier one.
    /// </param>
    /// <param name="value">The objective there.</param>
    /// <returns>
    /// <see cref="TrialDecision.Pause"/>: save a checkpoint and return, whatever value; the trial may be promoted, and its objective called
    /// again. <see cref="TrialDecision.Prune"/>: return.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    /// <exception cref="TrialLostException">Another worker took the trial over, or it has ended.</exception>
    public TrialDecision Report(int step, double value)
    {
        CountChecks.AtLeast(0, step);
        lock (_core.Gate)
        {
            Write(writer => writer.Intermediate(_segment.Trial.Id, step, value));
            return _decision = Decide(step);
        }
    }

    /// <summary>Reports the objective on the way, and asks whether to stop, for now or for good: then return, whatever value.</summary>
    /// <inheritdoc cref="Report"/>
    public bool ShouldStop(int step, double value) => Report(step, value) != TrialDecision.Continue;

    /// <summary>Notes something in the study's file.</summary>
    /// <exception cref="TrialLostException">Another worker took the trial over, or it has ended.</exception>
    public void Set(string key, StudyValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_core.Gate)
        {
            Write(writer => writer.TrialAttribute(_segment.Trial.Id, key, value, isSystem: false));
        }
    }

    /// <summary>
    /// Gives the values of the trial's constraints: those above 0 are violated, and a trial that violates none is preferred.
    /// </summary>
    /// <exception cref="TrialLostException">Another worker took the trial over, or it has ended.</exception>
    public void SetConstraints(params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        StudyValue list = StudyValue.OfList([.. values.Select(value => (StudyValue)value)]);
        lock (_core.Gate)
        {
            Write(writer => writer.TrialAttribute(_segment.Trial.Id, TrialRecord.ConstraintsKey, list, isSystem: true));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Locked(() => $"{_segment.Trial}");

    internal void Write(Func<JournalWriter, string> line) => Write(() => [_core.Line(line)]);

    internal void Write(Func<IReadOnlyList<string>> lines) => _core.WriteTo(_segment, _epoch, lines);

    private TrialDecision Decide(int step) =>
        _core.Options.Pruner.Decide(new(_core.Options.Name, _segment.Trial, step, History));

    private StudyValue Named(string name, ParameterDomain domain)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_core.Gate)
        {
            if (_segment.Trial.Find(name) is { } known)
            {
                return known.Domain.Agrees(domain) && domain.Contains(known.Number) ? known.Value
                    : throw Changed(name, known.Domain, domain);
            }

            if (_core.Record.Domains.TryGetValue(name, out ParameterDomain? first) && !first.Agrees(domain))
            {
                throw Changed(name, first, domain);
            }

            SearchSpace alone = SearchSpace.Empty.Add(new SearchParameter(name, domain));
            double number = Suggester.Fixed(_segment.Trial, name, domain)
                ?? _segment.Trial.Suggested.FirstOrDefault(one => one.Name == name && one.Domain.Equals(domain))?.Number
                ?? _core.Options.Sampler.SuggestAlone(new(alone, History, _core.Options.Seed, Number));
            Write(writer => writer.Parameter(_segment.Trial.Id, new(name, domain, number)));
            return domain.ToValue(number);
        }
    }

    private TrialParameter? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Locked(() => _segment.Trial.Find(name));
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_core.Gate)
        {
            return read();
        }
    }

    private ArgumentException Missing(string name)
    {
        List<string> known = Locked(() => _segment.Trial.Parameters.Select(parameter => parameter.Name).ToList());
        string where = _core.Options.Space?.Has(name) == true ? "does not exist beside its other values; ask Has first"
            : $"is not one of its parameters.{NearestHint.For(name, known)} Give its range to name it now";
        return new(Shown.Message($"Trial {Number}: '{name}' {where}."), nameof(name));
    }

    private ArgumentException Changed(string name, ParameterDomain known, ParameterDomain received) => new(Shown.Message(
        $"Trial {Number}: the parameter '{name}' has been {known} in this study; received {received}. Keep to the kind and the "
        + $"choices that it began with, or give the parameter another name."), nameof(name));
}
