using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>The whole loop of SAC and TD3 on Pendulum: acting, the environment, remembering and one update a step.</summary>
internal static class ActorCriticCases
{
    private const int Remembered = 10_000, BothParities = 2; // TD3's actor moves at every second update

    /// <summary>As the recipes have them, and as published settings do.</summary>
    private static readonly Setting[] s_settings =
    [
        new("sac-pendulum-64", [64, 64], 128), new("td3-pendulum-64", [64, 64], 128),
        new("sac-pendulum-256", [256, 256], 256), new("td3-pendulum-400", [400, 300], 256),
    ];

    /// <summary>The cases that the peer times too.</summary>
    public static IEnumerable<string> Names => s_settings.Select(setting => setting.Name);

    public static IEnumerable<BenchCase> All => s_settings.Select(setting =>
    {
        string hidden = string.Join('-', setting.Hidden);
        bool isSac = setting.Name.StartsWith("sac", StringComparison.Ordinal);
        return Case(
            setting.Name, $"{(isSac ? "SAC" : "TD3")}, 3-{hidden}-{(isSac ? 2 : 1)} and twins 4-{hidden}-1, batch {setting.Batch}",
            spec => isSac ? Sac(spec, setting) : Td3(spec, setting));
    });

    private static SacAgent Sac(EnvironmentSpec spec, Setting setting) => new(spec, new()
    {
        Actor = of => [.. Hidden(setting), new Dense(2 * of.Actions.Count)],
        Critic = of => CriticNetwork.Create(of, new() { Hidden = setting.Hidden }),
        Replay = new() { Capacity = 2 * Remembered },
        WarmUpSteps = Remembered,
        BatchSize = setting.Batch,
    });

    private static Td3Agent Td3(EnvironmentSpec spec, Setting setting) => new(spec, new()
    {
        Actor = of => [.. Hidden(setting), new Dense(of.Actions.Count, Tanh)],
        Critic = of => CriticNetwork.Create(of, new() { Hidden = setting.Hidden }),
        Replay = new() { Capacity = 2 * Remembered },
        Discount = 0.98f,
        WarmUpSteps = Remembered,
        BatchSize = setting.Batch,
    });

    private static IEnumerable<Layer> Hidden(Setting setting) => setting.Hidden.Select(units => new Dense(units, Relu));

    private static BenchCase Case(string name, string what, Func<EnvironmentSpec, Agent> create) => new(
        name, $"{BothParities} steps of Pendulum with an update each by {what}, Adam", () =>
        {
            AgentTraining training = Filled(create);
            return () =>
            {
                training.Advance();
                training.Advance();
            };
        })
    {
        Events = BothParities, HasPeer = true,
    };

    private static AgentTraining Filled(Func<EnvironmentSpec, Agent> create)
    {
        IBatchEnvironment environment = EnvironmentRegistry.Find("Pendulum-v1").CreateBatch(1);
        AgentTraining training = new(create(environment.Spec), environment);
        while (training.Step < Remembered)
        {
            training.Advance();
        }

        return training;
    }

    private sealed record Setting(string Name, int[] Hidden, int Batch);
}
