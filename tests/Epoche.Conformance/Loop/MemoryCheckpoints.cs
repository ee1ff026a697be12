namespace Epoche.Conformance.Loop;

/// <summary>Checkpoints in memory: one after each step, or only where it must be.</summary>
public sealed class MemoryCheckpoints : ICheckpointing
{
    private StateBytes? _newest;

    /// <summary>The step of each that was saved, in order.</summary>
    public List<long> Steps { get; } = [];

    /// <summary>Whether one is due after every step. Default true.</summary>
    public bool SavesEachStep { get; init; } = true;

    /// <summary>Called before one is saved; throws where the disk is full.</summary>
    public Action? Saving { get; init; }

    /// <inheritdoc/>
    public bool TryLoad(IStateful state)
    {
        _newest?.LoadInto(state);
        return _newest is not null;
    }

    /// <inheritdoc/>
    public bool SaveIfDue(IStateful state, long step)
    {
        if (SavesEachStep)
        {
            Save(state, step);
        }

        return SavesEachStep;
    }

    /// <inheritdoc/>
    public void Save(IStateful state, long step)
    {
        Saving?.Invoke();
        Steps.Add(step);
        _newest = StateBytes.Of(state);
    }
}
