using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>
/// The family of DQN, as agents: an update with all that belongs to it (drawing the batch, priorities, noise), and environment steps with
/// acting and remembering but without updates.
/// </summary>
internal static class DqnVariantCases
{
    private const int Remembered = 16_384, Environments = 64;

    private static readonly (int Width, int Batch)[] s_sizes = [(64, 64), (256, 64), (256, 128)];

    private static readonly (string Name, string What, Func<Variant> Options)[] s_variants =
    [
        ("plain", "DQN", () => new()),
        ("dueling", "dueling DQN", () => new() { Network = new() { Dueling = true } }),
        ("noisy", "noisy DQN", () => new() { Network = new() { Noise = 0.5f } }),
        ("c51", "C51 with 51 atoms", () => new() { Network = new() { Atoms = new CategoricalAtoms(0, 100) } }),
        ("qr", "QR-DQN with 25 quantiles", () => new() { Network = new() { Atoms = new QuantileAtoms { Count = 25 } } }),
        ("prioritized", "DQN by priority", () => new() { Priorities = new() }),
        ("munchausen", "Munchausen DQN", () => new() { Munchausen = new() }),
        ("rainbow", "Rainbow with 51 atoms", () => new()
        {
            Network = new() { Dueling = true, Noise = 0.5f, Atoms = new CategoricalAtoms(0, 100) },
            Priorities = new(),
            NStep = 3,
            DoubleQ = true,
        }),
    ];

    public static IEnumerable<BenchCase> All =>
    [
        .. s_sizes.SelectMany(
            size => s_variants.Select(variant => Update(variant.Name, variant.What, variant.Options, size.Width, size.Batch))),
        .. s_variants.Where(variant => variant.Name is "plain" or "rainbow")
            .Select(variant => Steps(variant.Name, variant.What, variant.Options)),
    ];

    /// <summary>The cases of a size that the peer times too.</summary>
    public static IEnumerable<string> Names(int width, int batch) => s_variants.Select(variant => NameOf(variant.Name, width, batch));

    private static string NameOf(string variant, int width, int batch) =>
        batch == 64 ? $"dqn-variant-{variant}-{width}" : $"dqn-variant-{variant}-{width}x{batch}";

    private static BenchCase Update(string name, string what, Func<Variant> options, int width, int batch) => new(
        NameOf(name, width, batch), $"update of {what}, 4-{width}-{width}-2, batch {batch}, drawn from {Remembered:N0}, Huber, Adam", () =>
        {
            DqnAgent agent = Filled(options(), width, batch).Agent;
            return agent.Learn;
        })
    {
        Events = 1, Unit = "updates", HasPeer = true,
    };

    private static BenchCase Steps(string name, string what, Func<Variant> options) => new(
        $"dqn-variant-{name}-env", $"a step of {Environments} CartPoles by {what}, 4-64-64-2, ε = 0.05, without updates", () =>
        {
            (_, AgentTraining training) = Filled(options(), width: 64, batch: 64);
            return training.Advance;
        })
    {
        Events = Environments,
    };

    private static (DqnAgent Agent, AgentTraining Training) Filled(Variant variant, int width, int batch)
    {
        IBatchEnvironment environment = EnvironmentRegistry.Find("CartPole-v1").CreateBatch(Environments);
        DqnAgent agent = new(environment.Spec, new()
        {
            Network = spec => QNetwork.Create(spec, variant.Network with { Hidden = [width, width] }),
            Replay = new() { Capacity = 2 * Remembered, Priorities = variant.Priorities, NStep = variant.NStep },
            Munchausen = variant.Munchausen,
            DoubleQ = variant.DoubleQ,
            BatchSize = batch,
            Epsilon = Schedule.Linear(1, 0.05f, Remembered),
            TrainEverySteps = int.MaxValue,
            TargetEveryUpdates = 500,
        });
        AgentTraining training = new(agent, environment);
        while (training.Step < Remembered)
        {
            training.Advance();
        }

        return (agent, training);
    }

    /// <summary>What differs from plain DQN.</summary>
    private sealed record Variant
    {
        public QNetworkOptions Network { get; init; } = new() { Activation = Relu };

        public PriorityOptions? Priorities { get; init; }

        public MunchausenOptions? Munchausen { get; init; }

        public bool DoubleQ { get; init; }

        public int NStep { get; init; } = 1;
    }
}
