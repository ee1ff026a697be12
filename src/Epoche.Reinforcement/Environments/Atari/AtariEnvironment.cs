using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// Atari games as published agents see them: the emulator is Python's (the Arcade Learning Environment, <c>ale_py</c>, with the games), all
/// that comes after the raw screens is done here. <c>atari:fake</c> is a game of bricks of the same shapes that needs neither.
/// </summary>
/// <example><code>
/// EnvironmentEntry pong = AtariEnvironment.Entry("atari:ALE/Pong-v5", python: new() { Imports = ["ale_py"] });
/// using IBatchEnvironment games = pong.CreateStacked(count: 8, frames: 4);
/// </code></example>
public static class AtariEnvironment
{
    private const string Prefix = "atari:", Fake = "atari:fake";
    private const int Stacked = 4;

    /// <summary>Whether a text names an Atari game: <c>atari:ALE/Pong-v5</c> or <c>atari:fake</c>.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length > Prefix.Length;
    }

    /// <summary>A line for the table of environments; its batches show one frame, of which an agent needs four.</summary>
    /// <param name="name">The game, with <c>atari:</c> before it or without.</param>
    /// <param name="options">How it is shown and scored; null for the published settings.</param>
    /// <param name="python">How Python is run; null for the defaults. <c>Information</c> and <c>TimeLimit</c> are set here.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="PythonEnvironmentException">Python, the emulator or the game is not there, or fails.</exception>
    public static EnvironmentEntry Entry(string name, AtariOptions? options = null, PythonEnvironmentOptions? python = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string full = IsName(name) ? name : Prefix + name;
        options ??= new();
        options.Validate();
        if (IsFake(full))
        {
            const string summary = "A game of bricks of Atari's shapes and pace, for want of an emulator.";
            return EntryOf(full, summary, options, count => new FakeEmulators(count));
        }

        PythonSource source = SourceOf(full, python);
        return EntryOf(full, source, options);
    }

    internal static bool IsFake(string name) => name == Fake;

    internal static PythonSource SourceOf(string name, PythonEnvironmentOptions? python) =>
        GymnasiumEnvironment.Source(name[Prefix.Length..], PythonEmulators.Raw(python ?? new()));

    internal static EnvironmentEntry EntryOf(string name, PythonSource source, AtariOptions options)
    {
        _ = PythonEmulators.SpecOf(source, name); // refuses what is not a game
        return EntryOf(name, $"Of Python: {source.Versions}.", options, count => new PythonEmulators(source, count, name));
    }

    private static EnvironmentEntry EntryOf(string name, string summary, AtariOptions options, Func<int, IEmulators> create)
    {
        using IEmulators one = create(1);
        EnvironmentSpec spec = AtariBatch.SpecOf(one.Spec, options);
        IReadOnlyList<string> actions = one.Spec.Actions;
        return new(name, summary, () => new AtariGame(spec, () => create(1), options), Batch)
        {
            Frames = Stacked,
            PictureMaker = () => new AtariPicture(spec, actions),
        };

        IBatchEnvironment Batch(int count)
        {
            OptionChecks.AtLeastOne(count, "environments");
            OptionChecks.AtMost(OptionChecks.MostEnvironments, count, "environments");
            return new AtariBatch(create(count), options, learns: true);
        }
    }
}
