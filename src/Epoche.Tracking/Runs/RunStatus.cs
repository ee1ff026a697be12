namespace Epoche;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>It trained to its end.</summary>
    Complete,

    /// <summary>It was stopped before its end and can be resumed; its model is the best one so far.</summary>
    Interrupted,

    /// <summary>A NaN or an infinity stopped it; its model is the last good one.</summary>
    Failed,
}
