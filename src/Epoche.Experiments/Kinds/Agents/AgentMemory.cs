namespace Epoche.Experiments;

/// <summary>What agents with a replay buffer have in common.</summary>
internal static class AgentMemory
{
    /// <summary>All of it is allocated at once, and written to as far as training gets.</summary>
    public static MemoryPart Replay(AgentRecipe recipe, ReplayOptions replay)
    {
        long reserved = ReplayBuffer.BytesFor(recipe.Spec, recipe.Environments, replay);
        double filled = Math.Min(1, (recipe.Steps ?? long.MaxValue) / (double)replay.Capacity);
        return new("the replay buffer", (long)(filled * reserved), "replay.capacity") { Reserved = reserved };
    }
}
