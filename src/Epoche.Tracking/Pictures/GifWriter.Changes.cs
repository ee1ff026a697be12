using Epoche.Tracking.Pictures;

namespace Epoche;

// What changes from one frame to the next, as a rectangle of places in a palette.
public sealed partial class GifWriter
{
    private (int Left, int Top, int Width, int Height) Changed()
    {
        if (!_hasShown)
        {
            return (0, 0, Width, Height);
        }

        int left = Width, right = 0, top = Height, bottom = 0;
        for (int y = 0; y < Height; y++)
        {
            ReadOnlySpan<int> before = _shown.AsSpan(y * Width, Width), now = _next.AsSpan(y * Width, Width);
            int same = before.CommonPrefixLength(now);
            if (same < Width)
            {
                int last = Width - 1;
                while (before[last] == now[last])
                {
                    last--;
                }

                (left, right) = (Math.Min(left, same), Math.Max(right, last + 1));
                (top, bottom) = (Math.Min(top, y), y + 1);
            }
        }

        // Frames A, B, A, where B was too short to be shown: nothing changes.
        return right == 0 ? (0, 0, 1, 1) : (left, top, right - left, bottom - top);
    }

    // The indices of a rectangle's pixels and the greatest of them; with a palette of the frame's own where the film's is full.
    private int Fill(int left, int top, int width, int height, ref GifPalette palette)
    {
        int greatest = 0;
        for (int row = 0; row < height; row++)
        {
            int line = FillRow(((top + row) * Width) + left, _indices.AsSpan(row * width, width), palette);
            if (line < 0)
            {
                palette = GifPalette.Reduce(ChangedColours(left, top, width, height));
                (row, greatest) = (-1, 0);
                continue;
            }

            greatest = Math.Max(greatest, line);
        }

        return greatest;
    }

    // The greatest index of a row; −1 where the palette has no room for one of its colours.
    private int FillRow(int at, Span<byte> indices, GifPalette palette)
    {
        ReadOnlySpan<int> now = _next.AsSpan(at, indices.Length), before = _shown.AsSpan(at, indices.Length);
        int greatest = 0, lastColour = -1;
        byte lastIndex = 0;
        for (int x = 0; x < indices.Length; x++)
        {
            if (_hasShown && now[x] == before[x])
            {
                int same = now[x..].CommonPrefixLength(before[x..]); // most of a drawing stays
                indices.Slice(x, same).Clear();
                x += same - 1;
                continue;
            }

            if (now[x] != lastColour)
            {
                (lastColour, lastIndex) = (now[x], palette == _palette ? palette.IndexOrAdd(now[x]) : palette.IndexOf(now[x]));
                if (lastIndex == 0)
                {
                    return -1;
                }
            }

            indices[x] = lastIndex;
            greatest = Math.Max(greatest, lastIndex);
        }

        return greatest;
    }

    private int[] ChangedColours(int left, int top, int width, int height)
    {
        List<int> colours = [];
        for (int y = top; y < top + height; y++)
        {
            for (int at = (y * Width) + left; at < (y * Width) + left + width; at++)
            {
                if (!_hasShown || _shown[at] != _next[at])
                {
                    colours.Add(_next[at]);
                }
            }
        }

        return [.. colours];
    }
}
