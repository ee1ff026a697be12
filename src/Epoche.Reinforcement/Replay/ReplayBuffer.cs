namespace Epoche;

/// <summary>
/// Experience replay (Lin 1992, Mnih 2015), uniform or by priority (Schaul et al. 2016), over columns, one ring for each environment. Every
/// observation is stored once: the s_t of one step is the s_tm1 of the next; only the last observation of an episode takes a slot of its
/// own, which is never sampled. A terminated step is not bootstrapped from; a truncated one is, from the observation in which the episode
/// was cut off. Of observations that stack frames (<see cref="EnvironmentSpec.Frames"/>) only the newest frame is kept, as bytes where <see
/// cref="EnvironmentSpec.PixelSteps"/> allows it, and sampling puts the same bits together again: a million frames of 84×84 take 7 GB.
/// Adding and sampling allocate nothing. Not thread-safe.
/// </summary>
public sealed partial class ReplayBuffer
{
    private readonly EnvironmentSpec _spec;
    private readonly int _environments, _rows, _ring, _width, _actionWidth, _nStep;
    private readonly double[] _discountPowers; // γ⁰ … γⁿ
    private readonly FrameStore _frames; // slot = environment · ring + row
    private readonly float[] _actions, _rewards;
    private readonly SlotKind[] _kinds;
    private readonly Column[] _columns;
    private readonly MaskStore _masks;
    private readonly ReplayPriorities? _priorities; // null: all are drawn alike

