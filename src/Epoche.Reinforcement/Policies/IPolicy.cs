namespace Epoche;

/// <summary>
/// Decides what to do from observations: a trained network, a scripted player, a constant. It plays episodes in lanes, many side by side,
/// and must treat each by itself, so that an episode does not depend
/// on which others are played beside it: what a policy remembers it remembers for each lane, and what is random in it draws from a stream
/// for each lane.
/// </summary>
public interface IPolicy
{
    /// <summary>
    /// Episodes begin in these lanes: what was remembered of earlier ones there is forgotten. Called before the first <see cref="Act"/> of
    /// each episode. Default: nothing, for a policy without memory.
    /// </summary>
    /// <param name="lanes">The lanes, each once, counted from 0: a policy with memory makes room for them.</param>
    void Begin(ReadOnlySpan<int> lanes)
    {
    }

    /// <summary>Chooses one action for each observation, once for each step of a lane's episode.</summary>
    /// <param name="observations"><c>[count, …observation]</c>.</param>
    /// <param name="lanes">
    /// Which lane each of them comes from, <c>[count]</c>, each at most once; a lane whose episode is over is no longer among them.
    /// </param>
    /// <param name="actions">
    /// Receives the actions: <c>Values</c> where the environment's actions are continuous, else <c>Indices</c>. What <c>Allowed</c> forbids
    /// must not be chosen.
    /// </param>
    void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions);

    /// <summary>
    /// What was done and what it earned, after each step of the lanes that <see cref="Act"/> was called for: those actions, or others where
    /// somebody else decided. Default: nothing, for a policy that goes by observations alone.
    /// </summary>
    /// <param name="lanes">The lanes, <c>[count]</c>, those whose episode has ended with this step included.</param>
    /// <param name="actions">The actions, <c>[count]</c>.</param>
    /// <param name="rewards">The rewards, <c>[count]</c>.</param>
    void Observe(ReadOnlySpan<int> lanes, in BatchActions actions, ReadOnlySpan<float> rewards)
    {
    }
}
