namespace Epoche.Experiments;

/// <summary>What a study keeps in the folder of its run.</summary>
internal static class ImitationFiles
{
    public const string Table = "table.md", Agent = "agent", Train = "train.csv", Test = "test.csv";

    /// <summary>Of the table.</summary>
    public const int MostTableBytes = 1 << 22;
}
