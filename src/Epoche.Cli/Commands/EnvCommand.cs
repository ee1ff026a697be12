namespace Epoche.Cli.Commands;

/// <summary><c>epoche env</c>: tools for environments.</summary>
internal sealed class EnvCommand : EpocheCommand
{
    /// <summary>What the commands say of their argument.</summary>
    public const string NameOrCode =
        "An environment's name (see 'epoche list'), prices as market:FILE.csv, or your own: a DLL or a C# file, with :TYPE where it has "
        + "several; needs --trust";

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
    /// <exception cref="CliException">There is none; the message names the nearest.</exception>
    /// <exception cref="UntrustedCodeException">It is code, and none is trusted.</exception>
    /// <exception cref="ExperimentException">The code cannot be used.</exception>
    public static EnvironmentEntry Find(string name, EnvironmentCode? code)
    {
        if (EnvironmentCode.IsCode(name))
        {
            return code?.Load(name).Entry ?? throw new UntrustedCodeException(Path.GetFullPath(name));
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
}
