using Epoche.Experiments;

namespace Epoche;

/// <summary>
/// A study on the disk: the folder of one that <c>epoche tune</c> made, or a journal file, of Python's Optuna too. It is read, never
/// written to; nothing in it is executed.
/// </summary>
public sealed class FoundStudy
{
    private const string LogName = "study.log", SettingsName = "study.yaml", PageName = "report.html";

    private readonly string? _folder;

    private FoundStudy(string path, string? folder, StudyRecord record) => (Path, _folder, Record) = (path, folder, record);

    /// <summary>The folder or the file, as it was named.</summary>
    public string Path { get; }

    /// <summary>What it holds.</summary>
    public StudyRecord Record { get; }

    /// <summary>
    /// The trial that won the finals, where the study had them after its last trial; else its best. Null where it has several objectives,
    /// or no trial is complete.
    /// </summary>
    public TrialRecord? Winner => Record.Directions.Count == 1 ? FinalRound.WinnerOf(Record) : null;

    /// <summary>Where its page is written to unless another place is named: in its folder, or beside its file.</summary>
    public string PagePath => _folder is not null
        ? System.IO.Path.Combine(_folder, PageName)
        : System.IO.Path.ChangeExtension(Path, ".report.html");

    /// <summary>The settings of a study of <c>epoche tune</c>, in YAML; null where there are none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string? Settings =>
        _folder is not null && File.Exists(System.IO.Path.Combine(_folder, SettingsName))
            ? ConfigMap.ReadText(System.IO.Path.Combine(_folder, SettingsName)) : null;

    /// <summary>Opens a study.</summary>
    /// <param name="path">Its folder, or a journal file such as <c>study.log</c>.</param>
    /// <param name="name">Which study of the file; null where it holds one.</param>
    /// <exception cref="ExperimentException">
    /// There is no study at this path, or none of this name, or several and no name is given.
    /// </exception>
    /// <exception cref="DataFormatException">The file is not a journal of Optuna 3.1 to 5.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FoundStudy Open(string path, string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string? folder = Directory.Exists(path) ? path : null;
        string file = folder is null ? path : System.IO.Path.Combine(folder, LogName);
        if (!Directory.Exists(path) && !File.Exists(path))
        {
            throw new ExperimentException(
                $"There is no study '{path}'.\n  Name the folder of a study, or a journal file, such as {LogName}.");
        }

        if (folder is not null && !File.Exists(file))
        {
            throw new ExperimentException(RunFolder.IsRun(folder)
                ? $"'{path}' is a run, not a study: 'epoche show {path}' shows it."
                : Shown.Message($"'{path}' is not a study: there is no {LogName} in it."));
        }

        using JournalFile journal = new(file);
        IReadOnlyList<StudyRecord> studies = StudyRecord.ReadAll(journal);
        return new(path, folder, Choose(studies, file, name));
    }

    /// <summary>Its page as HTML, with the winner's scores on unseen seeds where they are known.</summary>
    /// <exception cref="DataFormatException">Its <c>result.json</c> is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public string ToHtml() => Report.ToHtml(Page().ToData());

    /// <summary>Writes its page.</summary>
    /// <param name="path">The file; null for <see cref="PagePath"/>.</param>
    /// <returns>The file.</returns>
    /// <exception cref="DataFormatException">Its <c>result.json</c> is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is that of a folder, or may not be written to.</exception>
    public string SaveReport(string? path = null)
    {
        path ??= PagePath;
        AtomicFile.Write(path, ToHtml());
        return path;
    }

    /// <summary>Writes each chart as an SVG file of its own; see <see cref="StudyReport.WriteCharts"/>.</summary>
    /// <param name="folder">Where to; it is made where it does not exist.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="DataFormatException">Its <c>result.json</c> is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public IReadOnlyList<string> SaveCharts(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return StudyPictures.Save(Page(), folder);
    }

    /// <summary>The winner and the recipe's own settings on seeds that no trial saw, a line each; none where that is not known.</summary>
    /// <exception cref="DataFormatException">Its <c>result.json</c> is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<string> UnseenLines() => Unseen() is { } unseen
        ? [.. unseen.Rows.Select(row => $"{unseen.Measure} with unseen seeds, {row.Name}")]
        : [];

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Record}";

    private static StudyRecord Choose(IReadOnlyList<StudyRecord> studies, string file, string? name)
    {
        if (studies.Count == 0)
        {
            throw new ExperimentException($"'{file}' holds no study.", ExperimentProblem.Failure);
        }

        string all = Shown.Cut(string.Join(", ", studies.Select(study => Shown.Text(study.Name))), Shown.LongestQuote);
        if (name is not null)
        {
            return studies.FirstOrDefault(study => study.Name == name) ?? throw new ExperimentException(
                $"'{file}' has no study '{name}'.{NearestHint.For(name, studies.Select(study => study.Name))}\n  Studies: {all}.");
        }

        return studies.Count == 1 ? studies[0] : throw new ExperimentException(
            $"'{file}' holds {studies.Count} studies: choose one by --name.\n  Studies: {all}.");
    }

    private StudyPage Page() => new(Record, Unseen(), Settings);

    private UnseenResult? Unseen() => _folder is null ? null : UnseenResult.Read(_folder);
}
