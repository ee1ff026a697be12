using System.Globalization;

namespace Epoche.Experiments;

/// <summary>A recipe and the ways to better it that the reference suggests.</summary>
internal static class AblationChanges
{
    /// <summary>A way, in words, and the settings that it changes.</summary>
    /// <param name="Name">What the table calls it.</param>
    /// <param name="Settings"><c>KEY=VALUE</c>, in order.</param>
    internal sealed record Change(string Name, IReadOnlyList<string> Settings);

    private static readonly string[] s_convolutions =
    [
        "network.convolutions=[{filters: 16, kernel_size: 5, strides: 2, padding: same}, {filters: 32, kernel_size: 3, strides: 2}]",
        "network.hidden=[128]",
    ];

    private static readonly string[] s_strict = ["refusal.rule=percentile", "refusal.at=10", "refusal.probability=0.5"];

    /// <summary>The recipe as it is, each change alone, and all at once.</summary>
    /// <param name="epochs">Passes of the longer optimization.</param>
    /// <param name="samples">Networks of the larger draw.</param>
    public static IReadOnlyList<Change> Of(int epochs, int samples)
    {
        string[] longer = [string.Create(CultureInfo.InvariantCulture, $"epochs={epochs}")];
        string[] more = [string.Create(CultureInfo.InvariantCulture, $"prediction.samples={samples}")];
        return
        [
            new("as published", []),
            new("a convolutional network", s_convolutions),
            new(string.Create(CultureInfo.InvariantCulture, $"longer: {epochs} epochs"), longer),
            new(string.Create(CultureInfo.InvariantCulture, $"more samples: {samples}"), more),
            new("stricter: 10th percentile > 0.5", s_strict),
            new("all four", [.. s_convolutions, .. longer, .. more, .. s_strict]),
        ];
    }
}
