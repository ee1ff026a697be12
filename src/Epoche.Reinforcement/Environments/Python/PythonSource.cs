using System.Text.Json;

namespace Epoche.Simulation;

/// <summary>A Python environment that can be made: its name, how, and what it says of itself.</summary>
internal sealed class PythonSource
{
    private const string Gymnasium = "gymnasium:", Gym = "gym:";

    /// <summary>Asks Python what the environment is. A process is started for it, and ends.</summary>
    /// <param name="name">Such as <c>gymnasium:CartPole-v1</c>.</param>
    /// <param name="options">How to run it.</param>
    /// <exception cref="ArgumentException">The name or an option is wrong.</exception>
    /// <exception cref="PythonEnvironmentException">Python or the environment fails, or has a space that does not work here.</exception>
    public PythonSource(string name, PythonEnvironmentOptions options)
    {
        if (!IsName(name))
        {
            throw new ArgumentException(
                $"A Python environment is called gymnasium:NAME, such as gymnasium:CartPole-v1; received '{Shown.Quote(name)}'.",
                nameof(name));
        }

        options.Validate();
        (Name, Options) = (name, options);
        using PythonProcess process = new(options, name);
        using JsonDocument said = JsonDocument.Parse(Make(process, first: 0, count: 1, probe: true, renders: false));
        JsonElement root = said.RootElement;
        PythonSpaces spaces = new(name);
        (Shape shape, ObservationLayout? layout, IsBytes) = spaces.Observation(root.GetProperty("observation"));
        ActionSpec actions = spaces.Actions(root.GetProperty("action"));
        int masks = root.GetProperty("masks").GetInt32();
        if (masks > 0 && (actions.IsContinuous || masks != actions.Count))
        {
            throw new PythonEnvironmentException(
                $"{name}: its action mask has {masks} elements, and its actions are {actions}: a mask has an element for each choice of "
                + "discrete or multi-discrete actions.");
        }

        bool isPicture = IsBytes && shape.Rank is 2 or 3;
        Spec = new()
        {
            Name = name,
            Observation = IsBytes && shape.Rank == 2 ? [shape[0], shape[1], 1] : shape,
            Layout = layout,
            PixelSteps = isPicture ? byte.MaxValue : IsBytes ? 1 : null,
            Actions = actions,
            MasksActions = masks > 0,
            Information = InformationSpec.Of([.. options.Information]),
            TimeLimit = options.TimeLimit ?? Int(root, "limit"),
            SolvedAt = options.TimeLimit is null ? Double(root, "threshold") : null,
        };
        Renders = root.GetProperty("renders").GetBoolean();
        FramesPerSecond = Math.Clamp(Double(root, "fps") ?? 30, 1, 1000);
        Meanings = [.. root.GetProperty("meanings").EnumerateArray().Select(word => word.GetString() ?? "")];
        Versions = root.GetProperty("versions").GetString() ?? "";
        SourceHash = root.GetProperty("source").GetString() ?? Sha256.Of(System.Text.Encoding.UTF8.GetBytes(Versions));
    }

    public string Name { get; }

    public PythonEnvironmentOptions Options { get; }

    public EnvironmentSpec Spec { get; }

    /// <summary>Whether an observation is one array of bytes.</summary>
    public bool IsBytes { get; }

    /// <summary>Whether it can be drawn as an array of pixels.</summary>
    public bool Renders { get; }

    public double FramesPerSecond { get; }

    /// <summary>What the actions are called, where the environment says so, as those of Atari do.</summary>
    public IReadOnlyList<string> Meanings { get; }

    /// <summary>Of Python, NumPy and gymnasium.</summary>
    public string Versions { get; }

    /// <summary>The SHA-256 of the file in which the environment's class is written; of the versions where there is none.</summary>
    public string SourceHash { get; }

    /// <summary>Whether a text names a Python environment.</summary>
    public static bool IsName(string text) =>
        (text.StartsWith(Gymnasium, StringComparison.Ordinal) && text.Length > Gymnasium.Length)
        || (text.StartsWith(Gym, StringComparison.Ordinal) && text.Length > Gym.Length);

    /// <summary>Makes the environments of a process.</summary>
    public byte[] Make(PythonProcess process, int first, int count, bool probe, bool renders)
    {
        bool isGym = Name.StartsWith(Gym, StringComparison.Ordinal);
        string config = JsonText.Object(json =>
        {
            json.WriteString("name", Name[(isGym ? Gym : Gymnasium).Length..]);
            json.WriteString("library", isGym ? "gym" : "gymnasium");
            json.WriteNumber("first", first);
            json.WriteNumber("count", count);
            json.WriteBoolean("probe", probe);
            json.WriteBoolean("render", renders);
            Write(json, "imports", Options.Imports);
            Write(json, "folders", [.. Options.Folders.Select(Path.GetFullPath)]);
            Write(json, "information", Options.Information);
            if (Options.TimeLimit is { } limit)
            {
                json.WriteNumber("limit", limit);
            }

            if (Options.Arguments is { } arguments)
            {
                json.WritePropertyName("arguments");
                json.WriteRawValue(arguments);
            }
        });
        process.Send(PythonOperation.Make, System.Text.Encoding.UTF8.GetBytes(config), Options.MakeTimeout);
        byte[] answer = process.Receive(out byte[]? fault);
        return fault is null ? answer : throw PythonFault.Of(Name, fault, _ => 0, process.LastWords);
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static int? Int(JsonElement root, string name) =>
        root.GetProperty(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) && value > 0
            ? value
            : null;

    private static double? Double(JsonElement root, string name) =>
        root.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}

/// <summary>What a Python process is asked to do.</summary>
internal static class PythonOperation
{
    public const byte Make = 1, Attach = 2, Reset = 3, Step = 4, StepSome = 5, Render = 6;
}
