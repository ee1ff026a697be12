using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>What happened to a parameter when weights were taken from elsewhere.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Shape">Its shape in the model.</param>
/// <param name="Source">Where it came from: the name there, or several where they were put together.</param>
/// <param name="SourceShape">The shape there, such as <c>[16, 1, 3, 3]</c>.</param>
/// <param name="Change">What was done to the numbers, such as <c>transposed</c>; empty where they were copied as they are.</param>
public sealed record WeightMatch(string Name, Shape Shape, string Source, string SourceShape, string Change = "")
{
    /// <summary>Its name in the model.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>Its shape in the model.</summary>
    public Shape Shape { get; init; } = Shape;

    /// <summary>Where it came from: the name there, or several where they were put together.</summary>
    public string Source { get; init => field = NotNull.Of(value); } = NotNull.Of(Source);

    /// <summary>The shape there, such as <c>[16, 1, 3, 3]</c>.</summary>
    public string SourceShape { get; init => field = NotNull.Of(value); } = NotNull.Of(SourceShape);

    /// <summary>What was done to the numbers, such as <c>transposed</c>; empty where they were copied as they are.</summary>
    public string Change { get; init => field = NotNull.Of(value); } = NotNull.Of(Change);

    /// <summary>In one line.</summary>
    public override string ToString() =>
        $"{Name} {Shape} from {Source}"
        + (SourceShape.Length == 0 || (Change.Length == 0 && SourceShape == Shape.ToString()) ? "" : $" {SourceShape}")
        + (Change.Length == 0 ? "" : $", {Change}");
}

/// <summary>
/// What came of taking weights by name (<see cref="Model.CopyWeights"/>, <see cref="ModelFile.LoadMatchingWeights"/>):
/// what matched, what was missing, what had another shape, what nobody asked for. Printed, it says all of it.
/// </summary>
public sealed class WeightsReport
{
    private const int MostListed = 40;

    internal WeightsReport(
        IReadOnlyList<WeightMatch> matched,
        IReadOnlyList<WeightMatch> otherShape,
        IReadOnlyList<string> missing,
        IReadOnlyList<string> unused)
    {
        (Matched, OtherShape, Missing, Unused) = (matched, otherShape, missing, unused);
    }

    /// <summary>The parameters that were taken, in the model's order.</summary>
    public IReadOnlyList<WeightMatch> Matched { get; }

    /// <summary>Parameters whose name was there with another shape; they are as they were.</summary>
    public IReadOnlyList<WeightMatch> OtherShape { get; }

    /// <summary>Parameters that were not there, by their names in the model, with their shapes; they are as they were.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>What was there and nobody took, with its shape.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>Whether every parameter of the model was taken; some that nobody took may have been there beside.</summary>
    public bool IsComplete => Missing.Count == 0 && OtherShape.Count == 0;

    /// <summary>Refuses a model of which not every parameter was taken.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="InvalidOperationException">One was missing, or had another shape; the message is the report.</exception>
    public WeightsReport RequireComplete() => IsComplete
        ? this
        : throw new InvalidOperationException($"Not every parameter was found. {this}");

    /// <summary>The report in words: a line for each parameter that was taken, then what was not.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        int all = Matched.Count + OtherShape.Count + Missing.Count;
        text.Append(CultureInfo.InvariantCulture, $"{Matched.Count} of {all} parameters matched");
        Lines("", Matched.Select(match => match.ToString()));
        Lines("another shape: ", OtherShape.Select(other =>
            $"{other.Name} is {other.Shape} here, {other.Source} {other.SourceShape} there"));
        Lines("missing: ", Missing);
        Lines("not used: ", Unused);
        return text.ToString();

        void Lines(string what, IEnumerable<string> lines)
        {
            int count = 0;
            foreach (string line in lines)
            {
                if (count++ < MostListed)
                {
                    text.Append("\n  ").Append(what).Append(line);
                }
            }

            if (count > MostListed)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  {what}and {count - MostListed} more");
            }
        }
    }

    /// <summary>Copies what has the same name and shape.</summary>
    /// <param name="parameters">The model's.</param>
    /// <param name="nameThere">From a name here to one there.</param>
    /// <param name="there">The names there, with their shapes as text.</param>
    /// <param name="read">Copies what has a name there.</param>
    internal static WeightsReport Fill(
        ParameterSlab parameters, Func<string, string?> nameThere, Dictionary<string, string> there, Reader read)
    {
        List<WeightMatch> matched = [], otherShape = [];
        List<string> missing = [];
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (ParameterInfo entry in parameters.Entries)
        {
            string? name = nameThere(entry.Name);
            if (name is null || !there.TryGetValue(name, out string? shape))
            {
                missing.Add($"{entry.Name} {entry.Shape}");
                continue;
            }

            used.Add(name);
            bool fits = shape == entry.Shape.ToString();
            (fits ? matched : otherShape).Add(new WeightMatch(entry.Name, entry.Shape, name, shape));
            if (fits)
            {
                read(name, parameters.Values.Slice(entry.Offset, entry.Shape.ElementCount));
            }
        }

        string[] unused = [.. there.Keys.Where(name => !used.Contains(name)).Select(name => $"{name} {there[name]}")];
        return new(matched, otherShape, missing, unused);
    }

    /// <summary>Copies what has a name.</summary>
    internal delegate void Reader(string name, Span<float> destination);
}
