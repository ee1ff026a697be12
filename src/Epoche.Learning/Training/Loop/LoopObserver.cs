namespace Epoche;

/// <summary>Watches a training and may stop it by <see cref="TrainingLoop.Stop"/>. Must change nothing that training depends on.</summary>
public abstract class LoopObserver
{
    /// <summary>The loop begins; a checkpoint is loaded, where there is one.</summary>
    public virtual void OnBegin(TrainingLoop loop)
    {
    }

    /// <summary>A step is made, and evaluated where that was due. What is stopped here ends with this step.</summary>
    public virtual void OnStep(TrainingLoop loop)
    {
    }

    /// <summary>A report is made; a checkpoint may follow, which holds that it was: what is written here must be on its way.</summary>
    public virtual void OnReport(TrainingLoop loop, LoopReport report)
    {
    }

    /// <summary>
    /// The loop is over, whatever ended it: a limit, a cancellation, an exception, a <c>break</c>. After the last checkpoint. Called once
    /// for each <see cref="OnBegin"/>, the last observer first.
    /// </summary>
    public virtual void OnEnd(TrainingLoop loop)
    {
    }
}
