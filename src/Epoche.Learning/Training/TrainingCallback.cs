namespace Epoche;

/// <summary>
/// Watches a training and may stop it. To write your own, derive from this class and override what you need; if it remembers anything from
/// epoch to epoch, implement <see cref="IStateful"/> too, so that <see cref="FitOptions.Checkpoints"/> hold it.
/// </summary>
public abstract class TrainingCallback
{
    /// <summary>
    /// The training begins: forget what another one left behind. Where it goes on from a checkpoint, the state is loaded after this.
    /// </summary>
    public virtual void OnBegin(FitContext fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
    }

    /// <summary>An update is done.</summary>
    public virtual void OnUpdate(FitContext fit, StepReport update)
    {
        ArgumentNullException.ThrowIfNull(fit);
    }

    /// <summary>An epoch is done and measured.</summary>
    public virtual void OnEpoch(FitContext fit, EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(epoch);
    }

    /// <summary>
    /// The training is over, whatever ended it: its last epoch, a callback, a cancellation, an exception. Called
    /// once for each <see cref="OnBegin"/>.
    /// </summary>
    public virtual void OnEnd(FitContext fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
    }
}

/// <summary>A training, as callbacks see it.</summary>
public sealed class FitContext
{
    internal FitContext(Trainer trainer, IRunWriter writer, int epochs) => (Trainer, Writer, Epochs) = (trainer, writer, epochs);

    /// <summary>The trainer with its optimizer and what it trains.</summary>
    public Trainer Trainer { get; }

    /// <summary>Where the training is logged.</summary>
    public IRunWriter Writer { get; }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>How many epochs there will be, unless something ends the training before.</summary>
    public int Epochs { get; }

    /// <summary>The updates of this epoch so far, those before an interruption included.</summary>
    public long Updates { get; internal set; }

    /// <summary>How many updates an epoch has; null where the data do not say and no epoch has come to its end.</summary>
    public long? UpdatesPerEpoch { get; internal set; }

    /// <summary>Why it is being stopped; null while it is not.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Ends the training after this update or epoch; the first reason counts.</summary>
    public void Stop(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        StopReason ??= reason;
    }
}
