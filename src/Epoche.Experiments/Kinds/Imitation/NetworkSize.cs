namespace Epoche.Experiments;

/// <summary>The hidden layers of a network.</summary>
internal sealed class NetworkSize(IReadOnlyList<int> hidden)
{
    /// <summary>Units of each; none: a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; } = hidden;

    /// <summary>"linear", "256", "256×2", "64-32".</summary>
    public string Name => Written("×");

    /// <summary>The same as the name of a folder.</summary>
    public string FolderName => Written("x");

    private string Written(string times) =>
        Hidden.Count == 0 ? "linear"
        : Hidden.Count > 1 && Hidden.Distinct().Count() == 1 ? $"{Hidden[0]}{times}{Hidden.Count}"
        : string.Join('-', Hidden);
}
