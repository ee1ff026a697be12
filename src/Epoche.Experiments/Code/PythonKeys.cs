using System.Text.Json;

namespace Epoche.Experiments;

/// <summary>Reads the section <c>python</c>: how a Python environment is run.</summary>
internal static class PythonKeys
{
    private const int MostSeconds = 86_400;

    /// <summary>Whether a value names a Python environment, that of an Atari game too.</summary>
    public static bool IsName(ConfigNode name) => name is ConfigScalar { IsNull: false } scalar && IsName(scalar.Text);

    /// <summary>Likewise, of a text.</summary>
    public static bool IsName(string text) =>
        GymnasiumEnvironment.IsName(text) || (AtariEnvironment.IsName(text) && !AtariEnvironment.IsFake(text));

    /// <summary>Reads it; every key has a default.</summary>
    /// <param name="map">The map that names the environment.</param>
    /// <param name="notices">Who hears what no number says.</param>
    public static PythonEnvironmentOptions Read(ConfigMap map, Action<string>? notices)
    {
        PythonEnvironmentOptions defaults = new() { Notices = notices };
        if (map.OptionalMap("python") is not { } python)
        {
            return defaults;
        }

        return defaults with
        {
            Executable = python.OptionalString("executable"),
            Imports = Texts(python, "imports"),
            Folders = Texts(python, "folders"),
            Arguments = python.OptionalMap("arguments") is { } arguments ? Json(arguments) : null,
            Processes = python.OptionalInt("processes", Bounds.Between(1, 256)),
            TimeLimit = python.OptionalInt("time_limit", Bounds.AtLeast(1)),
            Information = Texts(python, "information"),
            MakeTimeout = Seconds(python, "make_timeout", defaults.MakeTimeout),
            StepTimeout = Seconds(python, "step_timeout", defaults.StepTimeout),
        };
    }

    private static string[] Texts(ConfigMap map, string key) => [.. map.List(key).Select(item => item.AsString())];

    private static TimeSpan Seconds(ConfigMap map, string key, TimeSpan usual) =>
        TimeSpan.FromSeconds(map.Float(key, (float)usual.TotalSeconds, Bounds.Above(0) with { High = MostSeconds }));

    /// <summary>The arguments as Python reads them.</summary>
    private static string Json(ConfigMap map) => JsonText.Object(json =>
    {
        foreach (string key in map.Keys)
        {
            json.WritePropertyName(key);
            Write(json, map.Required(key));
        }
    });

    private static void Write(Utf8JsonWriter json, ConfigNode node)
    {
        switch (node)
        {
            case ConfigMap map:
                json.WriteRawValue(Json(map));
                break;
            case ConfigScalar { IsNull: true }:
                json.WriteNullValue();
                break;
            case ConfigScalar { IsQuoted: false, Text: "true" or "false" } flag:
                json.WriteBooleanValue(flag.Text == "true");
                break;
            case ConfigScalar { IsQuoted: false } number when ConfigNumber.TryWhole(number.Text, out Int128 whole)
                && whole >= long.MinValue && whole <= long.MaxValue:
                json.WriteNumberValue((long)whole);
                break;
            case ConfigScalar { IsQuoted: false } real when double.TryParse(
                real.Text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value):
                json.WriteNumberValue(value);
                break;
            case ConfigScalar scalar:
                json.WriteStringValue(scalar.AsString());
                break;
            default:
                json.WriteStartArray();
                foreach (ConfigNode item in node.AsList())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
        }
    }
}
