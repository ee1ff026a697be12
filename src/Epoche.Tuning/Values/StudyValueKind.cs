namespace Epoche;

/// <summary>What a <see cref="StudyValue"/> is.</summary>
public enum StudyValueKind
{
    /// <summary>Nothing: <c>null</c>.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A number in double precision; NaN and the infinities too.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Values by name.</summary>
    Map,
}
