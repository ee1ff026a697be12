using System.Globalization;
using System.Text.RegularExpressions;

namespace Epoche;

/// <content>A single value as a number, a switch, a text or a choice. Numbers never depend on the culture.</content>
public abstract partial class ConfigNode
{
    /// <summary>A whole number. Written as <c>100000</c>, <c>100_000</c>, <c>1e5</c> or <c>100000.0</c>.</summary>
    /// <exception cref="ConfigurationException">It is no whole number, or outside <paramref name="bounds"/> or an int's range.</exception>
    public int AsInt(Bounds bounds = default) => (int)WholeNumber(int.MinValue, int.MaxValue, bounds);

    /// <summary>A whole number of up to 64 bits with sign; see <see cref="AsInt"/>.</summary>
    /// <exception cref="ConfigurationException">It is no whole number, or outside <paramref name="bounds"/> or a long's range.</exception>
    public long AsLong(Bounds bounds = default) => (long)WholeNumber(long.MinValue, long.MaxValue, bounds);

    /// <summary>A whole number of up to 64 bits without sign, such as a seed; see <see cref="AsInt"/>.</summary>
    /// <exception cref="ConfigurationException">It is no whole number from 0 to 2⁶⁴ − 1.</exception>
    public ulong AsULong() => (ulong)WholeNumber(ulong.MinValue, ulong.MaxValue, default);

    /// <summary>A number. The bounds apply to the number as written, before it is rounded to float32.</summary>
    /// <exception cref="ConfigurationException">Not a number, not finite as float32, or outside <paramref name="bounds"/>.</exception>
    public float AsFloat(Bounds bounds = default)
    {
        // By way of the double's digits, which are what is written back: so the value is that of a run that is resumed, to the bit.
        string digits = AsDouble(bounds).ToString("R", CultureInfo.InvariantCulture);
        float value = float.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return float.IsFinite(value) ? value : throw Error($"must fit float32, whose largest value is 3.4028235e38; received {digits}");
    }

    /// <summary>A number in double precision.</summary>
    /// <exception cref="ConfigurationException">It is not a number, not finite, or outside <paramref name="bounds"/>.</exception>
    public double AsDouble(Bounds bounds = default)
    {
        if (NumberText() is not { } text || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            throw Error($"must be a number; received {Description}");
        }

        return bounds.Contains(value) ? value : throw Error($"must be {bounds}; received {Description}");
    }

    /// <summary><c>true</c> or <c>false</c>, as YAML 1.2 spells them: also with a capital first letter or in capitals.</summary>
    /// <exception cref="ConfigurationException">It is something else.</exception>
    public bool AsBool() => this switch
    {
        ConfigScalar { IsQuoted: false, Text: "true" or "True" or "TRUE" } => true,
        ConfigScalar { IsQuoted: false, Text: "false" or "False" or "FALSE" } => false,
        _ => throw Error($"must be true or false; received {Description}"),
    };

    /// <summary>A text; a number or a switch written without quotes counts as its text.</summary>
    /// <exception cref="ConfigurationException">It is a map, a list or nothing.</exception>
    public string AsString()
    {
        if (this is not ConfigScalar { IsNull: false } scalar)
        {
            throw Error($"must be a text; received {Description}");
        }

        scalar.IsReadAsText = true;
        return scalar.Text;
    }

    /// <summary>
    /// One of the names in <paramref name="known"/>, as spelled there; case, hyphens and underscores in the configuration do not count.
    /// </summary>
    /// <exception cref="ConfigurationException">It is none of them; the message lists them and names the nearest.</exception>
    public string AsChoice(IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        Elements.RequireNoNull(known, nameof(known));
        if (this is ConfigScalar { IsNull: false } scalar)
        {
            string folded = NearestName.Fold(scalar.Text);
            foreach (string name in known)
            {
                if (NearestName.Fold(name) == folded)
                {
                    scalar.IsReadAsText = true;
                    return name;
                }
            }
        }

        string suggestion =
            this is ConfigScalar { Text: var text } && NearestName.Find(text, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        throw Error($"must be one of {string.Join(", ", known)}; received {Description}{suggestion}");
    }

    /// <summary>A member of an enumeration by its name, written as in <see cref="AsChoice"/>; its number is not accepted.</summary>
    /// <exception cref="ConfigurationException">It is no member's name.</exception>
    public T AsEnum<T>()
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        return Enum.GetValues<T>()[Array.IndexOf(names, AsChoice(names))];
    }

    private Int128 WholeNumber(Int128 low, Int128 high, Bounds bounds)
    {
        if (NumberText() is not { } text || !ConfigNumber.TryWhole(text, out Int128 value))
        {
            throw Error($"must be a whole number; received {Description}");
        }

        if (!bounds.Contains((double)value))
        {
            throw Error($"must be {bounds}; received {Description}");
        }

        return value >= low && value <= high ? value : throw Error($"must be between {low} and {high}; received {Description}");
    }

    /// <summary>
    /// The number in a spelling that readers of YAML 1.1 and of YAML 1.2 take for the same one; null if it is none. <c>1_000</c> is
    /// a text to the latter, <c>4e-3</c> to the former, <c>010</c> is 8 to the former and 10 to the latter.
    /// </summary>
    internal string? PortableNumber()
    {
        if (NumberText() is not { } text || Portable().IsMatch(text))
        {
            return NumberText();
        }

        bool isReal = text.Contains('.') && text.AsSpan().IndexOfAny('e', 'E') < 0; // 5. stays a number with a point
        return !isReal && ConfigNumber.TryWhole(text, out Int128 whole) ? whole.ToString(CultureInfo.InvariantCulture)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? YamlWriter.Format(value)
            : null;
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+([eE][-+][0-9]+)?)?$")]
    private static partial Regex Portable();

    // The text of a number without its underscores; null where this is not a plain scalar.
    private string? NumberText() => this is ConfigScalar { IsQuoted: false } scalar ? ConfigNumber.Plain(scalar.Text) : null;
}
