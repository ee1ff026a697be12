namespace Epoche;

/// <summary>
/// A network that gives a policy and values, with the head that says what its policy means, and the layers that normalize what goes in and
/// what comes out. Draws actions, values observations.
/// </summary>
internal sealed class ActorCritic
{
    private const float Limit = 10; // of normalized observations

    private readonly StepArena _arena = new();
    private readonly Normalization? _valueScale;
    private readonly int _policy, _value;
    private readonly float[] _deviation = [1];

    /// <summary>Builds the network that an option describes.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="make">The option.</param>
    /// <param name="option">What it is called, for messages.</param>
    /// <param name="normalizes">Whether observations are normalized by a layer in front.</param>
    /// <param name="scales">Whether the value is in units of rewards that are divided by a running deviation.</param>
    /// <param name="seed">Decides the initial numbers.</param>
    /// <param name="remembers">Whether the agent carries states from step to step, so that the network may remember.</param>
    /// <exception cref="ArgumentException">The network does not fit the environment, or is built where layers are to be added.</exception>
    public ActorCritic(
        EnvironmentSpec spec, Func<EnvironmentSpec, Model> make, string option, bool normalizes, bool scales, ulong seed,
        bool remembers = false)
    {
        Head = ActionHead.For(spec);
        Model network = make(spec) ?? throw new ArgumentException(
            $"{option} gave null; expected a model, such as PolicyNetwork.Create(spec, new()).", option);
        network = PartInputs.OfRow(network, spec);
        RequireFits(network as GraphModel, spec, option);
        if (network.IsBuilt && (normalizes || scales))
        {
            throw new ArgumentException(
                $"{option} gave a model that is built already, and NormalizeObservations and ScaleRewards put layers around it. Give one "
                + "that is not built.",
                option);
        }

        if (normalizes || scales)
        {
            Normalization? inputs = normalizes ? new(Limit) : null;
            _valueScale = scales ? new() : null;
            Symbol observation = Model.Input(spec.Observation);
            IReadOnlyList<Symbol> outputs = network.Apply("network", inputs is null ? observation : observation.Then(inputs));
            Symbol policy = outputs[IndexOf(network, PolicyNetwork.PolicyOutput)];
            Symbol value = outputs[IndexOf(network, PolicyNetwork.ValueOutput)];
            network = new GraphModel(
                [observation],
                (PolicyNetwork.PolicyOutput, policy), (PolicyNetwork.ValueOutput, _valueScale is null ? value : value.Then(_valueScale)));
            Normalizations = inputs is null ? [] : [inputs];
        }

        if (network is GraphModel { IsBuilt: false } graph)
        {
            graph.Build(seed);
        }

        (Model, _policy, _value) =
            (network, IndexOf(network, PolicyNetwork.PolicyOutput), IndexOf(network, PolicyNetwork.ValueOutput));
        if (!remembers)
        {
            NetworkBuilding.RequireNoMemory(network, option, "PPO learns with such networks");
        }

        Memory = ModelMemory.Has(network) ? new(network) : null;
    }

    /// <summary>The network, with the outputs <c>policy</c> and <c>value</c>.</summary>
    public Model Model { get; }

    /// <summary>What the policy output means.</summary>
    public ActionHead Head { get; }

    /// <summary>What the network remembers; null where it remembers nothing.</summary>
    public ModelMemory? Memory { get; }

    /// <summary>Numbers of a state.</summary>
    public int StateSize => Memory?.StateSize ?? 0;

    /// <summary>Layers that take the statistics of observations.</summary>
    public IReadOnlyList<Normalization> Normalizations { get; } = [];

    /// <summary>What the network gives for observations, with gradient.</summary>
    /// <param name="observations"><c>[batch, …observation]</c>.</param>
    /// <returns>Policy <c>[batch, Head.Outputs]</c> and values <c>[batch]</c>, in the units of rewards.</returns>
    public (Tensor Policy, Tensor Values) Call(Tensor observations)
    {
        ModelOutputs outputs = Model.Call([observations]);
        return (outputs[_policy], outputs[_value].Reshape(observations.Shape[0]));
    }

