using Epoche.Conformance.Agents;
using Epoche.Reinforcement.Tests.Agents.Tabular;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents.Imitation;

/// <summary>DAgger passes the kit of agents: exact, resumable, without allocations, every option with an effect.</summary>
public sealed class DaggerKitTests
{
    private static readonly DaggerOptions s_dagger = new()
    {
        Network = spec => [new Dense(8, Relu), new Dense(spec.Actions.Count)],
        Expert = _ => new Player(2, o => o[0] is > 0.3f and < 0.5f ? 0 : 1),
        StepsPerIteration = 60,
        Epochs = 2,
        BatchSize = 8,
        Capacity = 200,
    };

    [Fact]
    public void Dagger()
    {
        Dictionary<string, DaggerOptions> changes = new()
        {
            [nameof(DaggerOptions.Network)] = s_dagger with { Network = spec => [new Dense(8, Tanh), new Dense(spec.Actions.Count)] },
            [nameof(DaggerOptions.Expert)] = s_dagger with { Expert = _ => new Player(2, o => o[0] > 0.5f ? 0 : 1) },
            [nameof(DaggerOptions.Beta)] = s_dagger with { Beta = Schedule.Constant(0.5f) },
            [nameof(DaggerOptions.StepsPerIteration)] = s_dagger with { StepsPerIteration = 80 },
            [nameof(DaggerOptions.Epochs)] = s_dagger with { Epochs = 3 },
            [nameof(DaggerOptions.BatchSize)] = s_dagger with { BatchSize = 9 },
            [nameof(DaggerOptions.Optimizer)] = s_dagger with { Optimizer = new RmsProp(1e-3f) },
            [nameof(DaggerOptions.ClipNorm)] = s_dagger with { ClipNorm = 1e-3f },
            [nameof(DaggerOptions.ClipValue)] = s_dagger with { ClipValue = 1e-4f },
            [nameof(DaggerOptions.Capacity)] = s_dagger with { Capacity = 90 },
            [nameof(DaggerOptions.NormalizeObservations)] = s_dagger with { NormalizeObservations = true },
        };
        AgentKit.Check(Subject(count => BatchEnvironment.Of(() => default(Corridor), count), s_dagger) with
        {
            Changed = changes.ToDictionary(
                change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new DaggerAgent(spec, change.Value))),
        });
    }

    [Fact]
    public void Dagger_under_masks_and_with_an_expert_that_draws() => AgentKit.Check(
        Subject(
            count => BatchEnvironment.Of(() => new Crossing(oneHot: true), count),
            s_dagger with { Expert = _ => new Gambler(), Beta = Schedule.Constant(0.4f) }) with
        {
            WithoutEffect = [.. typeof(DaggerOptions).GetProperties().Select(option => option.Name)],
        });

    private static AgentSubject Subject(Func<int, IBatchEnvironment> environment, DaggerOptions options) =>
        new(environment, (spec, seed) => new DaggerAgent(spec, options with { Seed = seed }));

    /// <summary>Chooses among what is allowed by a stream that it keeps, as an expert with memory must.</summary>
    private sealed class Gambler : IPolicy, IStateful
    {
        private Rng _random = Rng.Stream(5, "gambler");

        public int StateVersion => 1;

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
        {
            int choices = actions.Allowed.Length / lanes.Length;
            for (int i = 0; i < lanes.Length; i++)
            {
                do
                {
                    actions.Indices[i] = _random.NextInt(choices);
                }
                while (!actions.Allowed[(i * choices) + actions.Indices[i]]);
            }
        }

        public void SaveState(StateSaver to) => to.Write("random", _random);

        public void LoadState(StateLoader from) => _random = from.Random("random");
    }
}
