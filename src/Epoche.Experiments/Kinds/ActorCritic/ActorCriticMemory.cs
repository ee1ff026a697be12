namespace Epoche.Experiments;

/// <summary>What the training of an off-policy actor-critic takes.</summary>
internal static class ActorCriticMemory
{
    public static IReadOnlyList<MemoryPart> Of(ActorCriticRecipe recipe)
    {
        ActorCriticOptions options = recipe.Options;
        int critics = options is DdpgOptions ? 1 : 2;
        long observation = recipe.Spec.Observation.ElementCount;
        NetworkMemory actor = new(recipe.Actor.Count(recipe.Spec.Observation, recipe.ActorOutputs), "actor.hidden");
        NetworkMemory critic = new(
            recipe.Critic.Count(recipe.Spec.Observation, recipe.Spec.Actions.IsDiscrete ? recipe.Spec.Actions.Count : 1), "critic.hidden");
        return
        [
            .. actor.Trained(options.ActorOptimizer),
            .. critic.Trained(options.CriticOptimizer, critics),
            critic.Copied(critics),
            actor.Copied(options is SacOptions ? 2 : 3), // a target, the model that is saved, and the one that is loaded to be evaluated
            .. options.Selection is { EverySteps: var every } && every <= (recipe.Steps ?? 0) ? [actor.Kept()] : (MemoryPart[])[],
            actor.Batch(options.BatchSize, "batch_size"),
            critic.Batch(Saturating.Product(options.BatchSize, critics), "batch_size"),
            new("sampled transitions", Saturating.Product(2, options.BatchSize, observation, sizeof(float)), "batch_size"),
            new("observations", Saturating.Product(recipe.Environments, observation, sizeof(float)), "environments"),
            AgentMemory.Replay(recipe, options.Replay),
        ];
    }
}
