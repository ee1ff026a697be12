using System.Text.Json;

namespace Epoche.Tracking.Runs;

/// <summary>The members of a JSON object of a file, by key; whatever is not as expected is named with file and key.</summary>
/// <param name="Json">The object.</param>
/// <param name="Source">The file.</param>
/// <param name="Prefix">The keys above it.</param>
internal sealed record JsonMembers(JsonElement Json, string Source, string Prefix = "")
{
    public bool Has(string key) => Json.TryGetProperty(key, out _);

    public string Text(string key) => OptionalText(key) ?? throw Unexpected(key, "text", null);

    public string? OptionalText(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw Unexpected(key, "text", other),
    };

    public double Number(string key) => OptionalNumber(key) ?? throw Unexpected(key, "a number", null);

    public double? OptionalNumber(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out double value) && double.IsFinite(value) => value,
        { } other => throw Unexpected(key, "a number", other),
    };

    /// <summary>A number within bounds; null where there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="least">The least that it can be.</param>
    /// <param name="most">The greatest.</param>
    /// <param name="expected">What it is, in words.</param>
    public double? OptionalNumber(string key, double least, double most, string expected) =>
        OptionalNumber(key) is not { } value ? null : value >= least && value <= most ? value : throw Unexpected(key, expected, Find(key));

    /// <summary>A whole number, not negative.</summary>
    public int Count(string key) =>
        Find(key) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) && value >= 0
            ? value
            : throw Unexpected(key, "a whole number, not negative", Find(key));

    public ulong UInt64(string key) =>
        Find(key) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out ulong value)
            ? value
            : throw Unexpected(key, "a whole number of 64 bits, not negative", Find(key));

    public long Int64(string key) => OptionalInt64(key) ?? throw Unexpected(key, "a whole number", null);

    public long? OptionalInt64(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out long value) => value,
        { } other => throw Unexpected(key, "a whole number", other),
    };

    /// <summary>A whole number, not negative; null where there is none.</summary>
    public long? OptionalCount(string key) => OptionalInt64(key) is not { } value ? null
        : value >= 0 ? value
        : throw Unexpected(key, "a whole number, not negative", Find(key));

    public bool Boolean(string key) => Find(key) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var other => throw Unexpected(key, "true or false", other),
    };

    public JsonMembers? OptionalObject(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } members => new(members, Source, $"{Prefix}{key}."),
        { } other => throw Unexpected(key, "an object", other),
    };

    private JsonElement? Find(string key) =>
        Json.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private DataFormatException Unexpected(string key, string expected, JsonElement? found) =>
        new(Source, Prefix + key, expected, found switch
        {
            null => "none",
            { ValueKind: JsonValueKind.Number } number => number.GetRawText() is { Length: <= 40 } text ? text : "a number of many digits",
            { ValueKind: var kind } => $"{kind}",
        });
}
