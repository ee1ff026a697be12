using Epoche.Conformance.Agents;
using Epoche.Reinforcement.Tests.Simulation;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>
/// Checkpoints of agents in every kind of environment, each value and each segment of the memory changed behind its hash.
/// </summary>
public sealed class AgentDamageTests
{
    [Theory]
    [InlineData("CartPole-v1", 149)]
    [InlineData("Catch-8x8", 149)]
    [InlineData("own Catch", 149)]
    [InlineData("replayed Catch", 149)]
    public void An_agent_refuses_or_bears_a_share_of_all_damages(string environment, int share) => Check(environment, share);

    [Theory]
    [Trait("category", "soak")]
    [InlineData("CartPole-v1", 7)]
    [InlineData("Catch-8x8", 7)]
    [InlineData("Cave-48x48", 37)]
    [InlineData("own CartPole", 7)]
    [InlineData("own Catch", 7)]
    [InlineData("own Cave", 37)]
    [InlineData("normalized", 7)]
    [InlineData("stacked", 7)]
    [InlineData("replayed Catch", 7)]
    [InlineData("copied", 7)]
    public void An_agent_refuses_or_bears_many_damages(string environment, int share) => Check(environment, share);

    private static void Check(string name, int share)
    {
        DqnOptions options = new()
        {
            Network = spec => [new Flatten(), new Dense(4, Relu), new Dense(spec.Actions.Count)],
            Replay = new() { Capacity = 120, NStep = 3 },
            Epsilon = Schedule.Constant(0.3f),
            WarmUpSteps = 40,
            TrainEverySteps = 8,
            BatchSize = 4,
            TargetEverySteps = 50,
            NormalizeObservations = name == "normalized",
        };
        (int refused, int all) = AgentKit.BearsDamage(
            new(count => Make(name, count), (spec, seed) => new DqnAgent(spec, options with { Seed = seed })) { Steps = 240 }, share);
        Assert.InRange(all, 800 / share, 60_000 / share);
        Assert.InRange(refused, all / 3, all - 1);
    }

    private static IBatchEnvironment Make(string name, int count) => name switch
    {
        "normalized" => new CartPoleBatch(count),
        "stacked" => new FrameStack(new CatchBatch(count), 3),
        "own CartPole" => BatchEnvironment.Of(() => new CartPole(), count),
        "own Catch" => BatchEnvironment.Of(() => new Catch(), count),
        "own Cave" => BatchEnvironment.Of(() => new Cave(), count),
        "replayed Catch" => BatchEnvironment.Of<IEnvironment>(() => new Catch(), count),
        "copied" => BatchEnvironment.Of(() => new Ticker(3), count),
        _ => EnvironmentRegistry.Find(name).CreateBatch(count),
    };
}
