namespace Epoche;

/// <summary>What one action is.</summary>
public enum ActionKind
{
    /// <summary>One of several choices: an index.</summary>
    Discrete,

    /// <summary>Several choices at once: an index for each part.</summary>
    MultiDiscrete,

    /// <summary>Several bits: 0 or 1 for each.</summary>
    MultiBinary,

    /// <summary>Real numbers within bounds.</summary>
    Continuous,
}
