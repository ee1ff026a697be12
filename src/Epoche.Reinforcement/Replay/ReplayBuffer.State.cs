namespace Epoche;

public sealed partial class ReplayBuffer
{
    /// <summary>
    /// How many slots each column has completed since the buffer's birth: pass it to a later <see cref="Export"/>
    /// to get what is new from here on.
    /// </summary>
    public long[] Positions() => Array.ConvertAll(_columns, c => c.Written);

    /// <summary>Copies out what was completed since <paramref name="since"/>, or all that is still held where that is less.</summary>
    /// <param name="since">A former result of <see cref="Positions"/>, or the end of the segment before; empty for everything.</param>
    /// <param name="most">
    /// How many slots of each environment at most, so that a large buffer leaves in segments that memory and files can hold. Default: all.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Positions of another buffer, or more than an array can hold: ask for fewer slots then.
    /// </exception>
    public ReplaySegment Export(ReadOnlySpan<long> since = default, int most = int.MaxValue) =>
        SegmentOf(since, most, new FrameCopies());

    private ReplaySegment SegmentOf(ReadOnlySpan<long> since, int most, FrameCopies copies)
    {
        OptionChecks.AtLeastOne(most, "slots");
        if (!since.IsEmpty && since.Length != _environments)
        {
            throw new ArgumentException(
                $"Expected a position for each of the {_environments} environments; received {since.Length}.", nameof(since));
        }

        long[] from = new long[_environments], to = Positions();
        int total = 0;
        for (int i = 0; i < _environments; i++)
        {
            long written = to[i];
            from[i] = Math.Max(since.IsEmpty ? 0 : since[i], written - Math.Min(written, _ring - 1));
            to[i] = Math.Min(written, from[i] + most);
            if (from[i] > written)
            {
                throw new ArgumentException(
                    $"Environment {i}: the position {from[i]} lies beyond the {written} slots written; it belongs to another buffer.",
                    nameof(since));
            }

            total += (int)(to[i] - from[i]);
        }

        long numbers = (long)(total + _environments) * _frames.Width;
        if (numbers > Array.MaxLength)
        {
            throw new ArgumentException($"{total} slots hold {numbers} numbers, more than one array can; "
                + $"export at most {Array.MaxLength / _frames.Width / _environments - 1} of each environment at a time.", nameof(most));
        }

        Memory<float> observations = FrameCopies.Of(ref copies.Numbers, _frames is FloatFrames ? (int)numbers : 0);
        Memory<byte> pixels = FrameCopies.Of(ref copies.Pixels, _frames is ByteFrames ? (int)numbers : 0);
        float[] actions = new float[total * _actionWidth], rewards = new float[total];
        byte[] kinds = new byte[total], masks = new byte[(total + _environments) * _masks.Width];
        int next = 0;
        for (int i = 0; i < _environments; i++)
        {
            for (long number = from[i]; number <= to[i]; number++)
            {
                int slot = Slot(i, number);
                CopyFrame(slot, copies.Numbers, copies.Pixels, next + i);
                _masks[slot].CopyTo(masks.AsSpan((next + i) * _masks.Width));
                if (number < to[i])
                {
                    Copy(_actions, slot, _actionWidth, actions, next);
                    rewards[next] = _rewards[slot];
                    kinds[next++] = (byte)_kinds[slot];
                }
            }
        }

        return new()
        {
            From = from, To = to, Observations = observations, Pixels = pixels, Actions = actions, Rewards = rewards, Kinds = kinds,
            Masks = masks,
        };
    }

    /// <summary>
    /// Appends a segment. Importing in order all segments that still matter gives a buffer that samples the same transitions as the
    /// exported one. The first segment may start anywhere; each later one starts at or before the end of the one before.
    /// </summary>
    /// <exception cref="InvalidDataException">The segment does not fit this buffer, or leaves a gap to the one before.</exception>
    public void Import(ReplaySegment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        Append(segment);
        Recount();
    }

    private void Append(ReplaySegment segment)
    {
        int total = Check(segment);
        ReadOnlySpan<byte> kinds = segment.Kinds.Span;
        int next = 0;
        for (int i = 0; i < _environments; i++)
        {
            ref Column column = ref _columns[i];
            for (long number = segment.From[i]; number <= segment.To[i]; number++)
            {
                int slot = Slot(i, number);
                TakeFrame(slot, segment, next + i);
                segment.Masks.Span.Slice((next + i) * _masks.Width, _masks.Width).CopyTo(_masks[slot]);
                _kinds[slot] = SlotKind.Open;
                if (number < segment.To[i])
                {
                    segment.Actions.Span.Slice(next * _actionWidth, _actionWidth).CopyTo(_actions.AsSpan(slot * _actionWidth));
                    _rewards[slot] = segment.Rewards.Span[next];
                    _kinds[slot] = (SlotKind)kinds[next++];
                }
            }

            column.Written = segment.To[i];
            column.Head = (int)(column.Written % _ring);
        }

        System.Diagnostics.Debug.Assert(next == total, "Every completed slot of the segment was read once.");
    }

    private void CopyFrame(int slot, float[] observations, byte[] pixels, int index)
    {
        if (_frames is ByteFrames bytes)
        {
            bytes[slot].CopyTo(pixels.AsSpan(index * _frames.Width));
        }
        else
        {
            ((FloatFrames)_frames)[slot].CopyTo(observations.AsSpan(index * _frames.Width));
        }
    }

