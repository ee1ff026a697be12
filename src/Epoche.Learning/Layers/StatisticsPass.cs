namespace Epoche;

/// <summary>
/// A pass over data in which batch normalizations forget their running statistics and take the plain mean over the batches instead:
/// the k-th counts 1/k.
/// </summary>
internal sealed class StatisticsPass
{
    [ThreadStatic]
    private static StatisticsPass? s_current;

    private int _batches;

    /// <summary>The one on this thread; null where there is none.</summary>
    public static StatisticsPass? Current => s_current;

    /// <summary>Whether any statistics have been taken.</summary>
    public bool HasTaken { get; private set; }

    /// <summary>What the current batch counts.</summary>
    public float Take()
    {
        HasTaken = true;
        return 1f / _batches;
    }

    /// <summary>Begins the next batch, until the result is disposed.</summary>
    public Scope Next()
    {
        _batches++;
        Scope scope = new(s_current);
        s_current = this;
        return scope;
    }

    public readonly ref struct Scope(StatisticsPass? before)
    {
        public void Dispose() => s_current = before;
    }
}
