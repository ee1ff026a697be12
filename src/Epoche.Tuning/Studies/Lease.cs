namespace Epoche.Tuning;

/// <summary>
/// Who works on a trial, as an attribute of it. Every take-over raises the epoch, and a worker whose epoch is over can write nothing more
/// to the trial.
/// </summary>
/// <param name="Owner">The worker's name; empty where it gave the trial back.</param>
/// <param name="Epoch">How often this stretch of the trial was taken up.</param>
/// <param name="Slot">The place of this stretch in the study.</param>
/// <param name="Seen">In the order of arrival, how many results it saw.</param>
/// <param name="Kills">How many workers that had it are gone.</param>
internal readonly record struct Lease(string Owner, int Epoch, int Slot, int Seen, int Kills = 0)
{
    public const string Key = "epoche:lease";

    public StudyValue ToValue() =>
        StudyValue.Of([new("owner", Owner), new("epoch", Epoch), new("slot", Slot), new("seen", Seen), new("kills", Kills)]);

    public static Lease? Of(TrialRecord trial) =>
        trial.SystemAttributes.TryGetValue(Key, out StudyValue value) && value.Kind == StudyValueKind.Map
        && value["owner"] is { Kind: StudyValueKind.Text } owner && Int(value["epoch"]) is { } epoch && Int(value["slot"]) is { } slot
            ? new(owner.AsText, epoch, slot, Int(value["seen"]) ?? 0, Int(value["kills"]) ?? 0)
            : null;

    private static int? Int(StudyValue? value) =>
        value is { Kind: StudyValueKind.Integer, AsInteger: >= 0 and <= int.MaxValue } number ? (int)number.AsInteger : null;
}
