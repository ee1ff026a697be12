namespace Epoche.Experiments;

/// <summary>Charts as files.</summary>
internal static class ChartFiles
{
    /// <summary>Writes them as one SVG and one PNG file.</summary>
    public static void Save(IReadOnlyList<Chart> charts, string svg, string png)
    {
        NewFolder.Make(Path.GetDirectoryName(Path.GetFullPath(svg))!);
        AtomicFile.Write(svg, Report.ToSvg(charts, 800, 360));
        AtomicFile.Write(png, Png.Encode(Report.ToPicture(charts, 1200, 540)));
    }
}
