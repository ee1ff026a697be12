namespace Epoche.Experiments;

/// <summary>What is in the folder of a sweep before it is run.</summary>
internal sealed class SweepFolder(string folder, ExperimentOptions options)
{
    /// <summary>The runs that are there, by their names.</summary>
    /// <exception cref="ExperimentException">Something else is in a run's place, or another process works on one.</exception>
    public IReadOnlyDictionary<string, ExperimentRun> Find(IReadOnlyList<SweepCell> cells)
    {
        if (RunFolder.IsRun(folder))
        {
            throw new ExperimentException($"'{folder}' is a run, not a sweep. Choose another --name.");
        }

        Dictionary<string, ExperimentRun> found = [];
        foreach (SweepCell cell in cells)
        {
            string path = Path.Combine(folder, cell.Name);
            if (RunFolder.IsRun(path))
            {
                found.Add(cell.Name, Open(path, cell));
            }
            else if (Path.Exists(path))
            {
                throw new ExperimentException($"'{path}' is in the place of a run of this sweep, and is not a run. Choose another --name.");
            }
        }

        return found;
    }

    /// <summary>Complete runs that an earlier call made with other values or seeds, which are there still.</summary>
    /// <exception cref="ExperimentException">They are of another recipe.</exception>
    /// <exception cref="DataFormatException">The list of them is damaged.</exception>
    public IReadOnlyList<SweepRun> Earlier(IReadOnlyList<SweepCell> cells)
    {
        if (SweepResult.Read(folder) is not { } earlier)
        {
            return [];
        }

        string recipe = cells[0].Experiment.Recipe.Name;
        if (earlier.Recipe != recipe)
        {
            throw new ExperimentException(
                $"'{folder}' holds a sweep of the recipe '{earlier.Recipe}', and this is one of '{recipe}'. Choose another --name.");
        }

        HashSet<string> names = [.. cells.Select(cell => cell.Name)];
        return
        [
            .. earlier.Runs.Where(run => run.Status == SweepRunStatus.Complete && !names.Contains(run.Name)
                && RunFolder.IsRun(Path.Combine(folder, run.Name))),
        ];
    }

    private ExperimentRun Open(string path, SweepCell cell)
    {
        ExperimentRun run = Experiment.Open(RunFolder.Open(path), options);
        if (run.Folder.IsRunning)
        {
            throw new ExperimentException(
                $"Another process works on the run '{path}', and only one may. Wait until it ends, or end it.", ExperimentProblem.Failure);
        }

        string? other = run.Recipe.Notices.Count > 0 ? "its code has changed since"
            : run.Folder.ReadExtension() is not null ? "it was given another number of steps"
            : Difference(run.Recipe, cell.Experiment.Recipe);
        return other is null ? run : throw new ExperimentException(
            $"The run '{path}' is not the one that this sweep would make: {other}.\n"
            + "  Runs are never overwritten: choose another --name, or remove that folder.");
    }

    private static string? Difference(Recipe there, Recipe wanted)
    {
        string[] have = RecipeValues.Of(there).Split('\n'), want = RecipeValues.Of(wanted).Split('\n');
        string? surplus = have.Except(want).FirstOrDefault(), missing = want.Except(have).FirstOrDefault();
        return (surplus, missing) switch
        {
            (null, null) => null,
            (null, _) => $"it lacks {missing}",
            (_, null) => $"it has {surplus}",
            _ => $"it has {surplus}, and {missing} is wanted",
        };
    }
}
