namespace Epoche;

/// <summary>What decides which results a trial may see.</summary>
public enum TrialOrder
{
    /// <summary>
    /// A rule: the results of those that began at least <see cref="StudyOptions.Lag"/> places earlier, whenever they come in.
    /// </summary>
    Number,

    /// <summary>
    /// The moment: all results that are in. Workers never wait, and the study depends on how fast each was; its file records what every
    /// trial saw.
    /// </summary>
    Arrival,
}
