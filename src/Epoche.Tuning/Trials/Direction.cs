namespace Epoche;

/// <summary>Which values of an objective are good; the numbers are those of Optuna's journal.</summary>
public enum Direction
{
    /// <summary>A study of another program that does not say.</summary>
    NotSet = 0,

    /// <summary>Small ones, as of a loss.</summary>
    Minimize = 1,

    /// <summary>Large ones, as of a return or an accuracy.</summary>
    Maximize = 2,
}
