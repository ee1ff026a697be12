using System.Text.Json;

namespace Epoche.Benchmarks.Tuning;

/// <summary>The best value of a study, as a line of a file; the peer's script writes such lines too.</summary>
/// <param name="Library">Whose sampler.</param>
/// <param name="Sampler">Its name.</param>
/// <param name="Function">The function.</param>
/// <param name="Trials">How many trials the study had.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Best">The least value.</param>
internal sealed record TuningFigure(string Library, string Sampler, string Function, int Trials, int Seed, double Best)
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static IEnumerable<TuningFigure> ReadFile(string? path) => path is null || !File.Exists(path)
        ? []
        : File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<TuningFigure>(line, s_options)!);

    public string ToJson() => JsonSerializer.Serialize(this, s_options);
}
