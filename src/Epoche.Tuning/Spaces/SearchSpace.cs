using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// The parameters that a study searches, in order; a parameter may exist only where one before it has certain values. Immutable: each
/// method gives a new space.
/// <code>
/// SearchSpace space = SearchSpace.Empty
///     .Float("learning_rate", 1e-5, 1e-2, log: true)
///     .Int("layers", 1, 2)
///     .When("layers", [2], layer => layer.Int("width_2", 32, 256));
/// </code>
/// </summary>
public sealed class SearchSpace
{
    private const int MostParameters = 10_000;

    private readonly Dictionary<string, int> _places;
    private readonly int[] _parents; // -1: always there

    private SearchSpace(IReadOnlyList<SearchParameter> parameters)
    {
        Parameters = parameters;
        _places = new(StringComparer.Ordinal);
        for (int i = 0; i < parameters.Count; i++)
        {
            _places.Add(parameters[i].Name, i);
        }

        _parents = [.. parameters.Select(parameter => parameter.Condition is { } condition ? _places[condition.Parent] : -1)];
        Count = Combinations();
    }

    /// <summary>No parameters.</summary>
    public static SearchSpace Empty { get; } = new([]);

    /// <summary>The parameters, in order.</summary>
    public IReadOnlyList<SearchParameter> Parameters { get; }

    /// <summary>How many combinations of values there are; null where a parameter is a continuum, or there are more than 2⁶³.</summary>
    public long? Count { get; }

    /// <summary>Whether a parameter exists only where another has certain values.</summary>
    public bool IsConditional => Parameters.Any(parameter => parameter.Condition is not null);

    /// <summary>Adds a parameter.</summary>
    /// <exception cref="ArgumentException">
    /// Its name is empty or taken, or its condition names no parameter before it, or values that this one does not have.
    /// </exception>
    public SearchSpace Add(SearchParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.Name.Length == 0 || _places.ContainsKey(parameter.Name))
        {
            string what = parameter.Name.Length == 0 ? "A parameter has a name; received an empty one."
                : $"There is a parameter '{parameter.Name}' already; expected another name.";
            throw new ArgumentException(Shown.Message($"{what}"), nameof(parameter));
        }

        if (Parameters.Count == MostParameters)
        {
            throw new ArgumentException($"A space has at most {MostParameters} parameters.", nameof(parameter));
        }

        if (parameter.Condition is { } condition)
        {
            ParameterDomain parent = Domain(condition.Parent);
            foreach (double number in condition.Numbers.Where(number => !parent.Contains(number)))
            {
                throw new ArgumentException(Shown.Message(
                    $"'{parameter.Name}' exists where '{condition.Parent}' is {number}, which is not among {parent}."), nameof(parameter));
            }
        }

