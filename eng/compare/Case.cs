using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Epoche.Compare;

/// <summary>
/// One computation: what is computed, its settings by name, and tensors. Tensors travel as base64 of little-endian float32, so
/// that NaN, −0 and every bit arrive.
/// </summary>
internal sealed class Case(JsonObject json)
{
    public string Kind => Text("kind");

    public string Name => Text("name");

    public Tensor[] Inputs { get; } = Tensors(json);

    public IEnumerable<KeyValuePair<string, JsonNode?>> Options => json["options"]!.AsObject();

    public string Text(string key) => (string)json[key]!;

    public bool Has(string key) => json.ContainsKey(key);

    public int Integer(string key) => (int)json[key]!;

    public float Number(string key) => (float)(double)json[key]!;

    public double Exact(string key) => (double)json[key]!;

    public float[] Numbers(string key) => [.. json[key]!.AsArray().Select(number => (float)(double)number!)];

    public static Tensor[] Tensors(JsonObject json) => [.. json["tensors"]!.AsArray().Select(Read)];

    public static JsonObject Write(Tensor tensor) => new()
    {
        ["shape"] = new JsonArray([.. ToArray(tensor.Shape).Select(size => (JsonNode)size)]),
        ["data"] = Convert.ToBase64String(MemoryMarshal.AsBytes(tensor.Values)),
    };

    private static Tensor Read(JsonNode? node) => Tensor.Of(
        MemoryMarshal.Cast<byte, float>(Convert.FromBase64String((string)node!["data"]!)),
        Shape.Create([.. node["shape"]!.AsArray().Select(size => (int)size!)]));

    private static int[] ToArray(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(i => shape[i])];
}
