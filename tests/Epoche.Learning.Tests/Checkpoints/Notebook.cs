namespace Epoche.Learning.Tests.Saving;

/// <summary>A training as small as can be: some numbers, and a log of which only the last are kept.</summary>
internal sealed class Notebook(int numbers = 4, int kept = 1000) : IStateful, IStateLog
{
    private readonly List<byte> _pages = [];

    public float[] Numbers { get; } = new float[numbers];

    public long Written { get; private set; }

    public IReadOnlyList<byte> Pages => _pages;

    public int StateVersion { get; init; } = 1;

    public long[] End => [Written];

    private long Oldest => Written - _pages.Count;

    public void Work(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            Numbers[(int)(Written % Numbers.Length)] += Written;
            _pages.Add((byte)(Written++ * 7));
            if (_pages.Count > kept)
            {
                _pages.RemoveAt(0);
            }
        }
    }

    public bool Holds(ReadOnlySpan<long> from) => from[0] >= Oldest && from[0] <= Written;

    public bool IsForgotten(ReadOnlySpan<long> end) => end[0] <= Oldest;

    public long BytesFrom(ReadOnlySpan<long> from) => Written - (from.IsEmpty ? Oldest : from[0]);

    public long[] Write(Stream to, ReadOnlySpan<long> from, long mostBytes)
    {
        long begin = from.IsEmpty ? Oldest : from[0], end = Math.Min(Written, begin + mostBytes);
        to.Write(BitConverter.GetBytes(begin));
        to.Write([.. _pages.Skip((int)(begin - Oldest)).Take((int)(end - begin))]);
        return [end];
    }

    public void Read(IEnumerable<Stream> segments)
    {
        _pages.Clear();
        Written = -1;
        foreach (Stream segment in segments)
        {
            using (segment)
            {
                byte[] bytes = new byte[segment.Length];
                segment.ReadExactly(bytes);
                long begin = BitConverter.ToInt64(bytes);
                Assert.True(Written < 0 || begin == Written, "The segments leave no gap.");
                _pages.AddRange(bytes[sizeof(long)..]);
                Written = begin + bytes.Length - sizeof(long);
            }
        }

        _pages.RemoveRange(0, Math.Max(0, _pages.Count - kept));
    }

    public void SaveState(StateSaver to)
    {
        to.Write<float>("numbers", Numbers);
        to.Log("pages", this);
    }

    public void LoadState(StateLoader from)
    {
        from.Read<float>("numbers", Numbers);
        from.Log("pages", this);
    }

    public void AssertEqual(Notebook other)
    {
        Assert.Equal(Numbers, other.Numbers);
        Assert.Equal(Written, other.Written);
        Assert.Equal(_pages, other._pages);
    }
}
