using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Epoche;

/// <summary>How a Python environment is run. See <see cref="GymnasiumEnvironment"/>.</summary>
public sealed record PythonEnvironmentOptions
{
    /// <summary>The variable of the process's environment that names the interpreter where no option does.</summary>
    internal const string ExecutableVariable = "EPOCHE_PYTHON";

    /// <summary>
    /// The Python interpreter, 3.8 or later, with NumPy and gymnasium (or gym). Default null: the variable <c>EPOCHE_PYTHON</c>, else
    /// <c>python3</c> (on Windows <c>python</c>) of the search path.
    /// </summary>
    public string? Executable { get; init; }

    /// <summary>
    /// Modules that are imported before the environment is made, such as <c>ale_py</c>: those that register it. Default: none.
    /// </summary>
    public IReadOnlyList<string> Imports { get; init => field = Elements.Of(value, nameof(Imports)); } = [];

    /// <summary>
    /// Folders in which Python looks for modules before all others, from the current folder. Default: none, but the current folder, and
    /// those of the variable <c>PYTHONPATH</c>.
    /// </summary>
    public IReadOnlyList<string> Folders { get; init => field = Elements.Of(value, nameof(Folders)); } = [];

    /// <summary>
    /// The arguments that the environment is made with, as one JSON object: <c>{"map_name": "8x8"}</c>. Default null: none.
    /// </summary>
    public string? Arguments { get; init; }

    /// <summary>
    /// How many Python processes share the environments of a batch; no more than there are environments. Results do not depend on it.
    /// Default null: two for sixteen environments and more, else one; range 1 to 256.
    /// </summary>
    public int? Processes { get; init; }

    /// <summary>After how many steps an episode is truncated. Default null: what the environment is registered with. At least 1.</summary>
    public int? TimeLimit { get; init; }

    /// <summary>
    /// Names of numbers in the environment's <c>info</c> that come beside each step (<see cref="EnvironmentSpec.Information"/>); NaN where
    /// a step gives none. Default: none.
    /// </summary>
    public IReadOnlyList<string> Information { get; init => field = Elements.Of(value, nameof(Information)); } = [];

    /// <summary>How long Python may take to start and to make its environments. Default 60 s; above 0, at most a day.</summary>
    public TimeSpan MakeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a step or a reset of a process's environments may take. Default 30 s; above 0, at most a day.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Receives what a person should know and no number says: that an episode could not be continued where it was. Default null: nobody.
    /// </summary>
    public Action<string>? Notices { get; init; }

    /// <summary>Refuses contradictory options.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which, and what was expected.</exception>
    public void Validate()
    {
        if (Processes is { } processes)
        {
            OptionChecks.AtLeast(1, processes, nameof(Processes), "process");
            if (processes > 256)
            {
                throw new ArgumentException($"Processes is {processes}; expected 1 to 256.", nameof(Processes));
            }
        }

        if (TimeLimit is { } limit)
        {
            OptionChecks.AtLeast(1, limit, nameof(TimeLimit), "step");
        }

        Within(MakeTimeout, nameof(MakeTimeout));
        Within(StepTimeout, nameof(StepTimeout));
        _ = InformationSpec.Of([.. Information]);
        if (Imports.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Imports has an empty name; expected names of modules, such as ale_py.", nameof(Imports));
        }

        RequireObject();
    }

    /// <inheritdoc/>
    public bool Equals(PythonEnvironmentOptions? other) => other is not null && Executable == other.Executable
        && Imports.SequenceEqual(other.Imports) && Folders.SequenceEqual(other.Folders) && Arguments == other.Arguments
        && Processes == other.Processes && TimeLimit == other.TimeLimit && Information.SequenceEqual(other.Information)
        && MakeTimeout == other.MakeTimeout && StepTimeout == other.StepTimeout && Notices == other.Notices;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Executable, Imports.Count, Arguments, Processes, TimeLimit);

    /// <summary>What is started.</summary>
    internal string Program => Executable
        ?? (Environment.GetEnvironmentVariable(ExecutableVariable) is { Length: > 0 } named ? named
            : OperatingSystem.IsWindows() ? "python" : "python3");

    private static void Within(TimeSpan time, string name)
    {
        if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{name} is {time:c}; expected a time above 0, at most a day.", name);
        }
    }

    private void RequireObject()
    {
        if (Arguments is null)
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Arguments);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new ArgumentException(
            $"Arguments is '{Shown.Quote(Arguments)}'; expected one JSON object, such as {{\"map_name\": \"8x8\"}}.", nameof(Arguments));
    }

    private bool PrintMembers(StringBuilder text)
    {
        string processes = Processes?.ToString(CultureInfo.InvariantCulture) ?? "null";
        text.Append(CultureInfo.InvariantCulture, $"Executable = {Program}, Processes = {processes}");
        return true;
    }
}
