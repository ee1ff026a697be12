namespace Epoche.Cli.Imitation;

/// <summary>All networks of a study: those that are trained, the one in training, and those that wait.</summary>
internal sealed class ImitationState(IReadOnlyList<NetworkTraining> networks) : IStateful
{
    public IReadOnlyList<NetworkTraining> Networks { get; } = networks;

    /// <summary>Updates of all networks.</summary>
    public long Updates => Networks.Sum(n => n.Updates);

    public int StateVersion => 1;

    /// <summary>Networks are trained one after the other, so those that have begun are the first.</summary>
    public void SaveState(StateSaver to)
    {
        int begun = Networks.Count(n => n.Epoch > 0);
        to.Write("begun", begun);
        for (int i = 0; i < begun; i++)
        {
            to.Part($"network_{i}", Networks[i]);
        }
    }

    public void LoadState(StateLoader from)
    {
        int begun = from.Int32("begun");
        if (begun < 0 || begun > Networks.Count)
        {
            throw from.Mismatch("begun", $"at most {Networks.Count} networks", $"{begun}");
        }

        for (int i = 0; i < begun; i++)
        {
            from.Part($"network_{i}", Networks[i]);
        }
    }
}
