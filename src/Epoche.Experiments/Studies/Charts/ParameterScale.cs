using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>A parameter of a study as an axis: all values that its trials could have.</summary>
internal sealed class ParameterScale
{
    private readonly bool _isWhole;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Axis _axis;

    /// <param name="name">The parameter.</param>
    /// <param name="trials">The trials that have it.</param>
    public ParameterScale(string name, IEnumerable<TrialRecord> trials)
    {
        Name = name;
        HashSet<ParameterDomain> domains = new(ReferenceEqualityComparer.Instance);
        foreach (TrialRecord trial in trials)
        {
            if (trial.Find(name) is { } parameter)
            {
                domains.Add(parameter.Domain);
            }
        }

        IsNames = domains.Any(domain => domain.IsCategorical);
        IsLogarithmic = !IsNames && domains.All(domain => domain.IsLogarithmic);
        _isWhole = domains.All(domain => domain is IntDomain);
        if (IsNames)
        {
            domains.OfType<CategoricalDomain>().SelectMany(domain => domain.Choices).Select(StudyText.Of).ToList().ForEach(Add);
            foreach (TrialRecord trial in trials)
            {
                if (trial.Find(name) is { } parameter)
                {
                    Add(StudyText.Of(parameter));
                }
            }
        }
        else
        {
            (Low, High) = (domains.Min(domain => domain.Bounds.Low), domains.Max(domain => domain.Bounds.High));
        }

        _axis = ToAxis(400, isHorizontal: true);
    }

    public string Name { get; }

    /// <summary>Whether its values have names and no order.</summary>
    public bool IsNames { get; }

    public bool IsLogarithmic { get; }

    /// <summary>Whether it has few whole numbers, each with its part of the axis.</summary>
    public bool IsFew => _isWhole && !IsNames && !IsLogarithmic && High - Low <= 12;

    public double Low { get; }

    public double High { get; }

    /// <summary>The names, where it has such.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>What stands below a chart.</summary>
    public string Label => StudyText.Cut(Name, 32) + (IsLogarithmic ? ", by the logarithm" : "");

    /// <summary>Where a trial lies on the axis; null where it does not have the parameter.</summary>
    public double? Of(TrialRecord trial) => trial.Find(Name) is not { } parameter ? null
        : IsNames ? _places[StudyText.Of(parameter)]
        : double.IsFinite(parameter.Number) ? parameter.Number : null;

    /// <summary>Where a value lies, from 0 to 1.</summary>
    public double Unit(double value) => Math.Clamp(_axis.At(value), 0, 1);

    /// <summary>The value at a place from 0 to 1, by the axis.</summary>
    public double FromUnit(double place)
    {
        double low = _axis.Min, high = _axis.Max;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low / 2) + (high / 2);
            (low, high) = _axis.At(middle) < place ? (middle, high) : (low, middle);
        }

        return place <= 0 ? _axis.Min : place >= 1 ? _axis.Max : high;
    }

    public Axis ToAxis(double units, bool isHorizontal) => IsNames ? NamesAxis(units, isHorizontal)
        : IsLogarithmic ? new LogarithmicAxis(Low, High, Ticks(units, isHorizontal))
        : IsFew ? Axis.Exact(Low - 0.5, High + 0.5, Ticks(units, isHorizontal), isWhole: true)
        : Axis.Exact(Low, High, Ticks(units, isHorizontal), _isWhole);

    private static int Ticks(double units, bool isHorizontal) => Math.Max(2, (int)(units / (isHorizontal ? 85 : 48)));

    private NameAxis NamesAxis(double units, bool isHorizontal)
    {
        if (!isHorizontal)
        {
            return new(_names, Math.Max(2, (int)(units / 15)), 14);
        }

        const int LetterWidth = 7, Shortest = 5;
        int each = (int)(units / Math.Max(1, _names.Count) / LetterWidth) - 1;
        int longest = _names.Max(name => name.Length);
        return each >= Math.Min(longest, Shortest)
            ? new(_names, _names.Count, Math.Max(each, 2))
            : new(_names, Math.Max(2, (int)(units / (LetterWidth * (Shortest + 3)))), Shortest + 1);
    }

    private void Add(string name)
    {
        if (_places.TryAdd(name, _names.Count))
        {
            _names.Add(name);
        }
    }
}
