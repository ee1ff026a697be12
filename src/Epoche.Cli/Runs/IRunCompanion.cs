namespace Epoche.Cli.Runs;

/// <summary>Something that is written beside a training and must agree with its checkpoints, such as the event file.</summary>
internal interface IRunCompanion
{
    /// <summary>Training begins, or goes on from a checkpoint.</summary>
    /// <param name="resumeStep">
    /// The first step that is written again (the event file's <c>ResumeStep</c>): what an earlier process wrote about it and later steps no longer counts. Null for a new run; 0 where a run
    /// that was killed before its first checkpoint starts over.
    /// </param>
    void Begin(long? resumeStep);

    /// <summary>A checkpoint is about to become valid: all that was written about this step and those before must be in the file when this returns, for a kill may follow. Must not throw.</summary>
    /// <param name="step">The step of the checkpoint.</param>
    void BeforeCheckpoint(long step);
}
