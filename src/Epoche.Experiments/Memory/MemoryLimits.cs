namespace Epoche.Experiments;

/// <summary>How much memory there is.</summary>
/// <param name="Available">Bytes that may be written to: the machine's, or a container's, or those of a limit of the heap.</param>
/// <param name="Reservable">Bytes that may be allocated, written to or not.</param>
/// <param name="IsLimited">Whether a limit of the heap is set, below what the machine has.</param>
internal readonly record struct MemoryLimits(long Available, long Reservable, bool IsLimited)
{
    /// <summary>Those of this process.</summary>
    public static MemoryLimits OfProcess
    {
        get
        {
            long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            IReadOnlyDictionary<string, object> settings = GC.GetConfigurationVariables();
            return Setting(settings, "GCHeapHardLimit") is { } limit ? new(available, limit, IsLimited: true)
                : new(available, Setting(settings, "GCRegionRange") ?? long.MaxValue, IsLimited: false);
        }
    }

    /// <summary>How much there is, in words.</summary>
    public override string ToString() =>
        $"{Format.Bytes(Available)} are there{(IsLimited ? ", by the limit of the heap" : "")}";

    private static long? Setting(IReadOnlyDictionary<string, object> settings, string name) =>
        settings.TryGetValue(name, out object? value) && value is long and > 0 ? (long)value : null;
}
