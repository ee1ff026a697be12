namespace Epoche.Experiments;

/// <summary>What a study came to.</summary>
internal sealed record ImitationResult
{
    public required ImitationRecipe Recipe { get; init; }

    /// <summary>The run of the agent that was imitated.</summary>
    public required string Agent { get; init; }

    /// <summary>How the agent itself plays the episodes of the networks.</summary>
    public required EvaluationReport AgentPlay { get; init; }

    public required Baseline Baseline { get; init; }

    public required EvaluationReport BaselinePlay { get; init; }

    public required IReadOnlyList<NetworkOutcome> Networks { get; init; }

    /// <summary>
    /// The smallest of one hidden layer that plays perfectly, and how it plays as many other episodes; null where there is none, or only
    /// one of its kind.
    /// </summary>
    public (NetworkOutcome Network, EvaluationReport Confirmation)? Smallest { get; init; }

    /// <summary>Whether there are several networks of one hidden layer, so that one of them is the smallest.</summary>
    public bool HasChoice => Networks.Count(n => n.Size.Hidden.Count == 1) > 1;

    /// <summary>The network that gets most of the test right; of equal ones the one with fewer parameters.</summary>
    public NetworkOutcome Best => Networks.OrderByDescending(n => n.Last.TestAccuracy).ThenBy(n => n.Parameters).First();
}

/// <summary>What became of one network.</summary>
internal sealed record NetworkOutcome
{
    public required NetworkSize Size { get; init; }

    /// <summary>How many numbers were learned.</summary>
    public required int Parameters { get; init; }

    /// <summary>How it stands after its last epoch.</summary>
    public required EpochPoint Last { get; init; }

    public required Fit Fit { get; init; }

    /// <summary>How it plays.</summary>
    public required EvaluationReport Play { get; init; }

    public required string WeightsSha256 { get; init; }

    public required double Seconds { get; init; }
}
