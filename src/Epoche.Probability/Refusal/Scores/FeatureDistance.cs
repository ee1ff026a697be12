namespace Epoche;

/// <summary>In which space a distance is measured.</summary>
public enum DistanceSpace
{
    /// <summary>Among the features that the predictive uses (<see cref="IFeatures"/>).</summary>
    Features,

    /// <summary>Among the examples themselves, such as pixels.</summary>
    Inputs,
}

/// <summary>
/// How far an example lies from the training data. Distances notice what a network is sure about for no
/// reason: it never saw anything like it.
/// </summary>
public abstract class FeatureDistance : DoubtScore
{
    private protected FeatureDistance(DistanceSpace space, int width) => (Space, Width) = (space, width);

    /// <summary>Where the distance is measured.</summary>
    public DistanceSpace Space { get; }

    /// <summary>How many numbers an example has there.</summary>
    public int Width { get; }

    /// <summary>The name of the kind and the space.</summary>
    public override string Name => Space == DistanceSpace.Features ? Kind : $"{Kind}_inputs";

    private protected abstract string Kind { get; }

    private protected void WriteKind(RuleWriter file)
    {
        file.Kind(Kind);
        file.Text("space", Space == DistanceSpace.Features ? "features" : "inputs");
    }

    private protected static DistanceSpace ReadSpace(RuleReader file) => file.Text("space") switch
    {
        "features" => DistanceSpace.Features,
        "inputs" => DistanceSpace.Inputs,
        string other => throw file.Error("space", "features or inputs", $"'{other}'"),
    };

    /// <summary>The examples as rows, and how long a row is.</summary>
    private protected static ReadOnlySpan<float> Rows(Prediction prediction, DistanceSpace space, out int width)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        Tensor rows = space == DistanceSpace.Features ? prediction.Features : prediction.Inputs;
        width = rows.Count / prediction.Count;
        return rows.Values;
    }

    /// <summary>The examples as rows of the width that the distance was fitted to.</summary>
    private protected ReadOnlySpan<float> Rows(Prediction prediction)
    {
        ReadOnlySpan<float> rows = Rows(prediction, Space, out int width);
        return width == Width
            ? rows
            : throw new ArgumentException(
                $"The distance '{Name}' was fitted to {Width} numbers an example; the prediction has {width}. It belongs to another model.",
                nameof(prediction));
    }
}
