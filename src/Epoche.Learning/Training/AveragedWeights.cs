using Epoche.Kernels;
using Epoche.Memory;

namespace Epoche;

/// <summary>The average of the weights that a trainer has had. It changes places with them where it is looked at.</summary>
internal sealed class AveragedWeights
{
    private const int Block = 1024; // floats

    private readonly WeightAveraging _options;
    private readonly ParameterSlab[] _slabs;
    private readonly AlignedBuffer[] _averages;
    private readonly ParameterInfo[][] _statistics; // of each slab, the buffers that are not averaged

    public AveragedWeights(WeightAveraging options, ParameterSlab[] slabs)
    {
        (_options, _slabs, _averages) = (options, slabs, [.. slabs.Select(slab => new AlignedBuffer(slab.Count))]);
        _statistics = [.. slabs.Select(slab => (ParameterInfo[])
            [.. slab.Entries.Where(entry => options.Decay is null && entry.Kind != ParameterKind.Parameter)])];
    }

    /// <summary>How many sets of weights are in it.</summary>
    public long Count { get; private set; }

    /// <summary>Whether it lies in the slabs now, and the weights that learn here.</summary>
    public bool IsShown { get; private set; }

    /// <summary>Whether the running statistics in it are not those of averaged weights.</summary>
    public bool LacksStatistics => Count > 0 && _options.Decay is null;

    /// <summary>Takes the weights after an update in, where that is due.</summary>
    public void Take(long update)
    {
        if (!_options.Takes(update))
        {
            return;
        }

        for (int i = 0; i < _slabs.Length; i++)
        {
            Take(i);
        }

        Count++;
    }

    /// <summary>
    /// Exchanges the average and the weights that learn. Where running statistics are not averaged, those of the weights that learn come
    /// along, and what is made of them is forgotten afterwards: looking at the average changes nothing.
    /// </summary>
    public void Swap()
    {
        IsShown = !IsShown;
        for (int i = 0; i < _slabs.Length && Count > 0; i++)
        {
            Exchange(_slabs[i].Values, _averages[i].Span);
            foreach (ParameterInfo buffer in _statistics[i])
            {
                Span<float> hidden = _averages[i].Span.Slice(buffer.Offset, buffer.Shape.ElementCount);
                if (IsShown)
                {
                    hidden.CopyTo(_slabs[i].Values[buffer.Offset..]);
                }
                else
                {
                    hidden.Clear();
                }
            }
        }
    }

    /// <summary>Begins again, with the weights that lie in the slabs now.</summary>
    public void Forget() => (Count, IsShown) = (0, false);

    public void SaveState(StateSaver to)
    {
        to.Write("averaging", _options.StateKind);
        to.Write("averaged", Count);
        for (int i = 0; i < _averages.Length; i++)
        {
            to.Write<float>($"average_{i}", _averages[i].Span);
        }
    }

    /// <summary>Refuses what it cannot have saved, before anything is changed.</summary>
    public void RequireState(StateLoader from, long updates)
    {
        from.RequireKind("averaging", _options.StateKind);
        if (from.Count("averaged") is long count && count > updates)
        {
            throw from.Mismatch("averaged", $"0 to {updates} sets of weights, for there were as many updates", $"{count}");
        }

        for (int i = 0; i < _averages.Length; i++)
        {
            from.RequireCount<float>($"average_{i}", _averages[i].Length);
        }
    }

    public void LoadState(StateLoader from)
    {
        Count = from.Count("averaged");
        for (int i = 0; i < _averages.Length; i++)
        {
            from.Read($"average_{i}", _averages[i].Span);
        }
    }

    private static void Exchange(Span<float> values, Span<float> others)
    {
        Span<float> block = stackalloc float[Block];
        for (int start = 0; start < values.Length; start += Block)
        {
            int length = Math.Min(Block, values.Length - start);
            values.Slice(start, length).CopyTo(block);
            others.Slice(start, length).CopyTo(values[start..]);
            block[..length].CopyTo(others[start..]);
        }
    }

    private void Take(int i)
    {
        ParameterSlab slab = _slabs[i];
        Span<float> average = _averages[i].Span;
        if (Count == 0)
        {
            slab.Values.CopyTo(average);
        }
        else
        {
            OptimizerKernels.Run(new AverageUpdate(_options.ShareAfter(Count)), average, slab.Values);
        }

        foreach (ParameterInfo buffer in _statistics[i])
        {
            average.Slice(buffer.Offset, buffer.Shape.ElementCount).Clear();
        }
    }
}