    /// <summary>Allocates all memory at once.</summary>
    /// <param name="spec">What is stored.</param>
    /// <param name="environments">How many environments add to it.</param>
    /// <param name="options">Capacity and n-step length.</param>
    /// <param name="discount">γ, in [0, 1].</param>
    /// <exception cref="ArgumentException">
    /// A value lies outside its range, or the capacity is too small for so many environments.
    /// </exception>
    public ReplayBuffer(EnvironmentSpec spec, int environments, ReplayOptions options, float discount)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        OptionChecks.AtLeastOne(environments, "environments");
        options.Validate();
        if (discount is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"The discount is {discount}; expected 0 to 1.", nameof(discount));
        }

        _spec = spec;
        _environments = environments;
        _nStep = options.NStep;
        _rows = (options.Capacity + environments - 1) / environments;
        if (_rows < _nStep + 2)
        {
            throw new ArgumentException(
                $"Replay.Capacity is {options.Capacity}, {_rows} for each of {environments} environments; expected at least NStep + 2 = "
                + $"{_nStep + 2} each. Raise the capacity or use fewer environments.",
                nameof(options));
        }

        RequireFrames(spec);
        _ring = _rows + spec.Frames - 1; // the oldest observations that can be drawn need the frames before them
        _width = spec.Observation.ElementCount;
        _actionWidth = spec.Actions.Width;
        int slots = checked(_ring * environments);
        _frames = FrameStore.For(spec, slots);
        _actions = new float[checked(slots * _actionWidth)];
        _rewards = new float[slots];
        _kinds = new SlotKind[slots];
        _columns = new Column[environments];
        _masks = new(slots, spec.MaskWidth);
        _priorities = options.Priorities is { } priorities ? new(slots, priorities) : null;
        _discountPowers = new double[_nStep + 1];
        _discountPowers[0] = 1;
        for (int k = 1; k <= _nStep; k++)
        {
            _discountPowers[k] = _discountPowers[k - 1] * discount;
        }
    }

    /// <summary>How many bytes such a buffer allocates; known before, for a buffer may be larger than the memory there is.</summary>
    /// <param name="spec">What is stored.</param>
    /// <param name="environments">How many environments add to it, 1 or more.</param>
    /// <param name="options">Capacity and n-step length.</param>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public static long BytesFor(EnvironmentSpec spec, int environments, ReplayOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        OptionChecks.AtLeastOne(environments, "environments");
        options.Validate();
        RequireFrames(spec);
        long rows = ((options.Capacity + (long)environments - 1) / environments) + spec.Frames - 1;
        long slots = rows * environments;
        return (slots * BytesPerSlotOf(spec)) + (options.Priorities is null ? 0 : slots * BytesPerPriority);
    }

    private const long BytesPerPriority = 2 * sizeof(double) * 8 / 7; // the tree, and what a checkpoint copies

    private static long BytesPerSlotOf(EnvironmentSpec spec) =>
        MaskStore.BytesFor(spec.MaskWidth)
        + (spec.Observation.ElementCount / spec.Frames * (spec.PixelSteps is null ? (long)sizeof(float) : 1))
        + (spec.Actions.Width * (long)sizeof(float)) + sizeof(float) + 1;

    /// <summary>What a slot holds.</summary>
    private enum SlotKind : byte
    {
        /// <summary>Nothing yet, or an observation whose action is still to come (the head of a column).</summary>
        Open,

        /// <summary>A step that went on; the next slot holds s_t.</summary>
        Continued,

        /// <summary>A step that terminated its episode; the next slot holds the final observation.</summary>
        Terminated,

        /// <summary>A step at which the episode was cut off; the next slot holds the final observation.</summary>
        Truncated,

        /// <summary>The last observation of an episode: no action was taken in it.</summary>
        Final,
    }

    /// <summary>How many transitions can be sampled now.</summary>
    public int Count { get; private set; }

    /// <summary>How many environments add.</summary>
    public int Environments => _environments;

    /// <summary>
    /// Takes the observations that the first actions will be chosen on. Where an episode was still running (the environments were reset
    /// from outside) it counts as truncated at the last observation.
    /// </summary>
    /// <param name="observations"><c>[environments, …observation]</c>.</param>
    /// <param name="allowed">Which actions their states allow, <c>[environments, actions]</c>; empty unless the spec masks actions.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Begin(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed = default)
    {
        RequireLength(observations.Length, _environments * _width, nameof(observations));
        RequireLength(allowed.Length, _environments * _spec.MaskWidth, nameof(allowed));
        for (int i = 0; i < _environments; i++)
        {
            ref Column column = ref _columns[i];
            if (column.Run > 0)
            {
                int last = Slot(i, Before(column.Head));
                _kinds[last] = SlotKind.Truncated;
                Completed(i, Before(column.Head), Math.Min(column.Run, _nStep - 1)); // those whose n steps were not yet complete
                _kinds[Slot(i, column.Head)] = SlotKind.Final;
                Advance(i, ref column);
            }

            column.Run = 0;
            Put(i, column.Head, observations, allowed);
        }
    }

    /// <summary>Adds one step of every environment.</summary>
    /// <param name="actions">What was done in the observations stored last.</param>
    /// <param name="result">What came of it.</param>
    /// <exception cref="ArgumentException">
    /// A span has another length than the environments need, and nothing was added; or an observation breaks the promise of
    /// <see cref="EnvironmentSpec.PixelSteps"/>, and the buffer is of no more use.
    /// </exception>
    public void Add(in BatchActions actions, in BatchTransition result)
    {
        RequireLength(result.Observations.Length, _environments * _width, nameof(result));
        RequireLength(result.ActionMasks.Length, _environments * _spec.MaskWidth, nameof(result));
        bool continuous = _spec.Actions.IsContinuous;
        RequireLength(continuous ? actions.Values.Length : actions.Indices.Length, _environments * _actionWidth, nameof(actions));

        for (int i = 0; i < _environments; i++)
        {
            ref Column column = ref _columns[i];
            int slot = Slot(i, column.Head);
            for (int k = 0; k < _actionWidth; k++)
            {
                int from = (i * _actionWidth) + k;
                _actions[(slot * _actionWidth) + k] = continuous ? actions.Values[from] : actions.Indices[from];
            }

            _rewards[slot] = result.Rewards[i];
            column.Run++;
            if (result.Ended(i))
            {
                // Both flags can be set: the task being over decides, nothing follows it.
                _kinds[slot] = result.Terminated[i] ? SlotKind.Terminated : SlotKind.Truncated;
                Completed(i, column.Head, Math.Min(column.Run, _nStep));
                column.Run = 0;
                Advance(i, ref column);
                Put(i, column.Head, result.FinalObservations, result.FinalActionMasks);
                _kinds[Slot(i, column.Head)] = SlotKind.Final;
            }
            else
            {
                _kinds[slot] = SlotKind.Continued;
                if (column.Run >= _nStep)
                {
                    Completed(i, Row(column.Head - (_nStep - 1)), 1);
                }
            }

            Advance(i, ref column);
            Put(i, column.Head, result.Observations, result.ActionMasks);
        }
    }

    private int Slot(int environment, int row) => (environment * _ring) + row;

    private int Slot(int environment, long number) => Slot(environment, (int)(number % _ring));

    private int Before(int row) => row == 0 ? _ring - 1 : row - 1;

    private int After(int row) => row + 1 == _ring ? 0 : row + 1;

    private int Row(int row) => row < 0 ? row + _ring : row;

    private void Put(int environment, int row, ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed)
    {
        int slot = Slot(environment, row);
        _frames.Put(slot, observations.Slice(environment * _width, _width));
        _masks.Put(slot, ActionMask.Row(allowed, environment, _spec.MaskWidth));
    }

    /// <summary>The transitions that begin in some rows, up to the newest, can be drawn from now on.</summary>
    private void Completed(int environment, int newestRow, int count)
    {
        Count += count;
        for (int row = newestRow; count > 0 && _priorities is not null; count--)
        {
            _priorities.Begin(Slot(environment, row));
            row = Before(row);
        }
    }

    /// <summary>
    /// Moves a column's head on; once the column is full, its oldest slot is no longer drawn from, and stays only for its frame. By then
    /// the n steps of that slot are complete, as a column has at least n + 2 slots.
    /// </summary>
    private void Advance(int environment, ref Column column)
    {
        column.Written++;
        column.Head = After(column.Head);
        if (column.Written >= _rows)
        {
            int oldest = Slot(environment, column.Written - _rows);
            Count -= IsStep(_kinds[oldest]) ? 1 : 0;
            _priorities?.End(oldest);
        }

        _kinds[Slot(environment, column.Head)] = SlotKind.Open;
    }

    private static bool IsStep(SlotKind kind) => kind is SlotKind.Continued or SlotKind.Terminated or SlotKind.Truncated;

    private static void RequireFrames(EnvironmentSpec spec)
    {
        if (spec.Frames < 1 || (spec.Frames > 1 && spec.Observation[spec.Observation.Rank - 1] % spec.Frames != 0))
        {
            throw new ArgumentException(
                $"{spec.Label}: observations of shape {spec.Observation} cannot hold {spec.Frames} frames side by side in their last axis.",
                nameof(spec));
        }

        if (spec.PixelSteps is < 1 or > 255)
        {
            throw new ArgumentException($"{spec.Label}: PixelSteps is {spec.PixelSteps}; expected 1 to 255, or none.", nameof(spec));
        }
    }

    private static void RequireLength(int received, int expected, string name)
    {
        if (received != expected)
        {
            throw new ArgumentException($"The replay buffer expected {expected} numbers; received {received}.", name);
        }
    }

    /// <summary>One environment's ring.</summary>
    private struct Column
    {
        /// <summary>The row of the open slot: the observation that the next action will be chosen on.</summary>
        public int Head;

        /// <summary>How many slots were ever completed; the open slot is number <c>Written</c>.</summary>
        public long Written;

        /// <summary>Steps of the running episode so far.</summary>
        public int Run;
    }
}
