namespace Epoche.Tracking.Pictures;

/// <summary>Up to 255 colours; index 0 is kept for pixels that show what was there before.</summary>
internal sealed class GifPalette
{
    public const int MostColours = 255;

    private readonly Dictionary<int, byte> _indices = [];
    private readonly List<int> _colours = [];

    /// <summary>The colours 0xRRGGBB; the first has index 1.</summary>
    public IReadOnlyList<int> Colours => _colours;

    /// <summary>A colour's index; it is added where there is room, and 0 where there is none.</summary>
    public byte IndexOrAdd(int colour)
    {
        if (_indices.TryGetValue(colour, out byte index) || _colours.Count == MostColours)
        {
            return index;
        }

        _colours.Add(colour);
        index = (byte)_colours.Count;
        _indices.Add(colour, index);
        return index;
    }

    public byte IndexOf(int colour) => _indices[colour];

    /// <summary>
    /// Few colours for many: boxes of colours are halved where most pixels differ most, and each box becomes its
    /// mean (Heckbert's median cut, 1982).
    /// </summary>
    /// <param name="pixels">The pixels' colours; sorted by this call.</param>
    public static GifPalette Reduce(Span<int> pixels)
    {
        pixels.Sort();
        List<(int Colour, int Count)> all = [];
        foreach (int colour in pixels)
        {
            if (all.Count > 0 && all[^1].Colour == colour)
            {
                all[^1] = (colour, all[^1].Count + 1);
            }
            else
            {
                all.Add((colour, 1));
            }
        }

        (int Colour, int Count)[] colours = [.. all];
        List<Box> boxes = [Box.Around(colours, 0, colours.Length)];
        while (boxes.Count < MostColours)
        {
            int widest = 0;
            for (int i = 1; i < boxes.Count; i++)
            {
                widest = boxes[i].Weight > boxes[widest].Weight ? i : widest;
            }

            if (boxes[widest].Weight == 0)
            {
                break;
            }

            (boxes[widest], Box other) = boxes[widest].Halve(colours);
            boxes.Add(other);
        }

        GifPalette palette = new();
        foreach (Box box in boxes)
        {
            int mean = box.Mean(colours);
            byte index = palette.IndexOrAdd(mean);
            for (int i = box.Start; i < box.End; i++)
            {
                palette._indices[colours[i].Colour] = index;
            }
        }

        return palette;
    }

    private static int Channel(int colour, int channel) => (colour >> (16 - (8 * channel))) & 0xFF;

    /// <summary>Neighbouring colours of an array that is sorted again and again. A weight of 0 marks a single colour.</summary>
    private readonly record struct Box(int Start, int End, int WidestChannel, long Weight)
    {
        public static Box Around((int Colour, int Count)[] colours, int start, int end)
        {
            int widest = 0, range = -1;
            long count = 0;
            for (int channel = 0; channel < 3; channel++)
            {
                int low = 255, high = 0;
                for (int i = start; i < end; i++)
                {
                    int value = Channel(colours[i].Colour, channel);
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
                }

                (widest, range) = high - low > range ? (channel, high - low) : (widest, range);
            }

            for (int i = start; i < end; i++)
            {
                count += colours[i].Count;
            }

            return new Box(start, end, widest, range * count);
        }

        public (Box Lower, Box Upper) Halve((int Colour, int Count)[] colours)
        {
            int channel = WidestChannel;
            Array.Sort(colours, Start, End - Start, Comparer<(int Colour, int Count)>.Create((a, b) =>
                Channel(a.Colour, channel) is var x && Channel(b.Colour, channel) is var y && x != y
                    ? x.CompareTo(y)
                    : a.Colour.CompareTo(b.Colour)));
            long all = 0, below = 0;
            for (int i = Start; i < End; i++)
            {
                all += colours[i].Count;
            }

            int middle = Start;
            do
            {
                below += colours[middle++].Count;
            }
            while (middle < End - 1 && 2 * below < all);
            return (Around(colours, Start, middle), Around(colours, middle, End));
        }

        public int Mean((int Colour, int Count)[] colours)
        {
            int mean = 0;
            for (int channel = 0; channel < 3; channel++)
            {
                long sum = 0, count = 0;
                for (int i = Start; i < End; i++)
                {
                    sum += (long)Channel(colours[i].Colour, channel) * colours[i].Count;
                    count += colours[i].Count;
                }

                mean = (mean << 8) | (int)((sum + (count / 2)) / count);
            }

            return mean;
        }
    }
}