        return new([.. Parameters, parameter]);
    }

    /// <summary>Adds a number.</summary>
    /// <inheritdoc cref="FloatDomain(double, double, bool, double?)"/>
    public SearchSpace Float(string name, double low, double high, bool log = false, double? step = null) =>
        Add(name, () => new FloatDomain(low, high, log, step));

    /// <summary>Adds a whole number.</summary>
    /// <inheritdoc cref="IntDomain(long, long, bool, long)"/>
    public SearchSpace Int(string name, long low, long high, bool log = false, long step = 1) =>
        Add(name, () => new IntDomain(low, high, log, step));

    /// <summary>Adds a choice.</summary>
    /// <inheritdoc cref="CategoricalDomain(IReadOnlyList{StudyValue})"/>
    public SearchSpace Choice(string name, params IReadOnlyList<StudyValue> choices) => Add(name, () => new CategoricalDomain(choices));

    /// <summary>Adds parameters that exist only where another has one of these values.</summary>
    /// <param name="parent">The other parameter, which stands there already.</param>
    /// <param name="values">Its values.</param>
    /// <param name="add">Adds the parameters.</param>
    /// <exception cref="ArgumentException">There is no such parameter, it lacks a value, or what is added is not right.</exception>
    public SearchSpace When(string parent, IReadOnlyList<StudyValue> values, Func<SearchSpace, SearchSpace> add)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(add);
        ParameterDomain domain = Domain(parent);
        ParameterCondition condition = new(parent, [.. values.Select(domain.ToNumber)]);
        SearchSpace inner = add(Empty) ?? throw new ArgumentException("add gave no space.", nameof(add)), all = this;
        foreach (SearchParameter parameter in inner.Parameters)
        {
            all = all.Add(parameter.Condition is null ? parameter with { Condition = condition } : parameter);
        }

        return all;
    }

    /// <summary>The values that a parameter can have.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public ParameterDomain Domain(string name) => Parameters[IndexOf(name)].Domain;

    /// <summary>The place of a parameter.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _places.TryGetValue(name, out int place)
            ? place
            : throw new ArgumentException(
                Shown.Message($"There is no parameter '{name}' in the space.{NearestHint.For(name, _places.Keys)}"), nameof(name));
    }

    /// <summary>Whether there is a parameter of this name.</summary>
    public bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _places.ContainsKey(name);
    }

    /// <summary>Replaces the numbers of parameters that do not exist beside the others by NaN.</summary>
    /// <param name="numbers">Internal numbers, one for each parameter.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than parameters.</exception>
    public void BlankMissing(Span<double> numbers)
    {
        if (numbers.Length != Parameters.Count)
        {
            throw new ArgumentException($"Expected {Parameters.Count} numbers; received {numbers.Length}.", nameof(numbers));
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            if (_parents[i] >= 0 && !Parameters[i].Condition!.Holds(numbers[_parents[i]]))
            {
                numbers[i] = double.NaN;
            }
        }
    }

    /// <summary>Whether a parameter exists beside these numbers of those before it.</summary>
    internal bool Exists(int parameter, ReadOnlySpan<double> numbers) =>
        _parents[parameter] < 0 || Parameters[parameter].Condition!.Holds(numbers[_parents[parameter]]);

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", Parameters);

    internal StudyValue ToMap() => StudyValue.OfList([.. Parameters.Select(parameter => StudyValue.Of(
    [
        new("name", parameter.Name), new("distribution", parameter.Domain.ToMap()), new("when", parameter.Condition?.ToMap() ?? default),
    ]))]);

    private SearchSpace Add(string name, Func<ParameterDomain> make)
    {
        ArgumentNullException.ThrowIfNull(name);
        ParameterDomain domain;
        try
        {
            domain = make();
        }
        catch (ArgumentException exception) when (exception is not ArgumentNullException)
        {
            string reason = exception.Message.Split(" (Parameter '")[0];
            throw new ArgumentException(Shown.Message($"The parameter '{name}': {reason}"), exception.ParamName, exception);
        }

        return Add(new SearchParameter(name, domain));
    }

    /// <summary>From the last parameter to the first: what a parameter's children add counts for some of its values only.</summary>
    private long? Combinations()
    {
        Int128 all = 1;
        Int128[][] below = new Int128[Parameters.Count][]; // for each value of a parameter, the combinations of what depends on it
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Domain.Count is not { } count)
            {
                return null;
            }

            below[i] = count <= 1 << 16 ? Enumerable.Repeat(Int128.One, (int)count).ToArray() : [];
        }

        for (int i = Parameters.Count - 1; i >= 0; i--)
        {
            Int128 own = below[i].Length == 0 ? Parameters[i].Domain.Count!.Value
                : below[i].Aggregate(Int128.Zero, (sum, one) => sum + one);
            if (own > long.MaxValue)
            {
                return null;
            }

            if (_parents[i] < 0)
            {
                all *= own;
                if (all > long.MaxValue)
                {
                    return null;
                }

                continue;
            }

            ParameterDomain parent = Parameters[_parents[i]].Domain;
            foreach (double number in Parameters[i].Condition!.Numbers)
            {
                int value = (int)Math.Round((number - parent.Bounds.Low) / parent.Spacing);
                if (value >= below[_parents[i]].Length || (below[_parents[i]][value] *= own) > long.MaxValue)
                {
                    return null;
                }
            }
        }

        return (long)all;
    }
}
