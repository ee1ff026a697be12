namespace Epoche.Cli.Words;

/// <summary>Where a run stands, in words.</summary>
internal static class RunWords
{
    public static string Of(RunFolder run, RunState state)
    {
        string at = state.CheckpointStep is { } step ? $" at step {Format.Count(step)}" : " before its first checkpoint";
        return state.Status switch
        {
            null => $"running; {(state.CheckpointStep is null ? "no checkpoint yet" : $"checkpoint{at}")}",
            RunStatus.Interrupted => $"interrupted{at}; 'epoche resume {run.Path}' resumes it",
            { } ended => ended.ToString().ToLowerInvariant(),
        };
    }
}
