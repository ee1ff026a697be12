namespace Epoche.Platforms;

/// <summary>The curves of a run as text: the same for each run of a recipe and seed.</summary>
public static class RunCurves
{
    /// <summary>Every point of every curve of a folder that does not tell of time, and the sums of every distribution.</summary>
    public static string Of(string run)
    {
        RunLog log = RunLog.Read(run);
        string[] names = [.. log.ScalarNames.Where(name => !name.EndsWith("_per_second", StringComparison.Ordinal)).Order(
            StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            throw new InvalidOperationException($"{run} has no curves.");
        }

        IEnumerable<string> curves = names.Select(
            name => $"{name}: {string.Join(' ', log.Scalars(name).Select(point => $"{point.Step}={point.Value:R}"))}");
        IEnumerable<string> others = log.OtherNames.Where(name => log.Others(name)[0].Kind == RunEventKind.Histogram)
            .OrderBy(name => name == RunTags.FinalReturns).GroupBy(Recorded, log.Others).OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key}: {string.Join(' ', tag.SelectMany(e => e).Select(e => $"{e.Step}={e.Histogram!.Sum:R}"))}");
        return string.Join('\n', [.. curves, .. others]);
    }

    // The golden runs are older than the tag of the final evaluation, whose returns came last under that of all evaluations.
    private static string Recorded(string name) => name == RunTags.FinalReturns ? RunTags.EvaluationReturns : name;
}
