namespace Epoche.Simulation;

/// <summary>
/// The states of a batch of Catch, as columns padded to whole registers. A ball's row follows from the step: the newest ball has fallen
/// <see cref="Phase"/> rows and every older one five more, so that only their columns are kept.
/// </summary>
internal sealed class CatchColumns
{
    public const int Lanes = 8, BitsPerBall = 4;

    public CatchColumns(int count)
    {
        int padded = (count + Lanes - 1) / Lanes * Lanes;
        Count = count;
        Bar = new int[padded];
        Phase = new int[padded];
        Elapsed = new int[padded];
        Balls = new int[padded];
    }

    public int Count { get; }

    /// <summary>The leftmost cell of the bar.</summary>
    public int[] Bar { get; }

    /// <summary>Steps since the newest ball appeared, 0 to 4.</summary>
    public int[] Phase { get; }

    /// <summary>Steps since the reset.</summary>
    public int[] Elapsed { get; }

    /// <summary>The columns of the last eight balls in four bits each, the newest lowest.</summary>
    public int[] Balls { get; }
}
