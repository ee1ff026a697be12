using System.Collections;

namespace Epoche.Tuning;

/// <summary>The first trials of a list that grows: what was seen at a moment, without a copy.</summary>
internal sealed class TrialList(List<TrialRecord> all, int count) : IReadOnlyList<TrialRecord>
{
    public int Count => count;

    public TrialRecord this[int index] => (uint)index < (uint)count ? all[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<TrialRecord> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
        {
            yield return all[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
