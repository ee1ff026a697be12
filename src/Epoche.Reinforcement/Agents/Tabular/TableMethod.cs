namespace Epoche;

/// <summary>What a <see cref="TableAgent"/> moves the value of a state and an action towards.</summary>
public enum TableMethod
{
    /// <summary>
    /// The reward and the greatest value of what follows (Watkins 1989). With traces it is Watkins' Q(λ), whose traces end at an action
    /// that is not greedy.
    /// </summary>
    QLearning,

    /// <summary>
    /// Two tables, of which a coin chooses the one that learns: it chooses the action, the other values it (van Hasselt 2010). Acts on
    /// their mean.
    /// </summary>
    DoubleQLearning,

    /// <summary>The reward and the value of the action that is taken next (Rummery and Niranjan 1994).</summary>
    Sarsa,

    /// <summary>The reward and the mean value of the next action under the ε-greedy policy (van Seijen et al. 2009).</summary>
    ExpectedSarsa,
}

/// <summary>How a visit marks the trace of a state and an action (Sutton and Barto 2018, chapter 12), where traces are kept.</summary>
public enum TraceKind
{
    /// <summary>e = 1, and 0 for the other actions of the state (Singh and Sutton 1996).</summary>
    Replacing,

    /// <summary>e += 1.</summary>
    Accumulating,

    /// <summary>
    /// e += 1 − α·γλ·e, with the update of true online learning (van Seijen et al. 2016, JMLR 17(145), algorithm 2).
    /// </summary>
    Dutch,
}
