namespace Epoche;

/// <summary>
/// Where a loop saves itself: <see cref="Checkpoints"/>, or what says the same to a person. When to save depends on the time, which is
/// why it changes nothing but when.
/// </summary>
public interface ICheckpointing
{
    /// <summary>Loads the newest checkpoint.</summary>
    /// <returns>False where there is none.</returns>
    bool TryLoad(IStateful state);

    /// <summary>Saves where enough time has passed since the last one; costs a look at the clock where it has not.</summary>
    bool SaveIfDue(IStateful state, long step);

    /// <summary>Saves now.</summary>
    void Save(IStateful state, long step);
}
