using System.Globalization;
using System.Text;
using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// A value as a study's file holds it: a choice of a parameter, an attribute. JSON's values, with whole numbers apart from others, and with
/// NaN and the infinities, which JSON does not have. Converts from the usual types by itself: <c>trial.Set("note", "warm start")</c>.
/// </summary>
public readonly struct StudyValue : IEquatable<StudyValue>
{
    private readonly object? _content; // text, list or map
    private readonly long _bits; // of what is no object

    private StudyValue(StudyValueKind kind, long bits, object? content = null) => (Kind, _bits, _content) = (kind, bits, content);

    /// <summary>What it is.</summary>
    public StudyValueKind Kind { get; }

    /// <summary>True or false.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public bool AsBoolean => Kind == StudyValueKind.Boolean ? _bits != 0 : throw Is("true or false");

    /// <summary>A whole number; a number without a fraction is one too.</summary>
    /// <exception cref="InvalidOperationException">It is something else, or has more than 64 bits.</exception>
    public long AsInteger => Kind switch
    {
        StudyValueKind.Integer => _bits,
        StudyValueKind.Number when AsNumber is >= -9.2e18 and <= 9.2e18 && Math.Floor(AsNumber) == AsNumber => (long)AsNumber,
        _ => throw Is("a whole number"),
    };

    /// <summary>A number.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public double AsNumber => Kind switch
    {
        StudyValueKind.Integer => _bits,
        StudyValueKind.Number => BitConverter.Int64BitsToDouble(_bits),
        _ => throw Is("a number"),
    };

    /// <summary>Text.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public string AsText => Kind == StudyValueKind.Text ? (string)_content! : throw Is("text");

    /// <summary>The values of a list.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public IReadOnlyList<StudyValue> AsList =>
        Kind == StudyValueKind.List ? (IReadOnlyList<StudyValue>)_content! : throw Is("a list");

    /// <summary>The names and values of a map, in its order.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public IReadOnlyList<KeyValuePair<string, StudyValue>> AsMap =>
        Kind == StudyValueKind.Map ? (IReadOnlyList<KeyValuePair<string, StudyValue>>)_content! : throw Is("a map");

    /// <summary>The value of a name in a map; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is no map.</exception>
    public StudyValue? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            IReadOnlyList<KeyValuePair<string, StudyValue>> map = AsMap;
            for (int i = map.Count - 1; i >= 0; i--)
            {
                if (map[i].Key == name)
                {
                    return map[i].Value;
                }
            }

            return null;
        }
    }

    /// <summary>True or false.</summary>
    public static implicit operator StudyValue(bool value) => new(StudyValueKind.Boolean, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static implicit operator StudyValue(int value) => new(StudyValueKind.Integer, value);

    /// <summary>A whole number.</summary>
    public static implicit operator StudyValue(long value) => new(StudyValueKind.Integer, value);

    /// <summary>A number.</summary>
    public static implicit operator StudyValue(double value) => new(StudyValueKind.Number, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Text; null is <see cref="StudyValueKind.Null"/>.</summary>
    public static implicit operator StudyValue(string? value) => value is null ? default : new(StudyValueKind.Text, 0, value);

    /// <summary>The same kind and content; NaN equals itself, 1 and 1.0 do not equal each other.</summary>
    public static bool operator ==(StudyValue left, StudyValue right) => left.Equals(right);

    /// <summary>The opposite of ==.</summary>
    public static bool operator !=(StudyValue left, StudyValue right) => !left.Equals(right);

    /// <summary>A list.</summary>
    public static StudyValue List(params IReadOnlyList<StudyValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(StudyValueKind.List, 0, values.ToArray());
    }

    /// <summary>A map; of a name that stands in it twice the last value counts.</summary>
    /// <exception cref="ArgumentException">A name is null.</exception>
    public static StudyValue Map(params IReadOnlyList<KeyValuePair<string, StudyValue>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        Elements.RequireNoNull(members.Select(member => member.Key), nameof(members));
        return new(StudyValueKind.Map, 0, members.ToArray());
    }

    /// <summary>Reads what <see cref="ToString"/> writes: JSON, and the words <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    /// <exception cref="FormatException">It is not that.</exception>
    public static StudyValue Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StudyValueReader reader = new(Encoding.UTF8.GetBytes(text));
        return reader.TryReadAll(out StudyValue value)
            ? value
            : throw new FormatException(Shown.Message($"Byte {reader.Position} of '{text}': expected {reader.Expected}."));
    }

    /// <inheritdoc/>
    public bool Equals(StudyValue other) => Kind == other.Kind && Kind switch
    {
        StudyValueKind.Number => AsNumber.Equals(other.AsNumber),
        StudyValueKind.Text => AsText == other.AsText,
        StudyValueKind.List => AsList.SequenceEqual(other.AsList),
        StudyValueKind.Map => AsMap.SequenceEqual(other.AsMap),
        _ => _bits == other._bits,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StudyValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        StudyValueKind.Number => AsNumber.GetHashCode(),
        StudyValueKind.Text => AsText.GetHashCode(StringComparison.Ordinal),
        StudyValueKind.List => AsList.Count,
        StudyValueKind.Map => AsMap.Count,
        _ => HashCode.Combine(Kind, _bits),
    };

    /// <summary>As JSON on one line, in ASCII; numbers that are not finite as the words that Python writes.</summary>
    public override string ToString() => StudyValueText.Of(this);

    /// <summary>For people: text without quotes, numbers in the invariant culture.</summary>
    internal string Show() => Kind == StudyValueKind.Text ? AsText : ToString();

    internal static StudyValue Of(IReadOnlyList<KeyValuePair<string, StudyValue>> members) => new(StudyValueKind.Map, 0, members);

    internal static StudyValue OfList(IReadOnlyList<StudyValue> values) => new(StudyValueKind.List, 0, values);

    internal static string NumberText(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0";
    }

    private InvalidOperationException Is(string expected) =>
        new(Shown.Message($"The value '{Shown.Cut(ToString(), Shown.LongestQuote)}' is not {expected}."));
}
