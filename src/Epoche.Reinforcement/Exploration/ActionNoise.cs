namespace Epoche;

/// <summary>
/// What an agent adds to continuous actions to explore, in units of half an action's range: actions lie in [−1, 1] there. A pattern without
/// state; what a process remembers of an episode is kept by the agent, and saved with it.
/// </summary>
public abstract record ActionNoise
{
    /// <summary>Adds noise to the actions of all environments; they are clipped afterwards.</summary>
    /// <param name="actions"><c>[environments, numbers]</c>, each in [−1, 1].</param>
    /// <param name="state">One number for each of those, 0 at the start of an episode.</param>
    /// <param name="random">The agent's exploration stream.</param>
    /// <exception cref="ArgumentException">There are not as many numbers of a state as of actions, and the noise needs them.</exception>
    public abstract void Add(Span<float> actions, Span<float> state, ref Rng random);

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public abstract void Validate();
}
