using System.Buffers.Binary;
using System.Numerics;
using Epoche.Pictures;
using Epoche.Tracking.Pictures;

namespace Epoche;

// The blocks of a file, field by field (GIF89a, sections 18 to 23).
public sealed partial class GifWriter
{
    // How long the frame is shown, that it stays, and that index 0 shows what was there before.
    private void Control(int delay)
    {
        _blocks.Write([0x21, 0xF9, 4, (1 << 2) | 1]);
        Number(_blocks, delay);
        _blocks.Write([0, 0]);
    }

    private void Descriptor(int left, int top, int width, int height, GifPalette palette)
    {
        _blocks.WriteByte(0x2C);
        Number(_blocks, left);
        Number(_blocks, top);
        Number(_blocks, width);
        Number(_blocks, height);
        if (palette == _palette)
        {
            _blocks.WriteByte(0);
            return;
        }

        int bits = TableBits(palette);
        _blocks.WriteByte((byte)(0x80 | (bits - 1)));
        WriteTable(_blocks, palette, bits);
    }

    private static int TableBits(GifPalette palette) => Math.Max(2, BitOperations.Log2((uint)palette.Colours.Count) + 1);

    private static void WriteTable(MemoryStream to, GifPalette palette, int bits)
    {
        for (int i = 0; i < 1 << bits; i++)
        {
            int colour = i >= 1 && i <= palette.Colours.Count ? palette.Colours[i - 1] : 0;
            to.Write([(byte)(colour >> 16), (byte)(colour >> 8), (byte)colour]);
        }
    }

    private static void Number(MemoryStream to, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        to.Write(bytes);
    }
}
