using Epoche.Memory;

namespace Epoche;

/// <summary>Weights and slots as they were before an update that may have to be undone. Keeps its memory.</summary>
internal sealed class UpdateBackup
{
    private readonly List<float[]> _copies = [];

    public void Take(ReadOnlySpan<ParameterSlab> slabs, Optimizer optimizer)
    {
        int next = 0;
        foreach (ParameterSlab slab in slabs)
        {
            slab.Values.CopyTo(Copy(next++, slab.Count));
            foreach (AlignedBuffer slot in optimizer.StateOf(slab).Slots)
            {
                slot.Span.CopyTo(Copy(next++, slab.Count));
            }
        }
    }

    public void Restore(ReadOnlySpan<ParameterSlab> slabs, Optimizer optimizer)
    {
        int next = 0;
        foreach (ParameterSlab slab in slabs)
        {
            _copies[next++].AsSpan(0, slab.Count).CopyTo(slab.Values);
            foreach (AlignedBuffer slot in optimizer.StateOf(slab).Slots)
            {
                _copies[next++].AsSpan(0, slab.Count).CopyTo(slot.Span);
            }
        }
    }

    private float[] Copy(int index, int count)
    {
        if (index == _copies.Count)
        {
            _copies.Add([]);
        }

        return _copies[index].Length >= count ? _copies[index] : _copies[index] = new float[count];
    }
}
