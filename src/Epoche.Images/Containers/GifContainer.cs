namespace Epoche.Images.Containers;

/// <summary>The blocks of a GIF file (GIF89a, section 17 on), up to the end of the first frame.</summary>
internal static class GifContainer
{
    private const int ScreenBytes = 13, FrameBytes = 10, BytesOfAColour = 3;
    private const int PixelsOfAByte = 4096; // a code of 12 bits stands for that many at most
    private const byte Extension = 0x21, Frame = 0x2C, Trailer = 0x3B, HasColours = 0x80;

    public static Container Read(ReadOnlySpan<byte> file, string name)
    {
        int at = file.Length >= ScreenBytes ? ScreenBytes + Colours(file[10]) : file.Length;
        while (at < file.Length)
        {
            byte kind = file[at];
            if (kind == Frame && at + FrameBytes <= file.Length)
            {
                at = SkipBlocks(file, at + FrameBytes + Colours(file[at + FrameBytes - 1]) + 1);
                return at <= file.Length
                    ? new Container("GIF", PixelsOfAByte) { MayBeTransparent = true }
                    : throw Container.CutShort(name, file.Length, "the rest of the first frame", file.Length);
            }

            if (kind is not (Frame or Extension))
            {
                string found = kind == Trailer ? "the end: there is no frame" : $"{kind:x2}";
                throw new DataFormatException(name, $"byte {at}", "an extension or a frame", found);
            }

            at = kind == Extension ? SkipBlocks(file, at + 2) : file.Length;
        }

        throw Container.CutShort(name, file.Length, "a frame", file.Length);
    }

    /// <summary>How many bytes a table of colours has.</summary>
    private static int Colours(byte flags) => (flags & HasColours) == 0 ? 0 : BytesOfAColour << ((flags & 7) + 1);

    /// <summary>Where a row of blocks ends, each of which begins with its length; behind the end of the file where it does not.</summary>
    private static int SkipBlocks(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length && file[at] != 0)
        {
            at += file[at] + 1;
        }

        return at < file.Length ? at + 1 : file.Length + 1;
    }
}
