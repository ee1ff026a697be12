using Epoche.Tuning;

namespace Epoche;

/// <summary>When a parameter exists: when another, which stands before it, has one of these values.</summary>
/// <param name="Parent">The name of the other parameter.</param>
/// <param name="Numbers">The internal numbers of those values.</param>
public sealed record ParameterCondition(string Parent, IReadOnlyList<double> Numbers)
{
    /// <summary>The name of the other parameter.</summary>
    public string Parent { get; init => field = NotNull.Of(value); } = NotNull.Of(Parent);

    /// <summary>The internal numbers of those values.</summary>
    public IReadOnlyList<double> Numbers { get; init => field = NotNull.Of(value); } = NotNull.Of(Numbers);

    /// <summary>Whether it holds for this internal number of the parent; NaN where the parent does not exist.</summary>
    public bool Holds(double parent) => Numbers.Contains(parent);

    /// <inheritdoc/>
    public override string ToString() => $"{Parent} is {string.Join(" or ", Numbers.Select(StudyValue.NumberText))}";

    internal StudyValue ToMap() => StudyValue.Of(
        [new("parent", Parent), new("numbers", StudyValue.OfList([.. Numbers.Select(number => (StudyValue)number)]))]);
}
