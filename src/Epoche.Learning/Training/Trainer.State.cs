using Epoche.Memory;

namespace Epoche;

public sealed partial class Trainer : IStateful
{
    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <summary>Saves the parameters that it trains, what the optimizer keeps of them, the number of updates and the stream of dropout.</summary>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (_accumulated > 0)
        {
            throw new InvalidOperationException($"{_accumulated} batches are accumulated; a trainer is saved between updates, so call Update first.");
        }

        to.Write("updates", StepCount);
        to.Write("random", _random);
        for (int i = 0; i < _parameters.Length; i++)
        {
            to.Part($"parameters_{i}", _parameters[i]);
            AlignedBuffer[] slots = Optimizer.StateOf(_parameters[i]);
            for (int slot = 0; slot < slots.Length; slot++)
            {
                to.Write<float>($"slots_{i}_{slot}", slots[slot].Span);
            }
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        Optimizer.StepCount = from.Int64("updates");
        _random = from.Random("random");
        for (int i = 0; i < _parameters.Length; i++)
        {
            from.Part($"parameters_{i}", _parameters[i]);
            AlignedBuffer[] slots = Optimizer.StateOf(_parameters[i]);
            for (int slot = 0; slot < slots.Length; slot++)
            {
                from.Read($"slots_{i}_{slot}", slots[slot].Span);
            }
        }
    }
}
