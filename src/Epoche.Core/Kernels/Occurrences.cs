namespace Epoche.Kernels;

/// <summary>Where each index occurs in a list, in rising order: a chain for each index. Valid until its thread makes the next.</summary>
internal readonly ref struct Occurrences
{
    [ThreadStatic]
    private static int[]? _scratch;

    private readonly Span<int> _first, _next;

    /// <summary>Links equal indices.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a whole number from 0 to <paramref name="count"/> − 1.</exception>
    public Occurrences(ReadOnlySpan<float> indices, int count)
    {
        int length = count + indices.Length;
        if (_scratch is null || _scratch.Length < length)
        {
            _scratch = new int[Math.Max(1024, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length))];
        }

        _first = _scratch.AsSpan(0, count);
        _next = _scratch.AsSpan(count, indices.Length);
        _first.Fill(-1);
        for (int i = indices.Length - 1; i >= 0; i--)
        {
            int index = Layout.Index(indices[i], count);
            (_next[i], _first[index]) = (_first[index], i);
        }
    }

    /// <summary>Whether the index occurs at <paramref name="place"/> and nowhere before.</summary>
    public bool IsFirst(int index, int place) => _first[index] == place;

    /// <summary>The next place of what is at <paramref name="place"/>; −1 after the last.</summary>
    public int Next(int place) => _next[place];
}
