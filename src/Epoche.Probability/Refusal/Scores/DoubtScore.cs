namespace Epoche;

/// <summary>
/// A number for each example that grows with doubt. What counts as much doubt is decided by a threshold, chosen on
/// validation data (<see cref="Threshold"/>).
/// </summary>
public abstract class DoubtScore
{
    /// <summary>The name, such as <c>entropy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The doubt about each example.</summary>
    /// <param name="prediction">What was predicted for them.</param>
    /// <returns>[examples]; larger means more doubt.</returns>
    /// <exception cref="InvalidOperationException">The prediction lacks what the score looks at, such as features.</exception>
    public abstract float[] Score(Prediction prediction);

    /// <summary>The doubt about each example, of whatever class of a user's.</summary>
    /// <exception cref="InvalidOperationException">There are not as many numbers as examples.</exception>
    internal float[] Each(Prediction prediction)
    {
        float[] doubts = Score(prediction);
        return doubts.Length == prediction.Count
            ? doubts
            : throw new InvalidOperationException(
                $"The doubt '{Name}' gives {doubts.Length} numbers for {prediction.Count} examples; expected one for each.");
    }

    /// <summary>Writes what <see cref="DoubtScores.Read"/> restores.</summary>
    /// <exception cref="NotSupportedException">The score is none of the library's.</exception>
    internal virtual void Write(RuleWriter file) =>
        throw new NotSupportedException($"The doubt '{Name}' is a custom one, and a file holds only those of the library. "
            + "Save its parts yourself, and make the rule again.");
}
