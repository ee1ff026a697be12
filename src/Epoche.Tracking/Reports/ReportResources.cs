namespace Epoche.Tracking.Reports;

/// <summary>The style and the script of a page, which lie beside this file.</summary>
internal static class ReportResources
{
    public static string ChartStyle { get; } = Load("chart.css");

    public static string PageStyle { get; } = Load("report.css");

    public static string Script { get; } = Load("report.js");

    private static string Load(string name)
    {
        using Stream stream = typeof(ReportResources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The library was built without its resource {name}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
