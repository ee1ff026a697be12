namespace Epoche;

/// <summary>What a rule makes of an example: the class, several that it may be, or none: "I don't know".</summary>
public sealed class Verdict
{
    /// <summary>What is said when nothing is answered.</summary>
    public const string DontKnow = "I don't know";

    /// <summary>Makes a verdict.</summary>
    /// <param name="classes">The classes answered; none for a refusal.</param>
    /// <param name="doubt">The number that the rule went by.</param>
    public Verdict(IReadOnlyList<int> classes, float doubt)
    {
        ArgumentNullException.ThrowIfNull(classes);
        (Classes, Doubt) = (classes, doubt);
    }

    /// <summary>The classes answered, the most probable one first; none for a refusal.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>The number that the rule went by; larger means more doubt. Its scale is the rule's.</summary>
    public float Doubt { get; }

    /// <summary>Whether nothing is answered.</summary>
    public bool IsRefused => Classes.Count == 0;

    /// <summary>The class, where exactly one is answered.</summary>
    public int? Answer => Classes.Count == 1 ? Classes[0] : null;

    /// <summary>Whether the answer contains a class; a refusal contains none.</summary>
    public bool Contains(int label) => Classes.Contains(label);

    /// <summary><c>7</c>, <c>3 or 8</c>, or <c>I don't know</c>.</summary>
    public override string ToString() => IsRefused ? DontKnow : string.Join(" or ", Classes);
}
