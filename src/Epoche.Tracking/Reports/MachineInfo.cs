using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche;

/// <summary>What a run ran on: the machine and the versions, to be recorded under <see cref="RunTags.Machine"/>.</summary>
public static class MachineInfo
{
    /// <summary>This machine, from what the operating system tells: names and values.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Current()
    {
        string version = typeof(MachineInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+')[0] ?? "unknown";
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return
        [
            new("Epoche", version),
            new(".NET", RuntimeInformation.FrameworkDescription.Replace(".NET ", "", StringComparison.Ordinal)),
            new("System", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}"),
            new("Processor", Processor()),
            new("Cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
            new("Vector registers", string.Create(CultureInfo.InvariantCulture, $"{bits} bits")),
            new("Memory", string.Create(CultureInfo.InvariantCulture, $"{memory / (double)(1L << 30):F1} GiB")),
        ];
    }

    /// <summary>Names and values as a table in Markdown, as TensorBoard shows it.</summary>
    /// <param name="rows">The rows.</param>
    public static string ToMarkdown(IReadOnlyList<KeyValuePair<string, string>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Elements.RequireNoNull(rows.SelectMany(row => (string[])[row.Key, row.Value]), nameof(rows));
        return "| | |\n|---|---|\n" + string.Concat(rows.Select(row => $"| {Cell(row.Key)} | {Cell(row.Value)} |\n"));
    }

    internal static IEnumerable<KeyValuePair<string, string>> FromMarkdown(string markdown) =>
        from line in markdown.Split('\n').Skip(2)
        let cells = line.Trim().Trim('|').Split('|', 2, StringSplitOptions.TrimEntries)
        where cells.Length == 2
        select KeyValuePair.Create(cells[0], cells[1]);

    private static string Cell(string text) => text.Replace('|', '/').ReplaceLineEndings(" ");

    private static string Processor()
    {
        const string ModelName = "model name";
        if (OperatingSystem.IsLinux() && File.Exists("/proc/cpuinfo"))
        {
            string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(ModelName, StringComparison.Ordinal));
            if (line?.Split(':', 2) is [_, string model])
            {
                return model.Trim();
            }
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
