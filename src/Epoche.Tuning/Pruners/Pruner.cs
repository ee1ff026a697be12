namespace Epoche;

/// <summary>
/// Decides after each report whether a trial goes on. Like a sampler it keeps nothing: its decision depends on what the trial may see, and
/// on nothing else. Pruners are for studies of one objective.
/// </summary>
public abstract class Pruner
{
    /// <summary>Its name and settings, which the study's file keeps.</summary>
    public abstract string Text { get; }

    /// <summary>Whether it pauses trials, and promotes some of them later.</summary>
    public virtual bool Pauses => false;

    /// <summary>Decides after a report.</summary>
    /// <param name="context">The trial, and what it may see.</param>
    public abstract TrialDecision Decide(PruningContext context);

    /// <summary>Which of the paused trials goes on next; null where none does.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="history">
    /// What may be seen: paused trials are <see cref="TrialState.Waiting"/>, those promoted since <see cref="TrialState.Running"/>.
    /// </param>
    /// <returns>The number of a waiting trial.</returns>
    public virtual int? Promote(string study, StudyHistory history) => null;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
