namespace Epoche.Kernels;

/// <summary>
/// The sizes of self-attention over [batch, steps, 3 · heads · size]: queries, keys and values of all heads side by side.
/// </summary>
internal readonly record struct AttentionSizes(int Batch, int Steps, int Heads, int Size, bool IsCausal)
{
    /// <summary>Numbers of a step in the output.</summary>
    public int Features => Heads * Size;

    /// <summary>Numbers of a step in the input: queries, keys, values.</summary>
    public int Row => 3 * Features;

    /// <summary>How much each score is scaled: 1/√size.</summary>
    public float Scale => 1 / MathF.Sqrt(Size);

    /// <summary>Weights of one head of one example.</summary>
    public int Weights => Steps * Steps;

    /// <summary>Heads of all examples, each a piece of work of its own.</summary>
    public int Pieces => Batch * Heads;

    /// <summary>
    /// Where the queries of a piece begin in the input; its keys and values lie <see cref="Features"/> behind one another.
    /// </summary>
    public nint Input(int piece)
    {
        (int example, int head) = int.DivRem(piece, Heads);
        return ((nint)example * Steps * Row) + (head * Size);
    }

    /// <summary>Where a piece begins in the output.</summary>
    public nint Output(int piece)
    {
        (int example, int head) = int.DivRem(piece, Heads);
        return ((nint)example * Steps * Features) + (head * Size);
    }
}
