using Epoche.Experiments;

namespace Epoche;

/// <summary>
/// Makes the page of a study: history, reports on the way, parallel coordinates, slices, contours, importance, front, lineage, timeline and
/// a table, as far as the study has them; one HTML file with everything in it, which runs nothing that a study holds.
/// <code>
/// StudyReport.Write(study.ToRecord(), "study.html");
/// </code>
/// </summary>
public static class StudyReport
{
    /// <summary>The page as HTML; the same study gives the same bytes.</summary>
    /// <param name="study">A study that runs (<see cref="Study.ToRecord"/>), or one of a log (<see cref="StudyRecord.Read"/>).</param>
    public static string ToHtml(StudyRecord study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Report.ToHtml(new StudyPage(study).ToData());
    }

    /// <summary>Writes the page to a file, which appears whole or not at all.</summary>
    /// <param name="study">See <see cref="ToHtml"/>.</param>
    /// <param name="path">The file, such as <c>study.html</c>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is that of a folder, or may not be written to.</exception>
    public static void Write(StudyRecord study, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, ToHtml(study));
    }

    /// <summary>Writes each chart as an SVG file of its own: <c>history.svg</c>, <c>importance.svg</c>, <c>slice.svg</c>, …</summary>
    /// <param name="study">See <see cref="ToHtml"/>.</param>
    /// <param name="folder">Where to; it is made where it does not exist.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> WriteCharts(StudyRecord study, string folder)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return StudyPictures.Save(new StudyPage(study), folder);
    }
}
