using Epoche;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

public sealed class DqnOptionsTests
{
    private static readonly EnvironmentSpec s_spec = new() { Name = "Test", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 10 };

    private static readonly DqnOptions s_options = new() { Network = spec => [new Dense(4, Relu), new Dense(spec.Actions.Count)], TargetEverySteps = 10 };

    public static TheoryData<string, DqnOptions> Broken() => new()
    {
        { "neither is", s_options with { TargetEverySteps = null } },
        { "they are 10 and 5", s_options with { TargetEveryUpdates = 5 } },
        { "TargetEverySteps is 0", s_options with { TargetEverySteps = 0 } },
        { "TargetEveryUpdates is -1", s_options with { TargetEverySteps = null, TargetEveryUpdates = -1 } },
        { "TargetTau is 0; expected above 0, to 1: 1 copies the online network, less moves towards it, and by 0 it would never move.", s_options with { TargetTau = 0 } },
        { "TargetTau is 1.5", s_options with { TargetTau = 1.5f } },
        { "Discount is 1.01", s_options with { Discount = 1.01f } },
        { "Discount is NaN", s_options with { Discount = float.NaN } },
        { "Epsilon at step 0 is 2", s_options with { Epsilon = 2f } },
        { "Epsilon at the end is -1", s_options with { Epsilon = Schedule.Linear(1, -1, 10) } },
        { "WarmUpSteps is -1", s_options with { WarmUpSteps = -1 } },
        { "TrainEverySteps is 0", s_options with { TrainEverySteps = 0 } },
        { "UpdatesPerTraining is 0", s_options with { UpdatesPerTraining = 0 } },
        { "BatchSize is 0", s_options with { BatchSize = 0 } },
        { "ReportEverySteps is 0", s_options with { ReportEverySteps = 0 } },
        { "HuberDelta is 0", s_options with { HuberDelta = 0 } },
        { "ClipNorm is -1", s_options with { ClipNorm = -1 } },
        { "ClipValue is ", s_options with { ClipValue = float.PositiveInfinity } },
        { "Replay.NStep is 0", s_options with { Replay = new() { NStep = 0 } } },
        { "Replay.Capacity is 4", s_options with { Replay = new() { Capacity = 4, NStep = 3 } } },
        { "Selection.EverySteps is 0", s_options with { Selection = new() { EverySteps = 0 } } },
        { "Selection.Episodes is 0", s_options with { Selection = new() { Episodes = 0 } } },
        { "Selection.ConfirmEpisodes is 0", s_options with { Selection = new() { ConfirmEpisodes = 0 } } },
        { "states no BestReturn", s_options with { Selection = new() { StopWhenPerfect = true } } },
        { "Selection.StopAtReturn is NaN", s_options with { Selection = new() { StopAtReturn = float.NaN } } },
        { "Selection.ConfirmOn is", s_options with { Selection = new() { ConfirmOn = new CartPoleBatch(1) } } },
        { "one for each action", s_options with { Network = _ => [new Dense(3)] } },
        { "gave null", s_options with { Network = _ => null! } },
        { "it maps [2] to [3].", s_options with { Network = spec => Graph(spec, 3) } },
        { "it maps input [2] to a [2], b [2].", s_options with { Network = TwoHeads } },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void What_is_wrong_is_named(string part, DqnOptions options)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DqnAgent(s_spec, options));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_network_may_be_a_graph(bool normalizes)
    {
        SelectionOptions selection = new() { EverySteps = 50, Episodes = 2, ConfirmEpisodes = 2 };
        DqnOptions layers = s_options with { NormalizeObservations = normalizes, WarmUpSteps = 20, Selection = selection };
        DqnAgent agent = Trained(layers), graph = Trained(layers with { Network = spec => Graph(spec, spec.Actions.Count) });

        Assert.IsType<Sequential>(agent.Model);
        Assert.IsType<GraphModel>(graph.Model);
        Assert.IsType<GraphModel>(graph.Best);
        Assert.Equal(normalizes, graph.Model.Layers[0] is Normalization);
        Assert.Equal(agent.Model.Parameters.Values.Length, graph.Model.Parameters.Values.Length);
        float[] observation = [0.1f, 0.2f], values = new float[2], network = new float[2];
        graph.Greedy().Values(observation, values);
        new GreedyPolicy(graph.Best.Clone()).Values(observation, network);
        Assert.Equal(network, values);
        Assert.NotEqual(0, values[0]);

        static DqnAgent Trained(DqnOptions options)
        {
            using IBatchEnvironment environment = BatchEnvironment.Of(() => new Corridor(), count: 2);
            DqnAgent agent = new(environment.Spec, options);
            Assert.NotEmpty(agent.Train(environment, steps: 100));
            return agent;
        }
    }

    [Fact]
    public void Masked_actions_are_refused() =>
        Assert.Contains(
            "no action masks", Assert.Throws<ArgumentException>(() => new DqnAgent(s_spec with { MasksActions = true }, s_options)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Continuous_actions_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DqnAgent(s_spec with { Actions = ActionSpec.Continuous(-1, 1) }, s_options));
        Assert.Contains("discrete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_environment_than_the_agents_is_refused()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(s_spec with { Observation = [3] }, s_options);
        ArgumentException error = Assert.Throws<ArgumentException>(() => agent.Train(environment, 10));
        Assert.StartsWith(
            "The agent was made for observations [3] and actions discrete(2) (Test); Corridor has observations [2] and actions discrete(2). "
            + "Names, time limits and best returns may differ; observations and actions may not.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_of_a_kind_that_is_not_registered_is_named() => Assert.Equal(
        "The layer 'halving' (Halving) is of the kind 'halving', which is not registered, so that it can be neither copied nor loaded from a file. "
            + "Register it once, before: LayerRegistry.Register(\"halving\", options => new Halving(…)).",
        Assert.Throws<NotSupportedException>(() => new DqnAgent(new CartPole().Spec, new() { Network = spec => [new Halving(), new Dense(spec.Actions.Count)], TargetEverySteps = 10 })).Message);

    [Fact]
    public void More_actions_than_float32_can_name_are_refused() => Assert.Equal(
        "Received 16777217 actions; expected at most 16777216. Indices are float32 numbers, and those above 16777216 cannot be told apart. (Parameter 'count')",
        Assert.Throws<ArgumentOutOfRangeException>(() => ActionSpec.Discrete((1 << 24) + 1)).Message);

    private sealed class Halving : Layer
    {
        public override string Kind => "halving";

        public override Shape Build(Shape input, ParameterBuilder parameters) => input;

        public override Tensor Call(Tensor x) => x * 0.5f;
    }

    private static GraphModel Graph(EnvironmentSpec spec, int outputs)
    {
        Symbol observation = Model.Input(spec.Observation);
        return new(observation, observation.Then(new Dense(4, Relu), new Dense(outputs)));
    }

    private static GraphModel TwoHeads(EnvironmentSpec spec)
    {
        Symbol observation = Model.Input(spec.Observation);
        return new([observation], ("a", observation.Then(new Dense(2))), ("b", observation.Then(new Dense(2))));
    }
}
