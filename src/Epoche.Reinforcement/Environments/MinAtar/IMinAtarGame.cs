namespace Epoche.Simulation;

/// <summary>
/// A game of MinAtar as its state: a struct without padding or references, so that a batch is an array of them and a saved state their
/// bytes. Both forms of the environment run it.
/// </summary>
internal interface IMinAtarGame
{
    static abstract MinAtarRules Rules { get; }

    /// <summary>Starts an episode.</summary>
    void Begin(ref Rng rng);

    /// <summary>One frame.</summary>
    /// <param name="action">The action that is executed, one of <see cref="MinAtarActions"/>.</param>
    /// <param name="ramping">Whether the game becomes harder.</param>
    /// <param name="rng">The environment's stream.</param>
    /// <param name="terminated">Whether the game is over.</param>
    /// <returns>The reward.</returns>
    float Advance(int action, bool ramping, ref Rng rng, out bool terminated);

    /// <summary>Sets the cells of what can be seen to 1, on a screen that is all 0.</summary>
    void Show(Span<float> screen);

    /// <summary>Whether an episode can have this state: for one that was read from a file.</summary>
    bool IsPossible { get; }
}
