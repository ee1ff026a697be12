namespace Epoche;

public sealed partial class Trainer : IStateful
{
    /// <inheritdoc/>
    public int StateVersion => 2;

    /// <summary>
    /// Saves the parameters that it trains, what the optimizer keeps of them, their average, the numbers of updates and the stream of
    /// dropout.
    /// </summary>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (_accumulated > 0)
        {
            throw new InvalidOperationException(
                $"{_accumulated} batches are accumulated; a trainer is saved between updates, so call Update first.");
        }

        if (_average is { IsShown: true })
        {
            _average.Swap(); // what is saved are the weights that learn, wherever they lie
            SaveState(to);
            _average.Swap();
            return;
        }

        to.Write("optimizer", Optimizer.StateKind);
        to.Write("slabs", _parameters.Length);
        to.Write("updates", StepCount);
        to.Write("random", _random);
        for (int i = 0; i < _parameters.Length; i++)
        {
            to.Part($"parameters_{i}", _parameters[i]);
            OptimizerState state = Optimizer.StateOf(_parameters[i]);
            to.Write<long>($"updates_{i}", state.Updates);
            for (int slot = 0; slot < state.Slots.Length; slot++)
            {
                to.Write<float>($"slots_{i}_{slot}", state.Slots[slot].Span);
            }
        }

        _average?.SaveState(to);
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        from.RequireKind("optimizer", Optimizer.StateKind);
        if (from.Int32("slabs") is int slabs && slabs != _parameters.Length)
        {
            throw from.Mismatch("slabs", $"the parameters of {_parameters.Length} models", $"those of {slabs}");
        }

        long updates = from.Count("updates");
        Rng random = from.Random("random");
        for (int i = 0; i < _parameters.Length; i++)
        {
            RequireState(from, i, updates);
        }

        RequireAverage(from, updates);
        RequireLearning();

        Optimizer.ForgetLargest();
        (Optimizer.StepCount, _random) = (updates, random);
        for (int i = 0; i < _parameters.Length; i++)
        {
            from.Part($"parameters_{i}", _parameters[i]);
            OptimizerState state = Optimizer.StateOf(_parameters[i]);
            from.Read($"updates_{i}", state.Updates);
            for (int slot = 0; slot < state.Slots.Length; slot++)
            {
                from.Read($"slots_{i}_{slot}", state.Slots[slot].Span);
            }
        }

        _average?.LoadState(from);
    }

    private void RequireAverage(StateLoader from, long updates)
    {
        if (_average is not null && from.Has("averaging"))
        {
            _average.RequireState(from, updates);
        }
        else if (_average is not null || from.Has("averaging"))
        {
            throw from.Mismatch(
                "averaging", _average is null ? "no average of the weights" : "an average of the weights",
                $"{(_average is null ? "one" : "none")}; it was saved by a trainer with other TrainerOptions.Averaging");
        }
    }

    /// <summary>Refuses what an optimizer of these parameters cannot have saved, before anything is changed.</summary>
    private void RequireState(StateLoader from, int slab, long updates)
    {
        _parameters[slab].RequireState(from, $"parameters_{slab}/");
        OptimizerState state = Optimizer.StateOf(_parameters[slab]);
        from.RequireCount<long>($"updates_{slab}", state.Updates.Length);
        foreach (long count in from.Array<long>($"updates_{slab}"))
        {
            if (count < 0 || count > updates)
            {
                throw from.Mismatch($"updates_{slab}", $"0 to {updates} updates of each parameter", $"{count}");
            }
        }

        for (int slot = 0; slot < state.Slots.Length; slot++)
        {
            from.RequireCount<float>($"slots_{slab}_{slot}", state.Slots[slot].Length);
        }
    }
}
