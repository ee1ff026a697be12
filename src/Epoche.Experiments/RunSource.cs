namespace Epoche.Experiments;

/// <summary>Gives the runs of other recipes, which are trained first where they are not there.</summary>
internal sealed class RunSource(ExperimentOptions experiments, string directory, RunOptions options) : IRunSource
{
    public Recipe Read(string recipeOrRun, ulong seed) => RecipeCatalog.Names.Contains(recipeOrRun)
        ? Load(recipeOrRun, seed).Recipe
        : experiments.Read(RunFolder.Open(recipeOrRun, RecipeCatalog.Names)).Recipe;

    public RunFolder Get(string recipeOrRun, ulong seed, string purpose, CancellationToken cancellation)
    {
        if (!RecipeCatalog.Names.Contains(recipeOrRun))
        {
            return RunFolder.Open(recipeOrRun, RecipeCatalog.Names);
        }

        RunOptions titled = options with { Title = $"{recipeOrRun} · seed {seed}, {purpose}" };
        ExperimentRun run = Load(recipeOrRun, seed).RunOnce(directory, $"{recipeOrRun}-{seed}", titled, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return run.Result is { Status: RunStatus.Complete }
            ? run.Folder
            : throw new ExperimentException(
                $"The training of '{recipeOrRun}', {purpose}, stopped: {run.Result?.Problem}", ExperimentProblem.Failure);
    }

    private Experiment Load(string recipe, ulong seed) => Experiment.Load(recipe, seed, options: experiments);
}
