using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary>What a finished run came to, times apart: the same for each run of a recipe and seed.</summary>
/// <param name="Outcome">The members of its result that do not tell of time.</param>
/// <param name="Curves">Every point of every curve, and the sums of every distribution.</param>
internal sealed record RunFacts(string Outcome, string Curves)
{
    public string WeightsSha256 => Outcome.Split('"')[^2];

    public string CurvesSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Curves)));

    public override string ToString() => $"{Outcome}\n{Curves}";

    public static RunFacts Of(CliRun run, string folder)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        JsonElement result = json.RootElement;
        return new(string.Join(' ', ((string[])["status", "env_steps", "updates", "evaluation", "weights_sha256"])
            .Select(key => result.GetProperty(key).GetRawText())), CurvesOf(folder));
    }

    /// <summary>Every point of every curve of a folder that does not tell of time, and the sums of every distribution.</summary>
    public static string CurvesOf(string run)
    {
        RunLog log = RunLog.Read(run);
        string[] names = [.. log.ScalarNames.Where(name => !name.EndsWith("_per_second", StringComparison.Ordinal)).Order(
            StringComparer.Ordinal)];
        Assert.NotEmpty(names);
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
