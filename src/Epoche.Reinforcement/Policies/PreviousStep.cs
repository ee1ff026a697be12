namespace Epoche;

/// <summary>The input of networks with memory that says what was done last: the action, one of so many, and its reward.</summary>
internal static class PreviousStep
{
    /// <summary>The name of the input.</summary>
    public const string Input = "previous";

    /// <summary>Its numbers: 1 at the last action and 0 elsewhere, then the last reward; all 0 at the start of an episode.</summary>
    public static int Width(ActionSpec actions) => actions.Count + 1;

    /// <summary>Writes a row.</summary>
    /// <param name="action">The last action; negative at the start of an episode.</param>
    /// <param name="reward">Its reward.</param>
    /// <param name="row">Receives it.</param>
    public static void Write(int action, float reward, Span<float> row)
    {
        row.Clear();
        if (action >= 0)
        {
            (row[action], row[^1]) = (1, reward);
        }
    }
}
