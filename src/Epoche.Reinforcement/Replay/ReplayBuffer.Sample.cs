using Epoche.Kernels;

namespace Epoche;

public sealed partial class ReplayBuffer
{
    /// <summary>
    /// Fills a batch with transitions drawn with replacement from all <see cref="Count"/> of them: uniformly, or, with
    /// <see cref="ReplayOptions.Priorities"/>, in proportion to what their priorities say.
    /// </summary>
    /// <param name="random">The agent's replay stream.</param>
    /// <param name="batch">Receives them.</param>
    /// <param name="update">The number of the update, by which <see cref="PriorityOptions.Importance"/> goes.</param>
    /// <exception cref="InvalidOperationException">There are none yet.</exception>
    /// <exception cref="ArgumentException">The batch was made for another environment.</exception>
    public void Sample(ref Rng random, TransitionBatch batch, long update = 0)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (Count == 0)
        {
            throw new InvalidOperationException("The replay buffer holds no complete transition yet; add steps before sampling.");
        }

        if (batch.Observations.Length != batch.Size * _width || batch.ActionWidth != _actionWidth
            || batch.ActionMasks.Length != batch.Size * _spec.MaskWidth)
        {
            throw new ArgumentException(
                $"The batch was made for observations of shape {batch.ObservationShape.Tail()}; the buffer holds {_spec.Observation}.",
                nameof(batch));
        }

        if (_priorities is null)
        {
            SampleUniformly(ref random, batch);
        }
        else
        {
            SampleByPriority(_priorities, ref random, batch, update);
        }
    }

    /// <summary>
    /// Takes the errors that a batch turned out to have: what it is drawn by from now on. Without priorities it does nothing.
    /// </summary>
    /// <param name="batch">The batch, as <see cref="Sample"/> has filled it, and nothing was added since.</param>
    /// <param name="errors">
    /// How wrong each transition's value was, <c>[batch]</c>, of either sign. Where one was drawn twice, the last counts.
    /// </param>
    /// <exception cref="ArgumentException">There are more or fewer errors than transitions, or one is NaN or infinite.</exception>
    public void UpdatePriorities(TransitionBatch batch, ReadOnlySpan<float> errors)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RequireLength(errors.Length, batch.Size, nameof(errors));
        if (!Reduce.IsFinite(errors))
        {
            throw new ArgumentException("An error is NaN or infinite, which is no priority.", nameof(errors));
        }

        _priorities?.Update(batch.Slots, errors);
    }

    private void SampleByPriority(ReplayPriorities priorities, ref Rng random, TransitionBatch batch, long update)
    {
        priorities.Draw(batch.Slots, ref random);
        for (int j = 0; j < batch.Size; j++)
        {
            int slot = batch.Slots[j];
            bool isComplete = TryRead(slot / _ring, slot % _ring, batch, j);
            System.Diagnostics.Debug.Assert(isComplete, "Only what can be drawn has a priority.");
        }

        priorities.Weigh(batch.Slots, Count, update, batch.Weights);
    }

    private void SampleUniformly(ref Rng random, TransitionBatch batch)
    {
        // Slots are drawn uniformly over the part of the rings that the fullest column has filled; what is no complete transition (the last
        // observation of an episode, one of the last n − 1 steps, a row that another column has not reached) is drawn again.
        long filled = 0;
        foreach (ref readonly Column column in _columns.AsSpan())
        {
            filled = Math.Max(filled, Filled(column));
        }

        int range = (int)(filled * _environments);
        for (int j = 0; j < batch.Size;)
        {
            int draw = random.NextInt(range);
            int environment = _environments == 1 ? 0 : draw % _environments;
            int age = _environments == 1 ? draw : draw / _environments; // 0 is the newest completed slot
            ref readonly Column column = ref _columns[environment];
            if (age < Filled(column) && TryRead(environment, Row(column.Head - 1 - age), batch, j))
            {
                j++;
            }
        }
    }

    private long Filled(in Column column) => Math.Min(column.Written, _rows - 1);

    private bool TryRead(int environment, int row, TransitionBatch batch, int j)
    {
        int firstRow = row, first = Slot(environment, row), slot = first, steps = 0;
        if (_kinds[first] == SlotKind.Final)
        {
            return false;
        }

        double reward = 0;
        SlotKind kind;
        do
        {
            slot = Slot(environment, row);
            kind = _kinds[slot];
            if (kind == SlotKind.Open)
            {
                return false;
            }

            reward += _discountPowers[steps++] * _rewards[slot];
            row = After(row);
        }
        while (kind == SlotKind.Continued && steps < _nStep);

        batch.Rewards[j] = (float)reward;
        batch.Discounts[j] = kind == SlotKind.Terminated ? 0 : (float)_discountPowers[steps];
        Read(environment, firstRow, batch.Observations, j);
        Read(environment, row, batch.NextObservations, j);
        Copy(_actions, first, _actionWidth, batch.Actions, j);
        _masks.Read(first, batch.ActionMasks, j);
        _masks.Read(Slot(environment, row), batch.NextActionMasks, j);
        batch.Slots[j] = first;
        return true;
    }

    /// <summary>
    /// Puts the observation of a slot together from its frame and those before it; where the episode is
    /// younger, from its first frame repeated.
    /// </summary>
    private void Read(int environment, int row, float[] to, int index)
    {
        Span<int> slots = stackalloc int[_spec.Frames];
        bool begun = false;
        slots[^1] = Slot(environment, row);
        for (int frame = slots.Length - 2; frame >= 0; frame--)
        {
            int before = Before(row);
            begun |= !IsStep(_kinds[Slot(environment, before)]); // the last observation of the episode before, or nothing at all
            row = begun ? row : before;
            slots[frame] = Slot(environment, row);
        }

        _frames.Read(slots, to.AsSpan(index * _width, _width));
    }

    private static void Copy(float[] from, int slot, int width, float[] to, int row) =>
        from.AsSpan(slot * width, width).CopyTo(to.AsSpan(row * width, width));
}
