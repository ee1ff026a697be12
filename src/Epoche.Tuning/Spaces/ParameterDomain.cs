using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// The values that a parameter can have. Each has an <em>internal</em> number, as Optuna's journal stores it: of a number itself, of a
/// choice its place among the choices.
/// </summary>
public abstract class ParameterDomain : IEquatable<ParameterDomain>
{
    private string? _json;

    private protected ParameterDomain()
    {
    }

    /// <summary>How many values there are; null where they are a continuum.</summary>
    public abstract long? Count { get; }

    /// <summary>Whether there is one value only, so that there is nothing to search.</summary>
    public bool IsSingle => Count == 1 || IsPoint;

    /// <summary>The least and the greatest internal number.</summary>
    public abstract (double Low, double High) Bounds { get; }

    /// <summary>Whether its values have names and no order: no value lies between two others.</summary>
    public virtual bool IsCategorical => false;

    /// <summary>Whether it is searched by the logarithm.</summary>
    public virtual bool IsLogarithmic => false;

    /// <summary>The distance of neighbouring values; 0 where they are a continuum.</summary>
    public virtual double Spacing => 1;

    private protected virtual bool IsPoint => false;

    /// <summary>The value with this internal number.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public abstract StudyValue ToValue(double number);

    /// <summary>The internal number of a value.</summary>
    /// <exception cref="ArgumentException">It is not one of the domain.</exception>
    public double ToNumber(StudyValue value) => TryNumber(value, out double number)
        ? number
        : throw new ArgumentException(Shown.Message($"The value '{value.Show()}' is not among {this}."), nameof(value));

    /// <summary>Whether an internal number is one of the domain.</summary>
    public abstract bool Contains(double number);

    /// <summary>
    /// The internal number at a place of the unit interval: uniform numbers become uniform values, or values whose logarithm is uniform.
    /// </summary>
    /// <param name="place">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="place"/> is outside, or NaN.</exception>
    public double FromUnit(double place) => place is >= 0 and <= 1
        ? At(place)
        : throw new ArgumentOutOfRangeException(nameof(place), $"place is {place}; expected 0 to 1.");

    /// <summary>Where in the unit interval an internal number lies; of discrete values the middle of their part.</summary>
    /// <exception cref="ArgumentException">The number is not one of the domain.</exception>
    public double ToUnit(double number) => Contains(number)
        ? PlaceOf(number)
        : throw new ArgumentException($"The number {number} is not among {this}.", nameof(number));

    /// <summary>As Optuna writes it in a journal, which is JSON.</summary>
    public string ToJson() => _json ??= StudyValueText.Of(ToMap());

    /// <summary>Reads what <see cref="ToJson"/> or Optuna wrote.</summary>
    /// <exception cref="FormatException">It is not the text of a domain.</exception>
    public static ParameterDomain Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        StudyValue value = StudyValue.Parse(json);
        try
        {
            return DomainJson.Read(value);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new FormatException(Shown.Message($"'{json}' is not a distribution: {exception.Message}"), exception);
        }
    }

    /// <inheritdoc/>
    public bool Equals(ParameterDomain? other) => other is not null && other.ToJson() == ToJson();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterDomain);

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// Whether a parameter of a study may have the one in a trial and the other in a later one: ranges may change; the kind, the choices
    /// and the logarithm may not.
    /// </summary>
    internal bool Agrees(ParameterDomain other) =>
        GetType() == other.GetType() && (IsCategorical ? Equals(other) : IsLogarithmic == other.IsLogarithmic);

    internal abstract bool TryNumber(StudyValue value, out double number);

    internal abstract StudyValue ToMap();

    private protected abstract double At(double place);

    private protected abstract double PlaceOf(double number);
}
