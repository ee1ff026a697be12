namespace Epoche.Experiments;

/// <summary>
/// The folder of a study: <c>study.yaml</c>, <c>base.yaml</c> (the recipe), <c>study.log</c>, <c>trials/</c>, <c>finals/</c>, <c>test/</c>
/// and <c>result.json</c>. It can be copied, moved and renamed while nobody works on it.
/// </summary>
internal sealed class StudyFolder(string path)
{
    private const string StudyName = "study.yaml", BaseName = "base.yaml", LockName = "study.lock", SetupName = "setup.lock";
    private const int SetupAttempts = 150;

    public string Path { get; } = path;

    public string LogPath => In("study.log");

    public string TrialsPath => In("trials");

    public string FinalsPath => In("finals");

    public string TestPath => In("test");

    /// <summary>Whether there is a study at a path.</summary>
    public static bool IsStudy(string path) => File.Exists(System.IO.Path.Combine(path, StudyName));

    /// <summary>The study and its recipe as the folder has them.</summary>
    public static (RecipeText Study, RecipeText Recipe) Read(string path)
    {
        string study = System.IO.Path.Combine(path, StudyName), recipe = System.IO.Path.Combine(path, BaseName);
        return (Text(study), Text(recipe));

        static RecipeText Text(string file) => new(System.IO.Path.GetFileNameWithoutExtension(file), file, ConfigMap.ReadText(file));
    }

    /// <summary>Keeps other processes away, as long as it is held.</summary>
    /// <param name="joins">Whether to work beside another process.</param>
    /// <returns>The lock; null where another process has it and this one joins it.</returns>
    /// <exception cref="ExperimentException">Another process works on the study.</exception>
    public IDisposable? Take(bool joins)
    {
        try
        {
            return FolderLock.Take(In(LockName));
        }
        catch (FolderInUseException) when (joins)
        {
            return null;
        }
        catch (FolderInUseException exception)
        {
            throw new ExperimentException(
                $"Another process works on the study '{Path}'. Wait until it ends, or work on it together: --join.",
                ExperimentProblem.Failure, exception);
        }
    }

    /// <summary>Does what only one process may do at a time.</summary>
    public T Alone<T>(Func<T> work)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using FolderLock held = FolderLock.Take(In(SetupName));
                return work();
            }
            catch (FolderInUseException) when (attempt < SetupAttempts)
            {
                // Each attempt waits for a while.
            }
        }
    }

    /// <summary>Writes what determines the study, or checks that it is what the folder has.</summary>
    /// <exception cref="ExperimentException">The folder holds another study, a run, or something else.</exception>
    public void Prepare(StudyRecipe study)
    {
        if (RunFolder.IsRun(Path) || File.Exists(In(SweepResult.FileName)))
        {
            throw new ExperimentException($"'{Path}' is a run or a sweep, not a study. Choose another --name.");
        }

        if (IsStudy(Path))
        {
            (RecipeText there, RecipeText recipe) = Read(Path);
            Require(there.Yaml, study.ResolvedYaml, "study");
            Require(recipe.Yaml, study.Recipe.Yaml, "recipe");
        }
        else
        {
            AtomicFile.Write(In(BaseName), study.Recipe.Yaml);
        }

        AtomicFile.Write(In(StudyName), study.ResolvedYaml);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private void Require(string there, string wanted, string what)
    {
        string[] have = Lines(there), want = Lines(wanted);
        string? surplus = have.Except(want).FirstOrDefault(), missing = want.Except(have).FirstOrDefault();
        if (surplus is not null || missing is not null)
        {
            string difference = (surplus, missing) switch
            {
                (null, _) => $"it lacks {missing}",
                (_, null) => $"it has {surplus}",
                _ => $"it has {surplus}, and {missing} is wanted",
            };
            throw new ExperimentException(
                $"The study '{Path}' is another: in its {what}, {difference}.\n"
                + "  A study is continued as it began: choose another --name, or remove that folder.");
        }
    }

    /// <summary>All values; how many trials there are to be may grow.</summary>
    private static string[] Lines(string yaml) =>
        [.. RecipeValues.Of(yaml, StudyName).Where(line => !line.StartsWith("trials=", StringComparison.Ordinal))];
}
