namespace Epoche.Experiments;

/// <summary>
/// The agent that a run learns from, of which the run keeps a copy: it is resumed with the same agent, whatever that of the other run
/// becomes.
/// </summary>
internal static class AgentCopy
{
    /// <summary>The copy, made by the first call: of a run, or of a recipe's, which is trained first where there is none.</summary>
    /// <param name="context">The run that learns.</param>
    /// <param name="agent">The name of a recipe, or the folder of a run.</param>
    /// <param name="seed">The seed of that recipe.</param>
    /// <param name="purpose">What it is for, in words.</param>
    /// <exception cref="ExperimentException">Its training failed.</exception>
    public static (RunFolder Run, Recipe Recipe) In(WorkloadContext context, string agent, ulong seed, string purpose)
    {
        string copy = Path.Combine(context.Folder.Path, ImitationFiles.Agent);
        if (RunFolder.IsRun(copy))
        {
            return (context.Runs.Get(copy, seed, "", context.Cancellation), context.Runs.Read(copy, seed));
        }

        RunFolder run = context.Runs.Get(agent, seed, purpose, context.Cancellation);
        Recipe recipe = context.Runs.Read(run.Path, seed);
        ModelFile.Save(ModelStore.Instance.Load(run), Path.Combine(copy, "model"));
        AtomicFile.Write(Path.Combine(copy, "recipe.yaml"), recipe.ResolvedYaml); // the last: with it the copy is complete
        context.Notify(new($"Agent: {run.Path}", IsWarning: false));
        return (run, recipe);
    }
}
