namespace Epoche;

/// <summary>Frames as they are.</summary>
internal sealed class FloatFrames(Shape observation, int frames, int slots) : FrameStore(observation, frames)
{
    private readonly FrameChunks<float> _rows = new(slots, observation.ElementCount / frames);

    public Span<float> this[int slot] => _rows[slot];

    public override void Put(int slot, ReadOnlySpan<float> observation)
    {
        Span<float> row = _rows[slot];
        if (Frames == 1)
        {
            observation.CopyTo(row);
            return;
        }

        int stride = Channels * Frames;
        for (int from = stride - Channels, to = 0; to < row.Length; from += stride, to += Channels)
        {
            observation.Slice(from, Channels).CopyTo(row[to..]);
        }
    }

    public override void Read(ReadOnlySpan<int> slots, Span<float> observation)
    {
        if (Frames == 1)
        {
            _rows[slots[0]].CopyTo(observation);
            return;
        }

        int stride = Channels * Frames;
        for (int frame = 0; frame < slots.Length; frame++)
        {
            ReadOnlySpan<float> row = _rows[slots[frame]];
            for (int from = 0, to = frame * Channels; from < row.Length; from += Channels, to += stride)
            {
                row.Slice(from, Channels).CopyTo(observation[to..]);
            }
        }
    }
}
