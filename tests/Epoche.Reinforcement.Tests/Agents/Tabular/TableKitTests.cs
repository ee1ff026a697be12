using Epoche.Conformance.Agents;

namespace Epoche.Reinforcement.Tests.Agents.Tabular;

/// <summary>Every method of tables passes the kit of agents: exact, resumable, without allocations, every option with an effect.</summary>
public sealed class TableKitTests
{
    private static readonly TableOptions s_table = new() { Epsilon = Schedule.Constant(0.3f), StepSize = 0.25f };
    private static readonly string[] s_idle =
        [nameof(AgentOptions.ReportEverySteps), nameof(AgentOptions.Selection), nameof(AgentOptions.NormalizeObservations)];

    [Theory]
    [InlineData(TableMethod.QLearning, 0f)]
    [InlineData(TableMethod.QLearning, 0.8f)]
    [InlineData(TableMethod.DoubleQLearning, 0f)]
    [InlineData(TableMethod.Sarsa, 0f)]
    [InlineData(TableMethod.Sarsa, 0.8f)]
    [InlineData(TableMethod.ExpectedSarsa, 0f)]
    public void A_table_under_masks(TableMethod method, float lambda)
    {
        TableOptions table = s_table with { Method = method, Lambda = lambda };
        Dictionary<string, TableOptions> changes = new()
        {
            [nameof(TableOptions.Method)] = table with { Method = method == TableMethod.QLearning ? TableMethod.Sarsa : default },
            [nameof(TableOptions.Discount)] = table with { Discount = 0.9f },
            [nameof(TableOptions.StepSize)] = table with { StepSize = StepSize.Power(0.7f) },
            [nameof(TableOptions.Lambda)] = table with { Lambda = 0.5f, Method = TableMethod.QLearning },
            [nameof(TableOptions.Traces)] = table with { Traces = TraceKind.Accumulating },
            [nameof(TableOptions.Epsilon)] = table with { Epsilon = Schedule.Constant(0.6f) },
            [nameof(TableOptions.InitialValue)] = table with { InitialValue = 1 },
        };
        AgentKit.Check(Subject(count => BatchEnvironment.Of(() => new Crossing(), count), table, changes) with
        {
            WithoutEffect =
                [.. s_idle, nameof(TableOptions.Tiles), .. lambda == 0 ? (string[])[nameof(TableOptions.Traces)] : []],
        });
    }

    [Theory]
    [InlineData(TraceKind.Replacing)]
    [InlineData(TraceKind.Dutch)]
    public void Tiles_with_traces(TraceKind traces)
    {
        TileOptions tiles = new() { Low = [0, 0], High = [1, 2], Tilings = 4, Cells = 3 };
        TableOptions table = s_table with { Method = TableMethod.Sarsa, Lambda = 0.8f, Traces = traces, Tiles = tiles };
        Dictionary<string, TableOptions> changes = new()
        {
            [nameof(TableOptions.Method)] = table with { Method = TableMethod.QLearning },
            [nameof(TableOptions.Discount)] = table with { Discount = 0.9f },
            [nameof(TableOptions.StepSize)] = table with { StepSize = 0.5f },
            [nameof(TableOptions.Lambda)] = table with { Lambda = 0.5f },
            [nameof(TableOptions.Traces)] = table with { Traces = TraceKind.Accumulating },
            [nameof(TableOptions.Epsilon)] = table with { Epsilon = Schedule.Constant(0.6f) },
            [nameof(TableOptions.InitialValue)] = table with { InitialValue = 1 },
            [nameof(TableOptions.Tiles)] = table with { Tiles = tiles with { Cells = 2 } },
        };
        AgentSubject subject = Subject(count => BatchEnvironment.Of(() => default(Corridor), count), table, changes);
        AgentKit.Check(subject with { WithoutEffect = s_idle });
    }

    private static AgentSubject Subject(
        Func<int, IBatchEnvironment> environment, TableOptions table, Dictionary<string, TableOptions> changes) =>
        new(environment, (spec, seed) => new TableAgent(spec, table with { Seed = seed }))
        {
            Changed = changes.ToDictionary(
                change => change.Key, change => (Func<EnvironmentSpec, Agent>)(spec => new TableAgent(spec, change.Value))),
        };
}
