using System.Buffers.Binary;

namespace Epoche.Images.Containers;

/// <summary>The headers of a BMP file (BITMAPFILEHEADER, then BITMAPCOREHEADER or BITMAPINFOHEADER and its successors).</summary>
internal static class BmpContainer
{
    private const int DataAt = 10, InfoAt = 14, CoreBytes = 12, InfoBytes = 40, Uncompressed = 0, Masked = 3, MaskedWithAlpha = 6;

    private const int PixelsOfAByte = 256; // RLE8 and RLE4: 255 in two bytes

    public static Container Read(ReadOnlySpan<byte> file, string name)
    {
        int size = file.Length >= InfoAt + 4 ? BinaryPrimitives.ReadInt32LittleEndian(file[InfoAt..]) : 0;
        int needed = size == CoreBytes ? CoreBytes : InfoBytes;
        if (file.Length < InfoAt + needed)
        {
            throw Container.CutShort(name, InfoAt, $"a header of {needed} bytes", file.Length);
        }

        ReadOnlySpan<byte> info = file[InfoAt..];
        bool isCore = size == CoreBytes;
        long width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(info[4..]) : BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
        long height = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(info[6..]) : BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(info[(isCore ? 10 : 14)..]);
        int compression = isCore ? Uncompressed : BinaryPrimitives.ReadInt32LittleEndian(info[16..]);
        if (compression is Uncompressed or Masked or MaskedWithAlpha)
        {
            decimal row = Math.Ceiling((decimal)Math.Max(0, width) * bits / 32) * 4;
            decimal end = BinaryPrimitives.ReadUInt32LittleEndian(file[DataAt..]) + (row * Math.Abs(height));
            if (end > file.Length)
            {
                throw Container.CutShort(name, file.Length, $"the pixels of {width} × {height}, up to byte {end}", file.Length);
            }
        }

        return new Container("BMP", PixelsOfAByte) { MayBeTransparent = bits is 16 or 32 };
    }
}
