namespace Epoche.Cli.Commands;

/// <summary><c>epoche env</c>: tools for environments.</summary>
internal sealed class EnvCommand : EpocheCommand
{
    /// <summary>What the commands say of their argument.</summary>
    public const string NameOrCode =
        "An environment's name (see 'epoche list'), prices as market:FILE.csv, Python's gymnasium:NAME, or your own: a DLL or a C# file, "
        + "with :TYPE where it has several; the last two need --trust";

    public EnvCommand(Terminal terminal)
        : base(terminal, "env", "Check an environment, measure its speed, trace it step by step, or score its scripted player")
    {
        Add(new EnvCheckCommand(terminal));
        Add(new EnvBenchCommand(terminal));
        Add(new EnvTraceCommand(terminal));
        Add(new EnvScoreCommand(terminal));
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche env check Snake.dll", "your own, against the rules that training relies on"),
        ("epoche env bench CartPole-v1", "steps per second of one core"),
        ("epoche env trace CartPole-v1 --seed 3 --actions 0,1,1,0", "what happens, step by step"),
        ("epoche env score Catch-8x8", "what its scripted player earns"),
    ];

    /// <summary>The environment of this name, or of a file of code.</summary>
    /// <param name="name">The name, or the path.</param>
    /// <param name="code">Loads code; null where none is trusted.</param>
    /// <param name="imports">Modules of Python that are imported first.</param>
    /// <exception cref="CliException">There is none; the message names the nearest.</exception>
    /// <exception cref="UntrustedCodeException">It is code, and none is trusted.</exception>
    /// <exception cref="ExperimentException">The code cannot be used.</exception>
    /// <exception cref="PythonEnvironmentException">Python, or the environment in it, fails.</exception>
    public static EnvironmentEntry Find(string name, EnvironmentCode? code, IReadOnlyList<string>? imports = null)
    {
        if (EnvironmentCode.IsCode(name))
        {
            return code?.Load(name, Python(imports)).Entry
                ?? throw new UntrustedCodeException(IsPython(name) ? name : Path.GetFullPath(name));
        }

        if (AtariEnvironment.IsName(name))
        {
            return AtariEnvironment.Entry(name); // the one that needs no Python
        }

        if (MarketFile.IsMarket(name))
        {
            return MarketFile.Load(name).Entry;
        }

        IEnumerable<string> names = EnvironmentRegistry.All.Select(e => e.Name);
        return EnvironmentRegistry.All.FirstOrDefault(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new CliException(
                $"There is no environment '{name}'.{NearestHint.For(name, names)}\n  Environments: {string.Join(", ", names)}.");
    }

    /// <summary>Whether a text names a Python environment.</summary>
    public static bool IsPython(string name) =>
        GymnasiumEnvironment.IsName(name) || (AtariEnvironment.IsName(name) && EnvironmentCode.IsCode(name));

    /// <summary>How a Python environment is run that a command names.</summary>
    public static PythonEnvironmentOptions Python(IReadOnlyList<string>? imports) => new() { Imports = imports ?? [] };
}
