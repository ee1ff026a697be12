namespace Epoche;

/// <summary>What the cells of a column of a <see cref="Table"/> hold.</summary>
public enum ColumnKind
{
    /// <summary>Numbers, kept in double precision.</summary>
    Number,

    /// <summary>Texts: categories, names, sentences. Each different one is kept once.</summary>
    Text,

    /// <summary>Days, with or without a time.</summary>
    Date,
}
