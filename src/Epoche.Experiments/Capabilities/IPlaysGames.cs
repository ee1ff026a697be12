namespace Epoche;

/// <summary>A recipe that trains an agent, which can then be watched, filmed and imitated.</summary>
public interface IPlaysGames
{
    /// <summary>The game.</summary>
    EnvironmentEntry Environment { get; }

    /// <summary>So many of them side by side, as the agent sees them.</summary>
    /// <param name="count">How many, 1 or more.</param>
    IBatchEnvironment CreateEnvironment(int count);

    /// <summary>How the agent of a run plays, without exploring.</summary>
    /// <param name="run">A run of this recipe.</param>
    /// <exception cref="RunException">The run has no model.</exception>
    /// <exception cref="DataFormatException">The model is damaged.</exception>
    /// <exception cref="ExperimentException">The model is that of another recipe.</exception>
    IPolicy LoadPolicy(RunFolder run);
}

/// <summary>A recipe that trains several networks which can play, each in a folder of its own within the run.</summary>
public interface IHoldsPlayers
{
    /// <summary>One of the networks as an agent; null where there is none of this name.</summary>
    /// <param name="run">A run of this recipe.</param>
    /// <param name="name">The folder's name.</param>
    /// <param name="runs">Gives the recipe of the agent that they learned from.</param>
    /// <exception cref="DataFormatException">The model is damaged.</exception>
    IPlaysGames? Player(RunFolder run, string name, IRunSource runs);
}
