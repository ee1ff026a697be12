using System.Text.Json;

namespace Epoche.Cli;

/// <summary>JSON has no NaN and no infinity: they become null, as absent numbers do.</summary>
internal static class JsonNumbers
{
    public static void Finite(this Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }
}
