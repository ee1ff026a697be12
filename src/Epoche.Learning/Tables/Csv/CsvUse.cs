namespace Epoche.Tables;

/// <summary>What a column becomes.</summary>
internal enum CsvUse
{
    /// <summary>Nobody asks for it.</summary>
    None,

    /// <summary>No cell that says something was seen.</summary>
    Unknown,

    /// <summary>Numbers, as far as was seen.</summary>
    Number,

    /// <summary>Dates, as far as was seen.</summary>
    Date,

    /// <summary>Texts.</summary>
    Text,

    /// <summary>Numbers, for somebody says so.</summary>
    KnownNumber,

    /// <summary>Dates, likewise.</summary>
    KnownDate,
}

/// <summary>What columns become, put together.</summary>
internal static class CsvUses
{
    /// <summary>What a column becomes some of whose cells are one thing, and others another.</summary>
    public static CsvUse Join(CsvUse one, CsvUse other) =>
        one == CsvUse.Unknown || one == other ? other
        : other == CsvUse.Unknown || one is CsvUse.KnownDate or CsvUse.KnownNumber or CsvUse.None ? one
        : CsvUse.Text;

    /// <summary>The kind of a column; one without a cell that says something is of numbers.</summary>
    public static ColumnKind Kind(this CsvUse use) => use switch
    {
        CsvUse.Text => ColumnKind.Text,
        CsvUse.Date or CsvUse.KnownDate => ColumnKind.Date,
        _ => ColumnKind.Number,
    };

    /// <summary>The other way round.</summary>
    public static CsvUse Known(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => CsvUse.Text,
        ColumnKind.Date => CsvUse.KnownDate,
        _ => CsvUse.KnownNumber,
    };
}
