namespace Epoche.Experiments;

/// <summary>What a policy-gradient method read from its own keys.</summary>
internal sealed record PolicyGradientTraining
{
    /// <summary>Makes the options of its agent, of what all of them share.</summary>
    public required Func<PolicyGradientCommon, AgentOptions> Options { get; init; }

    /// <summary>γ.</summary>
    public required float Discount { get; init; }

    /// <summary>Its optimizer.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>Steps of each environment between two times of learning; null where whole episodes are learned from.</summary>
    public int? RolloutSteps { get; init; }

    /// <summary>Steps of each environment that are kept at most.</summary>
    public required int LongestRollout { get; init; }

    /// <summary>Steps of an update at most.</summary>
    public required long Batch { get; init; }

    /// <summary>The key that they grow with.</summary>
    public required string BatchKey { get; init; }

    /// <summary>Whether each environment has a copy of the network.</summary>
    public bool CopiesNetwork { get; init; }
}

/// <summary>What the options of all policy-gradient methods have from the recipe.</summary>
internal sealed record PolicyGradientCommon
{
    public required PolicyNetworkRecipe Network { get; init; }

    public required bool NormalizeObservations { get; init; }

    public required SelectionOptions? Selection { get; init; }

    public required ulong Seed { get; init; }
}
