namespace Epoche.Experiments;

/// <summary>All that the checks look at.</summary>
internal sealed record DoctorFacts
{
    public required AgentRecipe Recipe { get; init; }

    public required LearnerSettings Settings { get; init; }

    /// <summary>Whether the model is that of a run.</summary>
    public required bool IsRun { get; init; }

    /// <summary>What the random policy met.</summary>
    public required GamePlay Random { get; init; }

    /// <summary>What the agent itself met, without exploring; null where there is no agent.</summary>
    public GamePlay? Own { get; init; }

    /// <summary>The doctor's own training; null where the recipe cannot be trained alone.</summary>
    public ShortTraining? Training { get; init; }

    public NetworkLook? Network { get; init; }

    public ValueLook? Values { get; init; }

    public IEnumerable<GamePlay> Plays => Own is null ? [Random] : [Random, Own];

    public string LearningRateKey => Recipe is ActorCriticRecipe ? "actor.optimizer.learning_rate" : "optimizer.learning_rate";

    public string NetworkKey => Recipe is ActorCriticRecipe ? "actor" : "network";
}
