namespace Epoche.Simulation;

/// <summary>What can be said of all environments of a batch whose specs differ in more than their spaces.</summary>
internal static class SharedSpec
{
    private const int MostNames = 3;

    /// <summary>
    /// One spec for all: what they agree in, and null for what only some promise. An episode lasts no longer than the longest limit, where
    /// each has one.
    /// </summary>
    public static EnvironmentSpec Of(EnvironmentSpec[] specs)
    {
        EnvironmentSpec first = specs[0];
        return Array.TrueForAll(specs, spec => spec == first) ? first : first with
        {
            Name = Name([.. specs.Select(spec => spec.Name).Distinct()]),
            PixelSteps = Common(specs, spec => spec.PixelSteps),
            TimeLimit = Array.Exists(specs, spec => spec.TimeLimit is null) ? null : specs.Max(spec => spec.TimeLimit),
            SolvedAt = Common(specs, spec => spec.SolvedAt),
            BestReturn = Common(specs, spec => spec.BestReturn),
        };
    }

    private static string Name(string[] names) =>
        names.Length <= MostNames
            ? string.Join(" + ", names)
            : $"{string.Join(" + ", names[..MostNames])} + {names.Length - MostNames} more";

    private static T? Common<T>(EnvironmentSpec[] specs, Func<EnvironmentSpec, T?> of)
        where T : struct
    {
        T? first = of(specs[0]);
        return Array.TrueForAll(specs, spec => Nullable.Equals(of(spec), first)) ? first : null;
    }
}