    private void TakeFrame(int slot, ReplaySegment segment, int index)
    {
        if (_frames is ByteFrames bytes)
        {
            segment.Pixels.Span.Slice(index * _frames.Width, _frames.Width).CopyTo(bytes[slot]);
        }
        else
        {
            segment.Observations.Span.Slice(index * _frames.Width, _frames.Width).CopyTo(((FloatFrames)_frames)[slot]);
        }
    }

    private int Check(ReplaySegment segment)
    {
        if (segment.From.Count != _environments || segment.To.Count != _environments)
        {
            throw new InvalidDataException($"The replay segment holds {segment.From.Count} environments; this buffer has {_environments}.");
        }

        int total = 0;
        for (int i = 0; i < _environments; i++)
        {
            long from = segment.From[i], to = segment.To[i], written = _columns[i].Written;
            if (from < 0 || to < from || to - from > _ring - 1 || (written > 0 && (from > written || to < written)))
            {
                throw new InvalidDataException(
                    $"The replay segment holds slots {from} to {to} of environment {i}; this buffer keeps {_ring - 1} and has {written}. "
                    + "Import the segments in order, into a buffer of the same capacity.");
            }

            total += (int)(to - from);
        }

        long numbers = (long)(total + _environments) * _frames.Width;
        (long wantedNumbers, long wantedPixels) = _frames is ByteFrames ? (0L, numbers) : (numbers, 0L);
        if (segment.Observations.Length != wantedNumbers || segment.Pixels.Length != wantedPixels
            || segment.Actions.Length != total * _actionWidth
            || segment.Rewards.Length != total || segment.Kinds.Length != total
            || segment.Masks.Length != (total + _environments) * _masks.Width)
        {
            throw new InvalidDataException(
                $"The replay segment promises {total} steps but holds {segment.Observations.Length} observation numbers and "
                + $"{segment.Pixels.Length} bytes ({wantedNumbers} and {wantedPixels} were expected), {segment.Actions.Length} of actions, "
                + $"{segment.Rewards.Length} rewards, {segment.Kinds.Length} kinds and {segment.Masks.Length} bytes of masks.");
        }

        if (segment.Kinds.Span.ContainsAnyExceptInRange((byte)SlotKind.Continued, (byte)SlotKind.Final))
        {
            throw new InvalidDataException("The replay segment holds a slot kind other than 1 to 4; the file is damaged.");
        }

        RequireNumbers(segment);
        return total;
    }

    /// <summary>
    /// Actions that the environment has, rewards and observations that are numbers: others would spoil what is learned, or lead
    /// outside a row.
    /// </summary>
    private void RequireNumbers(ReplaySegment segment)
    {
        foreach (float number in segment.Observations.Span)
        {
            if (!float.IsFinite(number))
            {
                throw new InvalidDataException($"The replay segment holds {number} in an observation.");
            }
        }

        ReadOnlySpan<byte> kinds = segment.Kinds.Span;
        ReadOnlySpan<float> actions = segment.Actions.Span, rewards = segment.Rewards.Span;
        for (int i = 0; i < kinds.Length; i++)
        {
            bool good = float.IsFinite(rewards[i]) || !IsStep((SlotKind)kinds[i]);
            for (int k = 0; k < _actionWidth; k++)
            {
                float action = actions[(i * _actionWidth) + k];
                good &= float.IsFinite(action)
                    && (_spec.Actions.IsContinuous || (action >= 0 && action < _spec.Actions.Choices[k] && action == MathF.Floor(action)));
            }

            if (!good)
            {
                throw new InvalidDataException($"The replay segment holds an action or a reward in slot {i} that no step can have.");
            }
        }
    }

    /// <summary>An episode that has ended is followed by its last observation, which nothing else is.</summary>
    private void RequireEpisodes()
    {
        for (int i = 0; i < _environments; i++)
        {
            long written = _columns[i].Written;
            for (long number = Oldest(i) + 1; number <= written; number++)
            {
                bool isFinal = number < written && _kinds[Slot(i, number)] == SlotKind.Final;
                if (isFinal != _kinds[Slot(i, number - 1)] is SlotKind.Terminated or SlotKind.Truncated)
                {
                    throw new InvalidDataException(
                        $"The replay segment ends an episode at slot {number - 1} of environment {i} without its last observation.");
                }
            }
        }
    }

    /// <summary>Derives the count of complete transitions and each column's running episode from the slots.</summary>
    private void Recount()
    {
        Count = 0;
        _priorities?.Clear();
        for (int i = 0; i < _environments; i++)
        {
            ref Column column = ref _columns[i];
            column.Run = 0;
            long oldest = column.Written - Filled(column);
            bool running = true;
            int ahead = 0; // steps from here to the end of the episode or to the head
            for (long number = column.Written - 1; number >= oldest; number--)
            {
                SlotKind kind = _kinds[Slot(i, number)];
                running &= kind == SlotKind.Continued;
                ahead = kind == SlotKind.Continued ? ahead + 1 : 0;
                column.Run += running ? 1 : 0;
                if (IsStep(kind) && (!running || ahead >= _nStep))
                {
                    Completed(i, (int)(number % _ring), 1);
                }
            }
        }
    }
}
