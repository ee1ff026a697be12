namespace Epoche;

/// <summary>
/// An environment that can be looked at: the built-in ones implement it, and a custom one may beside <see cref="IEnvironment"/>. It
/// draws an observation, not its present state, so that any moment of an episode can be drawn: the last one before a reset, one
/// of a batch, one that was recorded.
/// </summary>
public interface IDrawable
{
    /// <summary>
    /// What the discrete actions are called, in their order, a word each; of a continuous action of one number what its lowest value, 0 and
    /// its highest are called, which a person's keys then mean. Empty where numbers do.
    /// </summary>
    IReadOnlyList<string> ActionNames { get; }

    /// <summary>Width over height of the picture that shows it undistorted; above 0.</summary>
    double AspectRatio { get; }

    /// <summary>How long a step lasts where the game is watched, in seconds; above 0.</summary>
    double StepSeconds { get; }

    /// <summary>
    /// Whether the game stands still until a person who plays it presses a key, as board games do. Default false: it goes on by itself.
    /// </summary>
    bool WaitsForPlayer => false;

    /// <summary>Draws what an observation shows, over the whole canvas, whatever its size.</summary>
    /// <param name="observation">One observation of the environment, frames not stacked.</param>
    /// <param name="canvas">What to draw on; what was there is lost.</param>
    /// <exception cref="ArgumentException">The observation has another length.</exception>
    void Draw(ReadOnlySpan<float> observation, Canvas canvas);
}
