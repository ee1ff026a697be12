namespace Epoche.Experiments;

/// <summary>All that the checks look at.</summary>
internal sealed record DoctorFacts
{
    public required AgentRecipe Recipe { get; init; }

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

    /// <summary>γ; null where the agent has none.</summary>
    public float? Discount => DiscountOf(Recipe);

    public ReplayOptions? Replay => (Recipe as DqnRecipe)?.Options.Replay ?? (Recipe as ActorCriticRecipe)?.Options.Replay;

    public int BatchSize => (Recipe as DqnRecipe)?.Options.BatchSize ?? (Recipe as ActorCriticRecipe)?.Options.BatchSize ?? 1;

    public string LearningRateKey => Recipe is ActorCriticRecipe ? "actor.optimizer.learning_rate" : "optimizer.learning_rate";

    public string NetworkKey => Recipe is ActorCriticRecipe ? "actor" : "network";

    public static float? DiscountOf(AgentRecipe recipe) => recipe.Settings switch
    {
        DqnOptions dqn => dqn.Discount,
        ActorCriticOptions critic => critic.Discount,
        TableOptions table => table.Discount,
        PpoOptions ppo => ppo.Discount,
        A2cOptions a2c => a2c.Discount,
        A3cOptions a3c => a3c.Discount,
        ReinforceOptions reinforce => reinforce.Discount,
        _ => null,
    };
}
