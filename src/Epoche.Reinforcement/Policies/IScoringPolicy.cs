namespace Epoche;

/// <summary>A policy that can say something of each discrete action, for whoever watches: its value, or its probability.</summary>
internal interface IScoringPolicy : IPolicy
{
    /// <summary>What it says: <c>value</c> or <c>probability</c>.</summary>
    string Score { get; }

    /// <summary>Says it of one observation; false where actions are not discrete.</summary>
    /// <param name="observation">One observation.</param>
    /// <param name="allowed">Which actions are allowed; empty: all.</param>
    /// <param name="scores">Receives one number for each action.</param>
    bool TryScore(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed, Span<float> scores);
}
