namespace Epoche;

/// <summary>
/// Several trainings, one after the other, as one: with one checkpoint of them all, one clock, one cancellation. Each ends after its
/// epochs.
/// </summary>
public sealed class SequenceTraining : ITraining
{
    private readonly ITraining[] _parts;
    private readonly int _epochs;

    /// <summary>Takes trainings that have not begun.</summary>
    /// <param name="epochs">Passes over its data that each makes, 1 or more.</param>
    /// <param name="parts">The trainings, one at least.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The epochs are not positive.</exception>
    public SequenceTraining(int epochs, params IReadOnlyList<ITraining> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Elements.RequireNoNull(parts, nameof(parts));
        CountChecks.AtLeast(1, epochs);
        (_epochs, _parts) = (
            epochs, parts.Count > 0 ? [.. parts] : throw new ArgumentException("A sequence needs one training at least.", nameof(parts)));
    }

    /// <summary>The trainings, in their order.</summary>
    public IReadOnlyList<ITraining> Parts => _parts;

    /// <summary>The number of the training that made the last step, from 0; 0 before the first.</summary>
    public int Latest
    {
        get
        {
            int latest = _parts.Length - 1;
            while (latest > 0 && !HasBegun(_parts[latest]))
            {
                latest--;
            }

            return latest;
        }
    }

    /// <summary>Where a loop ends that runs them all: <see cref="LoopOptions.Epochs"/>.</summary>
    public int TotalEpochs => _epochs * _parts.Length;

    /// <inheritdoc/>
    public long Step
    {
        get
        {
            long sum = 0;
            foreach (ITraining part in _parts)
            {
                sum += part.Step;
            }

            return sum;
        }
    }

    /// <inheritdoc/>
    public long Updates
    {
        get
        {
            long sum = 0;
            foreach (ITraining part in _parts)
            {
                sum += part.Updates;
            }

            return sum;
        }
    }

    /// <inheritdoc/>
    public int Epochs
    {
        get
        {
            int sum = 0;
            foreach (ITraining part in _parts)
            {
                sum += part.Epochs;
            }

            return sum;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Those of all parts, each part's behind <c>part_0/</c>, <c>part_1/</c>, ….</remarks>
    public IReadOnlyList<ScopedSlab> Weights =>
        [.. _parts.SelectMany((part, i) => part.Weights.Select(w => new ScopedSlab($"part_{i}/{w.Scope}", w.Slab)))];

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">All have ended.</exception>
    public void Advance()
    {
        int latest = Latest, next = _parts[latest].Epochs < _epochs ? latest : latest + 1;
        if (next == _parts.Length)
        {
            throw new InvalidOperationException($"All {_parts.Length} trainings of the sequence have made their {_epochs} epochs; "
                + $"end the loop at {nameof(LoopOptions.Epochs)} = {nameof(TotalEpochs)}.");
        }

        _parts[next].Advance();
    }

    /// <inheritdoc/>
    public void SwapAverage()
    {
        foreach (ITraining part in _parts)
        {
            part.SwapAverage();
        }
    }

    /// <inheritdoc/>
    /// <remarks>The numbers of the one that made the last step.</remarks>
    public void Report(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _parts[Latest].Report(writer);
    }

    /// <inheritdoc/>
    public void ReportDistributions(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _parts[Latest].ReportDistributions(writer);
    }

    /// <summary>Saves those that have begun, which are the first.</summary>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        int begun = to.IsSnapshot ? _parts.Length : HasBegun(_parts[0]) ? Latest + 1 : 0;
        to.Write<int>("parts", [begun, _parts.Length, _epochs]);
        for (int i = 0; i < begun; i++)
        {
            to.Part($"part_{i}", _parts[i]);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A training has begun here which had not when the state was saved: make new ones to load
    /// it into.</exception>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        int[] counts = new int[3];
        from.Read<int>("parts", counts);
        int begun = counts[0];
        if (counts[1] != _parts.Length || counts[2] != _epochs || begun < 0 || begun > _parts.Length)
        {
            throw from.Mismatch(
                "parts", $"{_parts.Length} trainings of {_epochs} epochs each", $"{counts[1]} of {counts[2]}, of which {begun} have begun");
        }

        for (int i = 0; i < _parts.Length; i++)
        {
            if (i < begun)
            {
                from.Part($"part_{i}", _parts[i]);
            }
            else if (HasBegun(_parts[i]))
            {
                throw new InvalidOperationException(
                    $"Training {i} of the sequence has begun, and had not when the state was saved; load the state into new ones.");
            }
        }
    }

    private static bool HasBegun(ITraining training) => training.Step > 0 || training.Epochs > 0;
}
