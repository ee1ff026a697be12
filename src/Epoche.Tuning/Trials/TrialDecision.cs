namespace Epoche;

/// <summary>What a pruner says after a report.</summary>
public enum TrialDecision
{
    /// <summary>The trial goes on.</summary>
    Continue,

    /// <summary>The trial keeps its checkpoint and waits; it is promoted later if it is among the best, or ended.</summary>
    Pause,

    /// <summary>The trial ends.</summary>
    Prune,
}
