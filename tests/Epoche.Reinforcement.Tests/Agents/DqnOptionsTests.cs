using Epoche;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

public sealed class DqnOptionsTests
{
    private static readonly EnvironmentSpec s_spec = new()
    {
        Name = "Test", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 10,
    };

    private static readonly DqnOptions s_options = new()
    {
        Network = spec => [new Dense(4, Relu), new Dense(spec.Actions.Count)], TargetEverySteps = 10,
    };

    public static TheoryData<string, string, DqnOptions> Broken()
    {
        const string Target = "Exactly one of TargetEverySteps and TargetEveryUpdates must be set;";
        const string Tau = "expected above 0, to 1: 1 copies the online network, less moves towards it, and by 0 it would never move.";
        const string Maps = "Network must map observations of shape [2] to 2 values, one for each action of Test; it maps";
        return new()
        {
            { "TargetEverySteps", $"{Target} neither is.", s_options with { TargetEverySteps = null } },
            { "TargetEverySteps", $"{Target} they are 10 and 5.", s_options with { TargetEveryUpdates = 5 } },
            {
                "TargetEverySteps", "TargetEverySteps is 0; expected at least 1 environment step.",
                s_options with { TargetEverySteps = 0 }
            },
            {
                "TargetEveryUpdates", "TargetEveryUpdates is -1; expected at least 1 update.",
                s_options with { TargetEverySteps = null, TargetEveryUpdates = -1 }
            },
            { "TargetTau", $"TargetTau is 0; {Tau}", s_options with { TargetTau = 0 } },
            { "TargetTau", $"TargetTau is 1.5; {Tau}", s_options with { TargetTau = 1.5f } },
            { "Discount", "Discount is 1.01; expected 0 to 1.", s_options with { Discount = 1.01f } },
            { "Discount", "Discount is NaN; expected 0 to 1.", s_options with { Discount = float.NaN } },
            { "Epsilon", "Epsilon at step 0 is 2; expected 0 to 1.", s_options with { Epsilon = 2f } },
            { "Epsilon", "Epsilon at the end is -1; expected 0 to 1.", s_options with { Epsilon = Schedule.Linear(1, -1, 10) } },
            { "WarmUpSteps", "WarmUpSteps is -1; expected at least 0 environment steps.", s_options with { WarmUpSteps = -1 } },
            { "TrainEverySteps", "TrainEverySteps is 0; expected at least 1 environment step.", s_options with { TrainEverySteps = 0 } },
            { "UpdatesPerTraining", "UpdatesPerTraining is 0; expected at least 1 update.", s_options with { UpdatesPerTraining = 0 } },
            { "BatchSize", "BatchSize is 0; expected at least 1 transition.", s_options with { BatchSize = 0 } },
            {
                "ReportEverySteps", "ReportEverySteps is 0; expected at least 1 environment step.",
                s_options with { ReportEverySteps = 0 }
            },
            { "HuberDelta", "HuberDelta is 0; expected a positive number, or none.", s_options with { HuberDelta = 0 } },
            { "ClipNorm", "ClipNorm is -1; expected a positive number, or none.", s_options with { ClipNorm = -1 } },
            {
                "ClipValue", "ClipValue is Infinity; expected a positive number, or none.",
                s_options with { ClipValue = float.PositiveInfinity }
            },
            { "NStep", "Replay.NStep is 0; expected 1 to 100 steps.", s_options with { Replay = new() { NStep = 0 } } },
            {
                "Capacity", "Replay.Capacity is 4; expected at least NStep + 2 = 5 observations.",
                s_options with { Replay = new() { Capacity = 4, NStep = 3 } }
            },
            {
                "Selection.EverySteps", "Selection.EverySteps is 0; expected at least 1 environment step.",
                s_options with { Selection = new() { EverySteps = 0 } }
            },
            {
                "Selection.Episodes", "Selection.Episodes is 0; expected at least 1 episode.",
                s_options with { Selection = new() { Episodes = 0 } }
            },
            {
                "Selection.ConfirmEpisodes", "Selection.ConfirmEpisodes is 0; expected at least 1 episode.",
                s_options with { Selection = new() { ConfirmEpisodes = 0 } }
            },
            {
                "Selection.StopWhenPerfect",
                "Selection.StopWhenPerfect is set, but Test states no BestReturn, so no episode of it can be called perfect. "
                + "Set BestReturn in its spec, or use Selection.StopAtReturn.",
                s_options with { Selection = new() { StopWhenPerfect = true } }
            },
            {
                "Selection.StopAtReturn", "Selection.StopAtReturn is NaN; expected a finite return.",
                s_options with { Selection = new() { StopAtReturn = float.NaN } }
            },
            {
                "Selection.ConfirmOn",
                "Selection.ConfirmOn has observations [4] and actions discrete(2) (CartPole-v1); expected observations [2] and actions "
                + "discrete(2), those of the training (Test).",
                s_options with { Selection = new() { ConfirmOn = new CartPoleBatch(1) } }
            },
            { "Network", $"{Maps} [2] to [3].", s_options with { Network = _ => [new Dense(3)] } },
            {
                "Network", "Network gave null; expected a model, such as spec => [new Dense(spec.Actions.Count)].",
                s_options with { Network = _ => null! }
            },
            { "Network", $"{Maps} [2] to [3].", s_options with { Network = spec => Graph(spec, 3) } },
            { "Network", $"{Maps} input [2] to a [2], b [2].", s_options with { Network = TwoHeads } },
        };
    }

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void What_is_wrong_is_named(string option, string message, DqnOptions options)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DqnAgent(s_spec, options));
        Assert.Equal($"{message} (Parameter '{option}')", error.Message);
    }

    [Fact]
    public void A_confirmation_knows_the_best_return_where_the_training_does() => Assert.Equal(
        "Selection.ConfirmOn is CartPole-v1, and training is on Test: of these, CartPole-v1 has a BestReturn and Test has none. Set it in "
        + "both specs or in neither. (Parameter 'Selection.ConfirmOn')",
        Assert.Throws<ArgumentException>(() => new SelectionOptions { ConfirmOn = new CartPoleBatch(1) }
            .Validate(new CartPole().Spec with { Name = "Test", BestReturn = null })).Message);

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
    public void Continuous_actions_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new DqnAgent(s_spec with { Actions = ActionSpec.Continuous(-1, 1) }, s_options));
        Assert.Equal("DQN chooses among discrete actions; Test has continuous([-1, 1]). (Parameter 'spec')", error.Message);
    }

    [Fact]
    public void Another_environment_than_the_agents_is_refused()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        DqnAgent agent = new(s_spec with { Observation = [3] }, s_options);
        ArgumentException error = Assert.Throws<ArgumentException>(() => agent.Train(environment, 10));
        Assert.Equal(
            "The agent was made for observations [3] and actions discrete(2) (Test); Corridor has observations [2] and actions "
            + "discrete(2). Names, time limits and best returns may differ; observations and actions may not. (Parameter 'environment')",
            error.Message);
    }

    [Fact]
    public void A_layer_of_a_kind_that_is_not_registered_is_named() => Assert.Equal(
        "The layer 'halving' (Halving) is of the kind 'halving', which is not registered, so that it can be neither copied nor loaded from "
        + "a file. Register it once, before: LayerRegistry.Register(\"halving\", options => new Halving(…)).",
        Assert.Throws<NotSupportedException>(() => new DqnAgent(new CartPole().Spec, new()
        {
            Network = spec => [new Halving(), new Dense(spec.Actions.Count)], TargetEverySteps = 10,
        })).Message);

    [Fact]
    public void More_actions_than_float32_can_name_are_refused() => Assert.Equal(
        "Received 16777217 actions; expected at most 16777216. "
        + "Indices are float32 numbers, and those above 16777216 cannot be distinguished. (Parameter 'count')",
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
