namespace Epoche;

/// <summary>What becomes of the numbers of a column; what is needed for it is found in the training rows.</summary>
public enum FeatureScaling
{
    /// <summary>(x − mean) / standard deviation.</summary>
    Standard,

    /// <summary>(x − least) / (greatest − least): 0 to 1 in the training rows.</summary>
    MinMax,

    /// <summary>(x − median) / (third quartile − first quartile), which outliers do not move.</summary>
    Robust,

    /// <summary>x as it is.</summary>
    None,
}

/// <summary>What stands in for a missing number.</summary>
public enum FeatureFill
{
    /// <summary>The median of the training rows.</summary>
    Median,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>A number that is given.</summary>
    Constant,
}

/// <summary>What becomes of a category that is not among those found in the training rows.</summary>
public enum UnknownCategory
{
    /// <summary>Zeros for all of them; of <see cref="TableFeature.Index"/> the number 0.</summary>
    Zeros,

    /// <summary>A place of its own, the first.</summary>
    Own,

    /// <summary>An error that names the row and the category.</summary>
    Error,
}

/// <summary>What becomes of a date.</summary>
[Flags]
public enum DateParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The days since 1970-01-01 with the part of the day behind the point, scaled by mean and standard deviation.</summary>
    Days = 1,

    /// <summary>The month, January 0 to December 1.</summary>
    Month = 2,

    /// <summary>The day of the month, the first 0 to the 31st 1.</summary>
    Day = 4,

    /// <summary>The day of the week, Monday 0 to Sunday 1.</summary>
    Weekday = 8,

    /// <summary>The hour with its minutes, 0 to 1 at midnight.</summary>
    Hour = 16,
}

/// <summary>The ways in which a column becomes numbers.</summary>
internal enum FeatureKind
{
    Number,
    OneHot,
    Index,
    Words,
    Hashed,
    Date,
}
