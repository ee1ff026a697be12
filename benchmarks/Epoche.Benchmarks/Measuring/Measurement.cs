using System.Globalization;
using System.Text.Json;

namespace Epoche.Benchmarks.Measuring;

/// <summary>One figure, ours or a peer's: how long a step of a case takes.</summary>
/// <param name="Name">The case, e.g. <c>gemm-256</c>; the same on both sides.</param>
/// <param name="Threads">Threads that worked on it.</param>
/// <param name="Setting">How it was run: <c>epoche</c>, or the peer's setting.</param>
/// <param name="MedianMicroseconds">The median over the blocks of the mean time of a step.</param>
/// <param name="MinMicroseconds">The least of them.</param>
internal sealed record Measurement(string Name, int Threads, string Setting, double MedianMicroseconds, double MinMicroseconds)
{
    /// <summary>One JSON object on a line: what the peers print too.</summary>
    public string ToJson() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"name":"{{Name}}","threads":{{Threads}}"""
        + $$""","setting":"{{Setting}}","median_us":{{MedianMicroseconds:0.####}},"min_us":{{MinMicroseconds:0.####}}}""");

    /// <summary>Reads the lines of a file that are JSON objects.</summary>
    public static IEnumerable<Measurement> ReadFile(string path)
    {
        foreach (string line in File.ReadLines(path).Where(line => line.StartsWith('{')))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            double median = root.GetProperty("median_us").GetDouble();
            yield return new Measurement(
                root.GetProperty("name").GetString()!,
                root.GetProperty("threads").GetInt32(),
                root.GetProperty("setting").GetString()!,
                median,
                root.TryGetProperty("min_us", out JsonElement least) ? least.GetDouble() : median);
        }
    }
}
