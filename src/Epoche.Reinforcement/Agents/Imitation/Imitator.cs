namespace Epoche;

/// <summary>
/// A network that is to act like somebody: what its outputs mean, its loss on pairs, and how it does on them. A network with as many
/// outputs as <see cref="ActionHead.For"/> takes learns by log-likelihood (of discrete actions: cross-entropy under masks); one that gives
/// no more than the numbers of a continuous action learns them by squared error.
/// </summary>
internal sealed class Imitator
{
    private readonly PairLayout _layout;

    /// <summary>Builds the network where it is not built.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="make">Makes the network.</param>
    /// <param name="option">The name of that option, for messages.</param>
    /// <param name="normalizes">Whether its first layer is to be a <see cref="Normalization"/>.</param>
    /// <param name="seed">Decides the initial numbers.</param>
    /// <exception cref="ArgumentException">The network does not fit the environment.</exception>
    public Imitator(EnvironmentSpec spec, Func<EnvironmentSpec, Model> make, string option, bool normalizes, ulong seed)
        : this(spec, Build(spec, make, option, normalizes, seed), option)
    {
    }

    /// <summary>Takes a network that is built.</summary>
    /// <exception cref="ArgumentException">The network does not fit the environment.</exception>
    public Imitator(EnvironmentSpec spec, Model model, string option)
    {
        _layout = new(spec);
        Model = model;
        int outputs = model is { Inputs.Count: 1, Outputs: [{ Shape: { Rank: 1 } shape }] } && model.InputShape == spec.Observation
            ? shape[0]
            : 0;
        Head = outputs == _layout.Head.Outputs ? _layout.Head
            : _layout.IsContinuous && outputs == spec.Actions.Count ? new PointHead(spec.Actions)
            : throw new ArgumentException(
                $"{option} must map observations of shape {spec.Observation} to {_layout.Head.Outputs} outputs"
                + $"{(_layout.IsContinuous ? $", means and ln σ, or to {spec.Actions.Count}, the numbers themselves" : "")}, for "
                + $"{spec.Label} has the actions {spec.Actions}; it maps {string.Join(", ", model.Inputs)} to "
                + $"{string.Join(", ", model.Outputs)}.",
                option);
    }

    /// <summary>The network.</summary>
    public Model Model { get; }

    /// <summary>What its outputs mean.</summary>
    public ActionHead Head { get; }

    /// <summary>Whether actions are numbers, which agree by their distance.</summary>
    public bool IsContinuous => _layout.IsContinuous;

    /// <summary>The mean of −log p over a batch.</summary>
    /// <param name="inputs"><c>[batch, …observation]</c>.</param>
    /// <param name="targets"><c>[batch, …]</c>, as <see cref="Demonstrations.ToDataset"/> has them.</param>
    /// <returns>One element.</returns>
    public Tensor Loss(Tensor inputs, Tensor targets) => Loss(Model.Call(inputs), targets, inputs.Length(0));

    /// <summary>How it does on examples: the mean loss, and the share of equal actions or the mean distance of numbers.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public CloningScore Evaluate(Dataset data, CancellationToken cancellation = default)
    {
        StepArena arena = new();
        double loss = 0, agreement = 0;
        float[] actions = [];
        foreach (Batch batch in new Batches(data, new() { Size = 256, Shuffle = false }))
        {
            cancellation.ThrowIfCancellationRequested();
            int count = batch.Inputs.Length(0);
            using (arena.Step())
            using (Tape.Pause())
            {
                Tensor outputs = Model.Call(batch.Inputs);
                loss += (double)Loss(outputs, batch.Targets, count).Item() * count;
                actions = actions.Length == count * _layout.Action ? actions : new float[count * _layout.Action];
                bool[] allowed = Masks(batch.Targets.Values, count);
                Head.Mode(outputs.Values, allowed, actions);
                agreement += Agreement(actions, batch.Targets.Values, count);
            }
        }

        double mean = agreement / data.Count;
        return new(data.Count, loss / data.Count, IsContinuous ? null : mean, IsContinuous ? mean : null);
    }

    private static Model Build(EnvironmentSpec spec, Func<EnvironmentSpec, Model> make, string option, bool normalizes, ulong seed)
    {
        Model network = make(spec) ?? throw new ArgumentException(
            $"{option} gave null; expected a model, such as spec => [new Dense(spec.Actions.Count)].", option);
        network = PartInputs.OfRow(network, spec);
        network = normalizes ? NetworkBuilding.Normalized(network, option, spec) : network;
        NetworkBuilding.Build(network, spec, seed);
        return network;
    }

    private Tensor Loss(Tensor outputs, Tensor targets, int count)
    {
        Tensor rows = targets.Reshape(count, _layout.Target);
        return -(_layout.Mask == 0
            ? Head.LogDensity(outputs, rows, null)
            : Head.LogDensity(outputs, rows.Slice(1, 0, _layout.Action), rows.Slice(1, _layout.Action, _layout.Mask))).Mean();
    }

    private bool[] Masks(ReadOnlySpan<float> targets, int count)
    {
        bool[] allowed = new bool[count * _layout.Mask];
        for (int i = 0; i < allowed.Length; i++)
        {
            allowed[i] = targets[(i / _layout.Mask * _layout.Target) + _layout.Action + (i % _layout.Mask)] != 0;
        }

        return allowed;
    }

    private double Agreement(ReadOnlySpan<float> actions, ReadOnlySpan<float> targets, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> own = actions.Slice(i * _layout.Action, _layout.Action);
            ReadOnlySpan<float> right = targets.Slice(i * _layout.Target, _layout.Action);
            sum += IsContinuous ? Distance(own, right) : own.SequenceEqual(right) ? 1 : 0;
        }

        return sum;
    }

    /// <summary>The mean distance of the numbers of two actions.</summary>
    internal static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += Math.Abs((double)a[i] - b[i]);
        }

        return sum / a.Length;
    }
}
