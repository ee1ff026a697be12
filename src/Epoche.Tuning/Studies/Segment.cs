namespace Epoche.Tuning;

/// <summary>
/// One stretch of a trial's work, from where a worker takes it up to where it ends or is paused. Its slot is its place in the study: with
/// no pauses, the trial's number.
/// </summary>
internal sealed class Segment(TrialRecord trial, int slot)
{
    public TrialRecord Trial { get; } = trial;

    public int Slot { get; } = slot;

    /// <summary>The last step that was reported before it; −1 where none was.</summary>
    public int StartStep { get; } = trial.Last?.Step ?? -1;

    /// <summary>The last step that was reported when it ended; −1 where none was.</summary>
    public int EndStep { get; set; } = -1;

    /// <summary>Whose it is; empty where it was given back.</summary>
    public string Owner { get; set; } = "";

    /// <summary>How often it was taken up.</summary>
    public int Epoch { get; set; }

    /// <summary>In the order of arrival, how many results it saw.</summary>
    public int Seen { get; set; }

    /// <summary>How many workers that had it are gone.</summary>
    public int Kills { get; set; }

    public Lease Lease => new(Owner, Epoch, Slot, Seen, Kills);

    public bool IsOpen { get; set; } = true;

    /// <summary>When something of it was last seen, by this process's own watch.</summary>
    public long HeardAt { get; set; }
}
