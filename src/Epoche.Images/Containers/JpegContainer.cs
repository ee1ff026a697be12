using System.Buffers.Binary;

namespace Epoche.Images.Containers;

/// <summary>The markers of a JPEG file (ITU-T T.81, annex B).</summary>
internal static class JpegContainer
{
    private const byte Mark = 0xFF, StartOfScan = 0xDA, End = 0xD9, FirstRestart = 0xD0, LastRestart = 0xD7, Temporary = 0x01;

    // A progressive picture has some ten; each may cost as much time as the whole of a plain one, in a few bytes.
    private const int MostScans = 100;

    // A block of 8 × 8 takes a bit for its mean at least.
    private const int PixelsOfAByte = 8 * 64;

    public static ReadOnlySpan<byte> Signature => [Mark, 0xD8, Mark];

    public static Container Read(ReadOnlySpan<byte> file, string name)
    {
        int scans = 0;
        for (int at = Signature.Length - 1; ;)
        {
            int marker = NextMarker(file, at);
            if (marker < 0)
            {
                throw Container.CutShort(name, at, "a marker", file.Length);
            }

            byte kind = file[marker];
            at = marker + 1;
            if (kind == End)
            {
                return new Container("JPEG", PixelsOfAByte);
            }

            if (kind is >= FirstRestart and <= LastRestart or Temporary)
            {
                continue;
            }

            if (file.Length - at < 2 || BinaryPrimitives.ReadUInt16BigEndian(file[at..]) is var length && length > file.Length - at)
            {
                throw Container.CutShort(name, at, "the data of a marker", file.Length);
            }

            at += Math.Max(2, (int)length);
            if (kind == StartOfScan && ++scans > MostScans)
            {
                throw new DataFormatException(name, $"byte {at}", $"at most {MostScans} scans", "more; save it again with another program");
            }
        }
    }

    /// <summary>
    /// Where the byte behind the next 0xFF is that is neither filling nor part of the data of a scan; −1 if there is none.
    /// </summary>
    private static int NextMarker(ReadOnlySpan<byte> file, int at)
    {
        while (true)
        {
            int mark = file[at..].IndexOf(Mark);
            if (mark < 0 || at + mark + 1 >= file.Length)
            {
                return -1;
            }

            at += mark + 1;
            if (file[at] is not (0 or Mark))
            {
                return at;
            }
        }
    }
}
