namespace Epoche;

/// <summary>Frames of numbers k/steps with k = 0 … 255: a byte for a number.</summary>
internal sealed class ByteFrames(Shape observation, int frames, int slots, int steps) : FrameStore(observation, frames)
{
    private readonly FrameChunks<byte> _rows = new(slots, observation.ElementCount / frames);
    private readonly float _steps = steps;

    public Span<byte> this[int slot] => _rows[slot];

    public override void Put(int slot, ReadOnlySpan<float> observation)
    {
        Span<byte> row = _rows[slot];
        int stride = Channels * Frames;
        for (int first = stride - Channels, to = 0; to < row.Length; first += stride)
        {
            foreach (float number in observation.Slice(first, Channels))
            {
                row[to++] = PixelByte.Of(number, _steps);
            }
        }
    }

    public override void Read(ReadOnlySpan<int> slots, Span<float> observation)
    {
        if (Frames == 1)
        {
            PixelKernels.Expand(_rows[slots[0]], _steps, observation);
        }
        else if (Frames == 4 && Channels == 1)
        {
            PixelKernels.Expand(_rows[slots[0]], _rows[slots[1]], _rows[slots[2]], _rows[slots[3]], _steps, observation);
        }
        else
        {
            ReadAny(slots, observation);
        }
    }

    private void ReadAny(ReadOnlySpan<int> slots, Span<float> observation)
    {
        int skipped = Channels * (Frames - 1);
        for (int frame = 0; frame < slots.Length; frame++)
        {
            ReadOnlySpan<byte> row = _rows[slots[frame]];
            for (int from = 0, to = frame * Channels; from < row.Length; to += skipped)
            {
                for (int channel = 0; channel < Channels; channel++)
                {
                    observation[to++] = row[from++] / _steps;
                }
            }
        }
    }
}
