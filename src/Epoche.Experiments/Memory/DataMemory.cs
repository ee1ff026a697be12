namespace Epoche.Experiments;

/// <summary>What data sets take.</summary>
internal static class DataMemory
{
    /// <summary>A byte for each pixel, a label for each image, and the order of a split.</summary>
    public static MemoryPart Memory(this DataSetEntry data) => new(
        "images",
        Saturating.Product(data.TrainExamples, Saturating.Sum(data.Input.ElementCount, sizeof(float), sizeof(int))),
        data.Draw is null ? "data" : "drawings");
}
