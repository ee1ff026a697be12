namespace Epoche.Experiments;

/// <summary>How the agent's answers are recorded.</summary>
internal sealed record RecordOptions
{
    /// <summary>Pairs of an observation and an action to learn from.</summary>
    public required int Pairs { get; init; }

    /// <summary>Pairs to evaluate on.</summary>
    public required int TestPairs { get; init; }

    /// <summary>Every n-th step is recorded, on average and by chance: 1 records every step.</summary>
    public required int Every { get; init; }

    /// <summary>The share of random actions that are taken instead of the agent's, 0 to 1.</summary>
    public required float Noise { get; init; }
}
