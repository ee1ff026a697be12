using System.Globalization;

namespace Epoche;

/// <summary>
/// The actions of an environment: one of several choices, several choices or bits at once, or a vector of real numbers. What is no vector
/// of numbers travels as indices, <see cref="Width"/> of them for each action. A dictionary or tuple of choices is
/// <see cref="MultiDiscrete(ReadOnlySpan{ValueTuple{string, int}})"/>, its parts in the order in which they are given.
/// </summary>
public sealed partial class ActionSpec : IEquatable<ActionSpec>
{
    private readonly int[] _choices;
    private readonly string[] _names;
    private readonly float[] _low, _high;

    private ActionSpec(ActionKind kind, int count, int[] choices, string[] names) =>
        (Kind, Count, _choices, _names, _low, _high) = (kind, count, choices, names, [], []);

    private ActionSpec(float[] low, float[] high, bool clips) => (Kind, Count, _choices, _names, _low, _high, Clips) =
        (ActionKind.Continuous, low.Length, [], [], low, high, clips);

    /// <summary>What one action is.</summary>
    public ActionKind Kind { get; }

    /// <summary>Whether an action is one index (0 … <see cref="Count"/> − 1).</summary>
    public bool IsDiscrete => Kind == ActionKind.Discrete;

    /// <summary>Whether an action is a vector of real numbers; if not, it travels as indices.</summary>
    public bool IsContinuous => Kind == ActionKind.Continuous;

    /// <summary>
    /// How many choices there are (those of all parts together), or bits, or numbers in one action: the width of a policy's last layer, and
    /// of a mask.
    /// </summary>
    public int Count { get; }

    /// <summary>How many indices or numbers one action is: 1 where it is discrete, one for each part, bit or number elsewhere.</summary>
    public int Width => IsContinuous ? Count : _choices.Length;

    /// <summary>How many choices each index has, 2 for a bit; empty for continuous actions.</summary>
    public ReadOnlySpan<int> Choices => _choices;

    /// <summary>What the parts are called, in their order; empty where they have no names.</summary>
    public ReadOnlySpan<string> Names => _names;

    /// <summary>The smallest value of each number of a continuous action; empty for others.</summary>
    public ReadOnlySpan<float> Low => _low;

    /// <summary>The largest value of each number of a continuous action; empty for others.</summary>
    public ReadOnlySpan<float> High => _high;

    /// <summary>
    /// Whether values outside the bounds are legal because the environment's rules say how it clips them; where they
    /// are not, such a value is an error.
    /// </summary>
    public bool Clips { get; }

    /// <summary>The place of a part in an action.</summary>
    /// <exception cref="ArgumentException">No part is called so.</exception>
    public int PartOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.IndexOf(_names, name) is >= 0 and int part ? part : throw new ArgumentException(
            $"No part of the actions {this} is called '{name}'.", nameof(name));
    }

    /// <inheritdoc/>
    public bool Equals(ActionSpec? other) =>
        other is not null && Kind == other.Kind && Count == other.Count && Clips == other.Clips && Choices.SequenceEqual(other.Choices)
        && Names.SequenceEqual(other.Names) && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActionSpec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Kind, Clips);

    /// <summary>
    /// For messages: <c>discrete(2)</c>, <c>multi-discrete(3, 2)</c>, <c>multi-discrete(steer: 3, gear: 5)</c>, <c>multi-binary(4)</c> or
    /// <c>continuous([-2, 2])</c>.
    /// </summary>
    public override string ToString() => Kind switch
    {
        ActionKind.Discrete => $"discrete({Count})",
        ActionKind.MultiBinary => $"multi-binary({Count})",
        ActionKind.MultiDiscrete => $"multi-discrete({string.Join(", ", _choices.Select(Part))})",
        _ => $"continuous({string.Join(", ", _low.Zip(_high, Range))})",
    };

    private string Part(int count, int part) => _names.Length == 0 ? $"{count}" : $"{_names[part]}: {count}";

    private static string Range(float low, float high) => string.Create(CultureInfo.InvariantCulture, $"[{low}, {high}]");
}
