namespace Epoche.Cli.Runs;

/// <summary>What a run that has not come to its end is doing, in words.</summary>
internal static class RunState
{
    public static string Of(RunFolder run)
    {
        string at = run.CheckpointStep is { } step ? $" at step {Format.Count(step)}" : " before its first checkpoint";
        return run.IsRunning ? $"running; {(run.CheckpointStep is null ? "no checkpoint yet" : $"checkpoint{at}")}" : $"interrupted{at}; 'epoche resume {run.Path}' goes on";
    }
}
