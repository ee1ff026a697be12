using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>The charts of a study as files.</summary>
internal static class StudyPictures
{
    private const int Width = 800, Height = 360, Heading = 60, Least = 150;

    public static IReadOnlyList<string> Save(StudyPage page, string folder)
    {
        NewFolder.Make(Path.GetFullPath(folder));
        List<string> paths = [];
        foreach ((string name, Chart chart) in page.Charts())
        {
            string path = Path.Combine(folder, $"{name}.svg");
            int height = chart is DrawnChart drawn ? drawn.HeightAt(Width, Height) + Heading
                : IntervalRow.HeightFor(chart, Height);
            AtomicFile.Write(path, Report.ToSvg(chart, Width, Math.Max(Least, height)));
            paths.Add(path);
        }

        return paths;
    }
}
