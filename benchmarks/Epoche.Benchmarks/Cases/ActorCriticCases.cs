using static Epoche.Tensors.Ops;

namespace Epoche.Benchmarks.Cases;

/// <summary>The whole loop of SAC and TD3 on Pendulum: acting, the environment, remembering and one update a step.</summary>
internal static class ActorCriticCases
{
    private const string Sac = "sac-pendulum", Td3 = "td3-pendulum";
    private const int Remembered = 10_000, BothParities = 2; // TD3's actor moves at every second update

    /// <summary>The cases that the peer times too.</summary>
    public static IEnumerable<string> Names => [Sac, Td3];

    public static IEnumerable<BenchCase> All =>
    [
        Case(Sac, "SAC, 3-256-256-2 and twins 4-256-256-1", spec => new SacAgent(spec, new()
        {
            Actor = of => [new Dense(256, Relu), new Dense(256, Relu), new Dense(2 * of.Actions.Count)],
            Critic = of => CriticNetwork.Create(of, new() { Hidden = [256, 256] }),
            Replay = new() { Capacity = 2 * Remembered },
            WarmUpSteps = Remembered,
        })),
        Case(Td3, "TD3, 3-400-300-1 and twins 4-400-300-1", spec => new Td3Agent(spec, new()
        {
            Actor = of => [new Dense(400, Relu), new Dense(300, Relu), new Dense(of.Actions.Count, Tanh)],
            Critic = of => CriticNetwork.Create(of, new() { Hidden = [400, 300] }),
            Replay = new() { Capacity = 2 * Remembered },
            Discount = 0.98f,
            WarmUpSteps = Remembered,
        })),
    ];

    private static BenchCase Case(string name, string what, Func<EnvironmentSpec, Agent> create) => new(
        name, $"{BothParities} steps of Pendulum with an update each by {what}, batch 256, Adam", () =>
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
}
