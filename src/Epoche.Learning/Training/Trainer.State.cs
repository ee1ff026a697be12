namespace Epoche;

public sealed partial class Trainer : IStateful
{
    /// <inheritdoc/>
    public int StateVersion => 2;

    /// <summary>Saves the parameters that it trains, what the optimizer keeps of them, the numbers of updates and the stream of dropout.</summary>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (_accumulated > 0)
        {
            throw new InvalidOperationException($"{_accumulated} batches are accumulated; a trainer is saved between updates, so call Update first.");
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

        Optimizer.ForgetLargest();
        Optimizer.StepCount = from.Int64("updates");
        _random = from.Random("random");
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
    }
}