    /// <summary>The same for sequences whose steps follow each other.</summary>
    /// <param name="observations"><c>[sequences · steps, …observation]</c>.</param>
    /// <param name="states">The states before their first steps, <c>[sequences, StateSize]</c>.</param>
    /// <param name="mask">Negative where an episode begins, else 1, <c>[sequences, steps]</c>.</param>
    public (Tensor Policy, Tensor Values) Call(Tensor observations, Tensor states, Tensor mask)
    {
        using (Memory!.Unroll(states, mask.Length(0), mask.Length(1), mask))
        {
            return Call(observations);
        }
    }

    /// <summary>Draws an action for each observation.</summary>
    /// <param name="observations"><c>[count, …observation]</c>.</param>
    /// <param name="allowed">Which actions are allowed, <c>[count, mask]</c>; empty: all.</param>
    /// <param name="random">The stream.</param>
    /// <param name="actions">Receives them as drawn, <c>[count, ActionWidth]</c>.</param>
    /// <param name="logDensities">Receives their log-densities, <c>[count]</c>.</param>
    /// <param name="values">Receives what the observations are worth, <c>[count]</c>.</param>
    /// <param name="states">What is remembered of each, <c>[count, StateSize]</c>, replaced by what is remembered then; none where
    /// nothing is.</param>
    public void Draw(
        float[] observations, ReadOnlySpan<bool> allowed, ref Rng random, Span<float> actions, Span<float> logDensities, Span<float> values,
        float[]? states = null)
    {
        using (_arena.Step())
        using (Tape.Pause())
        using (Remembering(states, values.Length))
        {
            ModelOutputs outputs = Model.Call([Tensor.Wrap(observations, Model.Inputs[0].Shape.Prepend(values.Length))]);
            Head.Sample(outputs[_policy].Values, allowed, ref random, actions, logDensities);
            outputs[_value].Values.CopyTo(values);
        }
    }

    /// <summary>What observations are worth.</summary>
    /// <param name="observations"><c>[count, …observation]</c>.</param>
    /// <param name="values">Receives it, <c>[count]</c>.</param>
    /// <param name="states">What is remembered of each, <c>[count, StateSize]</c>; stays as it is.</param>
    public void Value(ReadOnlySpan<float> observations, Span<float> values, ReadOnlySpan<float> states = default)
    {
        using (_arena.Step())
        using (Tape.Pause())
        using (Asking(states, values.Length))
        {
            Model.CallOutput(_value, Tensor.Of(observations, Model.Inputs[0].Shape.Prepend(values.Length))).Values.CopyTo(values);
        }
    }

    /// <summary>Rewards are divided by this from now on, so that a value is the network's number times it.</summary>
    /// <param name="deviation">Above 0.</param>
    public void Scale(float deviation)
    {
        _deviation[0] = 1 / deviation;
        _valueScale?.SetStatistics([0], _deviation);
    }

    private ModelMemory.Scope Remembering(float[]? states, int count) => Memory is null ? default : Memory.Step(states!, count);

    private ModelMemory.Scope Asking(ReadOnlySpan<float> states, int count) => Memory is null
        ? default
        : Memory.Unroll(Tensor.Of(states[..(count * StateSize)], [count, StateSize]), count, steps: 1);

    private void RequireFits(GraphModel? network, EnvironmentSpec spec, string option)
    {
        int policy = network is null ? -1 : IndexOf(network, PolicyNetwork.PolicyOutput);
        int value = network is null ? -1 : IndexOf(network, PolicyNetwork.ValueOutput);
        if (network is null || network.Inputs.Count != 1 || network.Inputs[0].Shape != spec.Observation || policy < 0 || value < 0
            || network.Outputs[policy].Shape != [Head.Outputs] || network.Outputs[value].Shape != [1])
        {
            string maps = network is null
                ? "it is a sequence of layers, which has one output"
                : $"it maps {string.Join(", ", network.Inputs)} to {string.Join(", ", network.Outputs)}";
            throw new ArgumentException(
                $"{option} must map observations of shape {spec.Observation} to two outputs, '{PolicyNetwork.PolicyOutput}' "
                + $"[{Head.Outputs}] for {spec.Actions} and '{PolicyNetwork.ValueOutput}' [1]; {maps}. PolicyNetwork.Create makes such "
                + "networks.",
                option);
        }
    }

    private static int IndexOf(Model network, string name)
    {
        for (int i = 0; i < network.Outputs.Count; i++)
        {
            if (network.Outputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
