namespace Epoche;

/// <summary>The runs that folders stand for.</summary>
public static class ComparedRuns
{
    /// <summary>The name of the picture of a comparison, where nobody says.</summary>
    public const string PictureName = "compare.svg";

    /// <summary>
    /// Opens runs. A folder that is not a run, such as that of a sweep, stands for the complete runs in it; a bare name is looked for in
    /// <see cref="RunFolder.DefaultDirectory"/> too.
    /// </summary>
    /// <param name="paths">Folders of runs, or of sweeps.</param>
    /// <param name="options">What recipes may name; null for what comes along.</param>
    /// <returns>The runs, each once, in the order of the paths; and those of folders that are not complete.</returns>
    /// <exception cref="RunException">There is no run at a path; the message names the nearest.</exception>
    /// <exception cref="ExperimentException">There is no complete run.</exception>
    /// <exception cref="ConfigurationException">A recipe cannot be read.</exception>
    /// <exception cref="DataFormatException">A result is damaged.</exception>
    public static (IReadOnlyList<ExperimentRun> Runs, IReadOnlyList<RunFolder> LeftOut) Open(
        IReadOnlyList<string> paths, ExperimentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Elements.RequireNoNull(paths, nameof(paths));
        List<ExperimentRun> runs = [];
        List<RunFolder> leftOut = [];
        HashSet<string> seen = [];
        foreach (string path in paths)
        {
            IReadOnlyList<RunFolder> members = MembersOf(path), folders = members.Count > 0 ? members : [RunFolder.Open(path)];
            foreach (RunFolder folder in folders.Where(run => seen.Add(Path.GetFullPath(run.Path))))
            {
                ExperimentRun run = Experiment.Open(folder, options);
                if (members.Count > 0 && run.Result?.Status != RunStatus.Complete)
                {
                    leftOut.Add(folder);
                }
                else
                {
                    runs.Add(run);
                }
            }
        }

        return runs.Count > 0 ? (runs, leftOut) : throw new ExperimentException(
            paths.Count == 0 ? "There is no run to compare." : $"None of the runs in '{string.Join("', '", paths)}' is complete yet.");
    }

    /// <summary>Where the picture of a comparison is put: into the folder of a sweep, or beside the first run.</summary>
    /// <param name="runs">The runs, one or more.</param>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static string Picture(IReadOnlyList<ExperimentRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Elements.RequireNoNull(runs, nameof(runs));
        return runs.Count > 0
            ? Path.Combine(Path.GetDirectoryName(runs[0].Folder.Path) is { Length: > 0 } folder ? folder : ".", PictureName)
            : throw new ArgumentException("A comparison has at least one run.", nameof(runs));
    }

    /// <summary>The runs in a folder that is not itself a run; none where there is no such folder.</summary>
    private static IReadOnlyList<RunFolder> MembersOf(string path)
    {
        string[] places = path.Length == 0 ? [] : [path, Path.Combine(RunFolder.DefaultDirectory, path)];
        return places.Any(RunFolder.IsRun) ? [] : places.Select(RunFolder.All).FirstOrDefault(all => all.Count > 0) ?? [];
    }
}
