namespace Epoche;

/// <summary>What metrics with an <see cref="F1Average"/> share.</summary>
internal static class F1Averages
{
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public static F1Average Checked(F1Average average) => Enum.IsDefined(average)
        ? average
        : throw new ArgumentOutOfRangeException(nameof(average), $"An average is Macro, Micro or Weighted; received {average}.");

    /// <summary>The name of a metric with its average, which of macro is not said.</summary>
    public static string Name(string name, F1Average average) => average switch
    {
        F1Average.Macro => name,
        F1Average.Micro => name + "_micro",
        _ => name + "_weighted",
    };
}
