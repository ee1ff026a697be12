using Epoche.Cli.Recipes;
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

        KnownRuns known = new(directory, messages, quiet);
        List<(Contender Contender, RunFolder Run)> done = [];
        foreach ((Contender contender, Recipe recipe) in entries)
        {
            string title = $"{recipe.Name} · {contender.Name} · seed {recipe.Seed} ({done.Count + 1} of {entries.Length})";
            if (known.Get(recipe, $"{recipe.Name}-{contender.Name.Replace(':', '-')}-{recipe.Seed}", title, out exitCode) is not { } trained)
            {
                return null;
            }

            done.Add((contender, trained.Run));
        }

        exitCode = ExitCode.Success;
        return [.. contenders.Select(c => (c, (IReadOnlyList<RunFolder>)[.. done.Where(d => d.Contender == c).Select(d => d.Run)]))];
    }
}
