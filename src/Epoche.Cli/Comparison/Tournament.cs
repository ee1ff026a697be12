using Epoche.Cli.Recipes;
using Epoche.Cli.Recording;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Comparison;

/// <summary>Trains a recipe with several optimizers and seeds. Runs that are complete already are taken as they are, interrupted ones go on.</summary>
internal sealed class Tournament(RecipeText text, IReadOnlyList<string> overrides, int? steps, string directory, Terminal messages, bool quiet)
{
    /// <summary>The folders of all runs, by optimizer; null where one was interrupted or failed, whose exit code is then given.</summary>
    public IReadOnlyList<(Contender Contender, IReadOnlyList<RunFolder> Runs)>? Play(IReadOnlyList<Contender> contenders, IReadOnlyList<ulong> seeds, out int exitCode)
    {
        // All recipes are read before the first is trained: a mistake should not cost an hour.
        (Contender Contender, Recipe Recipe)[] entries = [.. from c in contenders from seed in seeds select (c, c.In(text, overrides, seed, steps))];
        foreach ((_, Recipe recipe) in entries)
        {
            Workload.Of(recipe).Prepare();
        }

        List<(Contender Contender, RunFolder Run)> done = [];
        foreach ((Contender contender, Recipe recipe) in entries)
        {
            string title = $"{recipe.Name} · {contender.Name} · seed {recipe.Seed} ({done.Count + 1} of {entries.Length})";
            RunFolder? run = RunFolder.All(directory).FirstOrDefault(r => File.ReadAllText(r.RecipePath) == recipe.ResolvedYaml && !r.IsRunning && r.ReadExtension() is null);
            RunResult? result = run?.ReadResult();
            bool isThere = result?.Status == RunStatus.Complete;
            if (!isThere)
            {
                bool isNew = run is null;
                run ??= RunFolder.Create(directory, null, $"{recipe.Name}-{contender.Name.Replace(':', '-')}-{recipe.Seed}", recipe.ResolvedYaml);
                (result, exitCode) = Train(run, recipe, isNew, title);
                if (exitCode != ExitCode.Success || result.Status != RunStatus.Complete)
                {
                    messages.Out.WriteLine($"{title}: {(result.Problem is { } problem ? problem : "interrupted; the same command goes on")}");
                    return null;
                }
            }

            messages.Out.WriteLine($"{title}: {(result!.Evaluation is { } evaluation ? ResultReport.Sentence(evaluation) : "complete")}{(isThere ? " (was there)" : "")}");
            done.Add((contender, run!));
        }

        exitCode = ExitCode.Success;
        return [.. contenders.Select(c => (c, (IReadOnlyList<RunFolder>)[.. done.Where(d => d.Contender == c).Select(d => d.Run)]))];
    }

    private (RunResult Result, int ExitCode) Train(RunFolder run, Recipe recipe, bool isNew, string title)
    {
        Workload workload = Workload.Of(recipe);
        workload.Prepare();
        using RunRecorder recorder = new(run, recipe, messages.Error);
        using RunSession session = RunSession.Open(run, isNew, messages.Out, recorder);
        return new TrainingCall(messages, messages, quiet, json: false).Run(run, recipe, workload, session, recorder, title);
    }
}
