using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Epoche.Platforms;

namespace Epoche.Cli.Tests;

/// <summary>What a finished run came to, times apart: the same for each run of a recipe and seed.</summary>
/// <param name="Outcome">The members of its result that do not tell of time.</param>
/// <param name="Curves">Every point of every curve, and the sums of every distribution.</param>
internal sealed record RunFacts(string Outcome, string Curves)
{
    public string WeightsSha256 => Outcome.Split('"')[^2];

    public string CurvesSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Curves)));

    /// <summary>As <see cref="GoldenRuns"/> has them.</summary>
    public string Hashes => $"weights {WeightsSha256} curves {CurvesSha256}";

    public override string ToString() => $"{Outcome}\n{Curves}";

    public static RunFacts Of(CliRun run, string folder)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        JsonElement result = json.RootElement;
        return new(string.Join(' ', ((string[])["status", "env_steps", "updates", "evaluation", "weights_sha256"])
            .Select(key => result.GetProperty(key).GetRawText())), RunCurves.Of(folder));
    }
}
