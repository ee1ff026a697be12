namespace Epoche.Experiments;

/// <summary>What the checks must know of an agent's settings, whatever its kind; null for what it does not have.</summary>
internal sealed record LearnerSettings
{
    /// <summary>γ.</summary>
    public float? Discount { get; init; }

    /// <summary>n, of n-step returns.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>ε.</summary>
    public Schedule? Epsilon { get; init; }

    /// <summary>Whether something else makes it try other actions: noise, a temperature, or the initial values of a table.</summary>
    public bool TriesWithoutEpsilon { get; init; }

    /// <summary>Transitions in the replay buffer.</summary>
    public long? Capacity { get; init; }

    /// <summary>The key of the recipe for the capacity.</summary>
    public string CapacityKey { get; init; } = "replay.capacity";

    /// <summary>Transitions of an update.</summary>
    public long BatchSize { get; init; } = 1;

    /// <summary>Gradient norms above it are cut.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>How the target network follows.</summary>
    public TargetSettings? Target { get; init; }

    public static LearnerSettings Of(AgentRecipe recipe) => recipe.Settings switch
    {
        DqnOptions dqn => new()
        {
            Discount = dqn.Discount,
            Steps = dqn.Replay.NStep,
            Epsilon = dqn.Epsilon,
            TriesWithoutEpsilon = dqn.Temperature is not null || recipe is not DqnRecipe { Network.Noise: null },
            Capacity = dqn.Replay.Capacity,
            BatchSize = dqn.BatchSize,
            ClipNorm = dqn.ClipNorm,
            Target = new(
                dqn.TargetEverySteps, dqn.TargetEveryUpdates, dqn.TargetTau, dqn.WarmUpSteps, dqn.TrainEverySteps, dqn.UpdatesPerTraining),
        },
        RecurrentDqnOptions dqn => new()
        {
            Discount = dqn.Discount,
            Steps = dqn.NStep,
            Epsilon = dqn.Epsilon,
            Capacity = (long)dqn.Sequences.Capacity * dqn.Sequences.Period,
            CapacityKey = "sequences.capacity",
            BatchSize = (long)dqn.BatchSize * dqn.Sequences.Length,
            ClipNorm = dqn.ClipNorm,
            Target = new(
                dqn.TargetEverySteps, dqn.TargetEveryUpdates, dqn.TargetTau, dqn.WarmUpSteps, dqn.TrainEverySteps, dqn.UpdatesPerTraining),
        },
        ActorCriticOptions critic => new()
        {
            Discount = critic.Discount,
            Capacity = critic.Replay.Capacity,
            BatchSize = critic.BatchSize,
        },
        TableOptions table => new() { Discount = table.Discount, Epsilon = table.Epsilon, TriesWithoutEpsilon = true },
        PpoOptions ppo => new() { Discount = ppo.Discount },
        A2cOptions a2c => new() { Discount = a2c.Discount },
        A3cOptions a3c => new() { Discount = a3c.Discount },
        ReinforceOptions reinforce => new() { Discount = reinforce.Discount },
        _ => new(),
    };
}

/// <summary>When a target network follows: every so many steps, or updates; and by how much of the way.</summary>
internal sealed record TargetSettings(
    int? EverySteps, int? EveryUpdates, float Tau, long WarmUpSteps, int TrainEverySteps, int UpdatesPerTraining)
{
    /// <summary>How often it follows within so many steps.</summary>
    public double Copies(double steps) => EverySteps is { } every
        ? steps / every
        : Math.Max(0, steps - WarmUpSteps) / TrainEverySteps * UpdatesPerTraining / EveryUpdates!.Value;
}
