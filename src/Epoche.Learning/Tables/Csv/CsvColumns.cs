namespace Epoche.Tables;

/// <summary>The columns of a file and what options ask of them.</summary>
internal static class CsvColumns
{
    /// <exception cref="DataFormatException">A column that is asked for is missing, or there twice.</exception>
    public static void RequireNames(string file, string[] names, CsvOptions options)
    {
        foreach (string name in options.Columns.Concat(options.Kinds.Keys.Order(StringComparer.Ordinal)))
        {
            if (!names.Contains(name) && !options.Optional.Contains(name))
            {
                string found = Shown(names);
                string near = names is [{ } only] && only.IndexOfAny([';', '\t', '|', ',']) >= 0
                    ? "; set Delimiter if cells are separated by something else"
                    : "";
                throw new DataFormatException(file, "line 1", $"a column '{name}'", $"the columns {found}{near}");
            }
        }

        string? twice = names.Where(name => name.Length > 0 && IsWanted(name, options)).GroupBy(name => name, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Skip(1).Any())?.Key;
        if (twice is not null)
        {
            throw new DataFormatException(
                file, "line 1", "a name of its own for each column; rename one, or name those to read in Columns", $"'{twice}' twice");
        }
    }

    /// <summary>What the columns become as far as is known before a row is read.</summary>
    public static CsvUse[] Uses(string[] names, CsvOptions options) =>
    [
        .. names.Select(name => name.Length == 0 || !IsWanted(name, options) ? CsvUse.None
            : options.Kinds.TryGetValue(name, out ColumnKind kind) ? CsvUses.Known(kind)
            : CsvUse.Unknown),
    ];

    /// <summary>The names in an error.</summary>
    public static string Shown(IEnumerable<string> names) => Epoche.Shown.Cut(string.Join(", ", names.Where(name => name.Length > 0)), 300);

    private static bool IsWanted(string name, CsvOptions options) => options.Columns.Count == 0 || options.Columns.Contains(name);
}
