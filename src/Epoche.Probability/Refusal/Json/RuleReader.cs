using System.Globalization;
using System.Text.Json;
using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Reads one object of what a <see cref="RuleWriter"/> wrote; every flaw is a <see cref="DataFormatException"/> that names its place.
/// </summary>
internal sealed class RuleReader(string file, string place, JsonElement json, SafetensorsReader? statistics)
{
    public string Kind() => Text("kind");

    public bool Has(string name) => json.TryGetProperty(name, out _);

    public string Text(string name) =>
        Property(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Error(name, "a text", Found(name));

    public int Integer(string name, int least, int most) =>
        Property(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) && value >= least && value <= most
            ? value
            : throw Error(
                name, most == int.MaxValue ? $"a whole number from {least} on" : $"a whole number from {least} to {most}", Found(name));

    public double Number(string name, double least, double most)
    {
        JsonElement element = Property(name);
        double value = element.ValueKind == JsonValueKind.Number ? element.GetDouble()
            : element.ValueKind == JsonValueKind.String
                && double.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed
            : double.NaN;
        return value >= least && value <= most
            ? value
            : throw Error(name, string.Create(CultureInfo.InvariantCulture, $"a number from {least:G6} to {most:G6}"), Found(name));
    }

    /// <summary>A table of finite numbers.</summary>
    public float[] Tensor(string name, out Shape shape)
    {
        string full = $"{place}.{name}";
        if (statistics?.Find(full) is not { } entry)
        {
            throw Error(name, $"a tensor '{full}' in {RefusalFile.StatisticsName}", "none");
        }

        float[] values = statistics.ReadFloats(full);
        shape = Shape.Create([.. entry.Sizes.Select(size => (int)Math.Min(size, int.MaxValue))]);
        return Reduce.IsFinite(values) ? values : throw Error(name, "finite numbers", "NaN or infinity among them");
    }

    public RuleReader Object(string name) => Property(name) is { ValueKind: JsonValueKind.Object } inner
        ? new(file, $"{place}.{name}", inner, statistics)
        : throw Error(name, "an object", Found(name));

    public IEnumerable<RuleReader> List(string name)
    {
        JsonElement list = Property(name);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw Error(name, "a list that is not empty", Found(name));
        }

        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            yield return item.ValueKind == JsonValueKind.Object
                ? new(file, $"{place}.{name}.{i++}", item, statistics)
                : throw Error($"{name}.{i}", "an object", item.GetRawText());
        }
    }

    public DataFormatException Error(string name, string expected, string found) => new(file, $"{place}.{name}", expected, found);

    private JsonElement Property(string name) =>
        json.TryGetProperty(name, out JsonElement value) ? value : throw Error(name, "a value", "none");

    private string Found(string name)
    {
        string text = Property(name).GetRawText();
        return text.Length <= 60 ? text : $"{text[..60]}…";
    }
}
