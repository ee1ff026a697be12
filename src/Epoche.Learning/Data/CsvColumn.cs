using System.Globalization;

namespace Epoche;

/// <summary>A column of a CSV file: its name and how its cells become numbers.</summary>
public sealed class CsvColumn
{
    private readonly Kind _kind;
    private readonly string[] _categories;

    private CsvColumn(string name, Kind kind, params string[] categories)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Elements.RequireNoNull(categories, nameof(categories));
        (Name, _kind, _categories) = (name, kind, categories);
        if (kind is Kind.OneHot or Kind.Class
            && (categories.Length < 2 || categories.Distinct(StringComparer.Ordinal).Count() != categories.Length))
        {
            throw new ArgumentException($"Column '{name}' needs two or more categories, each once; "
                + $"received {(categories.Length == 0 ? "none" : string.Join(", ", categories))}.", nameof(categories));
        }
    }

    private enum Kind
    {
        Number,
        Flag,
        OneHot,
        Class,
    }

    /// <summary>The name in the first line of the file.</summary>
    public string Name { get; }

    /// <summary>How many numbers a cell becomes.</summary>
    public int Width => _kind == Kind.OneHot ? _categories.Length : 1;

    internal bool IsClass => _kind == Kind.Class;

    /// <summary>What the cells must be, in words.</summary>
    internal string Expected => _kind switch
    {
        Kind.Number => "a finite number, such as -12.5 or 3e-4",
        Kind.Flag => "true, false, 1 or 0",
        _ => $"one of {string.Join(", ", _categories)}",
    };

    /// <summary>Numbers, with a point before the decimals whatever the language of the machine.</summary>
    /// <param name="name">The column's name.</param>
    public static CsvColumn Number(string name) => new(name, Kind.Number);

    /// <summary>true or false, or 1 or 0: becomes 1 or 0.</summary>
    /// <param name="name">The column's name.</param>
    public static CsvColumn Flag(string name) => new(name, Kind.Flag);

    /// <summary>One of several words: becomes as many numbers, 1 for the word that is there and 0 for the others.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="categories">The words, two or more, in the order of the numbers.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or one comes twice.</exception>
    public static CsvColumn OneHot(string name, params string[] categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        return new(name, Kind.OneHot, categories);
    }

    /// <summary>One of several words: becomes its place among them, from 0. What cross-entropy takes as a target.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="classes">The words, two or more.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or one comes twice.</exception>
    public static CsvColumn Class(string name, params string[] classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return new(name, Kind.Class, classes);
    }

    /// <summary>Appends the numbers of a cell; false where it is not what the column holds.</summary>
    internal bool TryRead(string cell, List<float> numbers)
    {
        string text = cell.Trim();
        switch (_kind)
        {
            case Kind.Number:
                // .NET overlooks those at the end.
                bool isNumber = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
                    && float.IsFinite(number) && !text.Contains('\0');
                numbers.Add(number);
                return isNumber;
            case Kind.Flag:
                bool isTrue = text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase);
                numbers.Add(isTrue ? 1 : 0);
                return isTrue || text == "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
            case Kind.Class:
                int place = Array.IndexOf(_categories, text);
                numbers.Add(place);
                return place >= 0;
            default:
                numbers.AddRange(_categories.Select(category => category == text ? 1f : 0f));
                return _categories.Contains(text);
        }
    }
}
