using Epoche.Memory;

namespace Epoche;

/// <summary>Neighbouring parameters that are updated alike and were updated equally often.</summary>
/// <param name="Range">Where they lie.</param>
/// <param name="First">The first entry.</param>
/// <param name="End">The entry behind the last.</param>
/// <param name="Updates">How many updates there have been.</param>
/// <param name="Settings">How they are updated.</param>
internal readonly record struct CountedRange(ParameterRange Range, int First, int End, long Updates, UpdateSettings Settings);

/// <summary>
/// What an optimizer keeps of a slab: slots, and how often each entry was updated. A layer that was frozen for a while has
/// seen fewer updates than the rest.
/// </summary>
internal sealed class OptimizerState
{
    private readonly long[] _updates;
    private readonly CountedRange[] _ranges;
    private int _count;

    public OptimizerState(ParameterSlab slab, int slots)
    {
        (_updates, _ranges) = (new long[slab.Entries.Count], new CountedRange[slab.Entries.Count]);
        Slots = new AlignedBuffer[slots];
        for (int i = 0; i < slots; i++)
        {
            Slots[i] = new AlignedBuffer(slab.Count);
        }
    }

    /// <summary>Numbers laid out like the parameters, one buffer a slot.</summary>
    public AlignedBuffer[] Slots { get; }

    /// <summary>Updates of each entry.</summary>
    public Span<long> Updates => _updates;

    /// <summary>How each entry is updated; null where there are no groups.</summary>
    public UpdateSettings[]? Settings { get; set; }

    /// <summary>What the next update changes, as <see cref="Cut"/> found it.</summary>
    public ReadOnlySpan<CountedRange> Ranges => _ranges.AsSpan(0, _count);

    /// <summary>Finds what is learned now and a gradient has reached, in as few ranges as may be.</summary>
    /// <param name="slab">The slab.</param>
    /// <param name="byDecay">Whether kernels and biases are treated differently.</param>
    public void Cut(ParameterSlab slab, bool byDecay)
    {
        _count = 0;
        for (int i = 0; i < _updates.Length; i++)
        {
            if (!slab.Trainable || !slab.IsLearned(i) || !slab.IsReached(i))
            {
                continue;
            }

            ParameterInfo entry = slab.Entries[i];
            UpdateSettings settings = Settings?[i] ?? UpdateSettings.None;
            if (_count > 0 && _ranges[_count - 1] is var last && last.End == i && last.Updates == _updates[i] && last.Settings == settings
                && (!byDecay || last.Range.Decay == entry.Decay))
            {
                _ranges[_count - 1] = last with
                {
                    Range = last.Range with { Count = last.Range.Count + entry.Shape.ElementCount }, End = i + 1,
                };
            }
            else
            {
                _ranges[_count++] = new CountedRange(
                    new ParameterRange(entry.Offset, entry.Shape.ElementCount, entry.Decay), i, i + 1, _updates[i], settings);
            }
        }
    }

    /// <summary>The update was made.</summary>
    public void CountUpdate()
    {
        foreach (CountedRange range in Ranges)
        {
            _updates.AsSpan(range.First, range.End - range.First).Fill(range.Updates + 1);
        }
    }
}
