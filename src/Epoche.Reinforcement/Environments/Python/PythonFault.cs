using System.Globalization;
using System.Text.Json;

namespace Epoche.Simulation;

/// <summary>What Python says went wrong, in words.</summary>
internal static class PythonFault
{
    /// <param name="label">What messages call the environment.</param>
    /// <param name="fault">What Python sent.</param>
    /// <param name="stepOf">How many steps the episode of an environment has had.</param>
    /// <param name="lastWords">The end of the error output.</param>
    public static PythonEnvironmentException Of(string label, byte[] fault, Func<int, int> stepOf, Func<string> lastWords)
    {
        string phase, text, place;
        string? missing;
        int index;
        bool isFault;
        try
        {
            using JsonDocument document = JsonDocument.Parse(fault);
            JsonElement root = document.RootElement;
            (phase, text, place) = (Text(root, "phase"), Text(root, "text"), Text(root, "place"));
            missing = root.GetProperty("missing").GetString();
            (index, isFault) = (root.GetProperty("index").GetInt32(), root.GetProperty("fault").GetBoolean());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException)
        {
            return new($"{label}: Python reported a fault that cannot be read: {exception.Message}{lastWords()}", exception);
        }

        string where = index < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" of environment {index}");
        string what = phase switch
        {
            "import" => "it cannot be imported",
            "make" => $"making{where} failed",
            "reset" => $"the reset{where} failed",
            "step" => string.Create(CultureInfo.InvariantCulture, $"step {stepOf(index) + 1} of the episode{where} failed"),
            "render" => $"drawing{where} failed",
            _ => $"asking{where} what it is failed",
        };
        string from = place.Length > 0 ? $"\n  In {place}." : "";
        return new($"{label}: {what}: {text}{(isFault ? "." : "")}{from}{Hint(missing)}{lastWords()}");
    }

    private static string Hint(string? missing) => missing switch
    {
        null => "",
        "numpy" or "gymnasium" or "gym" =>
            $"\n  Install it for this Python (pip install {missing}), or name another Python: the variable "
            + $"{PythonEnvironmentOptions.ExecutableVariable}, or python.executable in a recipe.",
        _ => $"\n  Is the folder or package of '{missing}' on PYTHONPATH, and installed for this Python?",
    };

    private static string Text(JsonElement root, string property) => root.GetProperty(property).GetString() ?? "";
}
