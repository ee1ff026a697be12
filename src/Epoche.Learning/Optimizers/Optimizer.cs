namespace Epoche;

/// <summary>
/// Turns gradients into new weights. A custom optimizer is one class with one method: derive, say how many numbers per weight
/// it keeps (slots), override <see cref="Update"/>. The numbers lie in slabs laid out like the parameters; they start at zero.
/// </summary>
/// <remarks>
/// An update that would make a weight or a slot NaN or infinite is refused with everything as it was before. For a custom optimizer weights
/// and slots are copied aside before each update; the built-in ones do so only where the gradients' size leaves a doubt.
/// </remarks>
/// <param name="slots">Numbers kept per weight, 0 or more.</param>
/// <param name="decays">
/// Whether it treats kernels and biases differently (<see cref="Slots.Decay"/>), so that they must come in separate ranges.
/// </param>
/// <param name="groups">
/// Whether its <see cref="Update"/> counts with <see cref="Slots.LearningRateFactor"/> and, where it decays weights, with
/// <see cref="Slots.WeightDecayOf"/>, so that <see cref="TrainerOptions.Groups"/> may set them. Default false: they are refused.
/// </param>
public abstract partial class Optimizer(int slots, bool decays = false, bool groups = false)
{
    private readonly int _slots =
        slots >= 0 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), "An optimizer keeps 0 slots or more.");
    private readonly double[] _largest = new double[slots], _next = new double[slots]; // the largest magnitudes in the slots, or more

    private bool _isTaken;

    /// <summary>How many updates there have been.</summary>
    public long StepCount { get; internal set; }

    /// <summary>Slots per weight.</summary>
    public int SlotCount => _slots;

    /// <summary>The learning rate over updates, for curves; null where it has none.</summary>
    public virtual Schedule? LearningRate => null;

    /// <summary>
    /// What the slots mean, such as <c>Adam</c>: a saved state is loaded only into an optimizer that says the same. Names the options that
    /// change their meaning (Nesterov's momentum), not those that leave it (rates). Default: the name of the type.
    /// </summary>
    public virtual string StateKind => GetType().Name;

    /// <summary>
    /// Replaces weights by better ones. Called once a step and range of weights that are treated alike; every
    /// element must be treated by itself.
    /// </summary>
    /// <param name="weights">The weights of the range.</param>
    /// <param name="gradients">Their gradients, after clipping.</param>
    /// <param name="slots">What the optimizer keeps of them, and how often it has updated them.</param>
    /// <param name="step">
    /// The number of this update, from 1: what schedules follow. Corrections of a start at zero count <see cref="Slots.Updates"/>.
    /// </param>
    protected abstract void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step);

    /// <summary>An optimizer of the same settings that has not seen a step.</summary>
    /// <remarks>Options may hold one optimizer as a pattern; whoever trains takes a fresh one.</remarks>
    public abstract Optimizer Fresh();

    /// <summary>
    /// A fresh one for a trainer of its own: two that shared one would count each other's updates, and forget what they
    /// know of the size of their slots.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="Fresh"/> gives nothing, or one that trains already.</exception>
    internal Optimizer Take()
    {
        Optimizer fresh = Fresh() ?? throw new InvalidOperationException(
            $"{GetType().Name}.Fresh gave null. It makes an optimizer of the same settings: return new {GetType().Name}(…).");
        if (fresh._isTaken)
        {
            throw new InvalidOperationException(
                $"{GetType().Name}.Fresh gave an optimizer that trains other parameters already. It makes a new one of the same settings "
                + $"each time: return new {GetType().Name}(…).");
        }

        fresh._isTaken = true;
        return fresh;
    }

    /// <summary>
    /// Whether an update surely leaves every finite weight, and every slot, finite. What it concludes from the largest gradient costs
    /// nothing beside a look at all numbers; false means that one is needed.
    /// </summary>
    /// <param name="gradient">The largest magnitude of a gradient, or more.</param>
    /// <param name="slots">The largest magnitude in each slot, or more; replaced by those after the update.</param>
    /// <param name="step">The number of the update, from 1.</param>
    private protected virtual bool StaysFinite(double gradient, Span<double> slots, long step) => false;
}

/// <summary>What an optimizer keeps for a range of weights.</summary>
public readonly ref struct Slots
{
    private readonly OptimizerState? _state; // null by default(Slots) alone
    private readonly ParameterRange _range;

    private readonly UpdateSettings _settings;

    internal Slots(OptimizerState state, in CountedRange range) =>
        (_state, _range, _settings, Updates) = (state, range.Range, range.Settings, range.Updates + 1);

    /// <summary>What the learning rate is multiplied by for the range: 1 without <see cref="TrainerOptions.Groups"/>.</summary>
    public float LearningRateFactor => _settings.RateFactor;

    /// <summary>
    /// Whether weight decay applies to the range (kernels yes, biases no). Only meaningful for optimizers that say they decay.
    /// </summary>
    public bool Decay => _range.Decay;

    /// <summary>
    /// The weight decay of the range: that of its group; else the optimizer's own for kernels, and 0 for biases.
    /// </summary>
    /// <param name="own">The optimizer's.</param>
    public float WeightDecayOf(float own) => _settings.WeightDecay ?? (Decay ? own : 0);

    /// <summary>The updates of this range, this one included, from 1: fewer than all where it was frozen.</summary>
    public long Updates { get; }

    /// <summary>The numbers of a slot, one a weight.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The optimizer keeps no such slot.</exception>
    public Span<float> this[int slot] => (uint)slot < (uint)(_state?.Slots.Length ?? 0)
        ? _state!.Slots[slot].Span.Slice(_range.Start, _range.Count)
        : throw new ArgumentOutOfRangeException(
            nameof(slot), $"The optimizer keeps {_state?.Slots.Length ?? 0} numbers a weight, as stated to its base class (slots); "
                + $"received {slot}, and they count from 0.");
}
