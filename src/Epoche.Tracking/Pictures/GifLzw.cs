namespace Epoche.Tracking.Pictures;

/// <summary>
/// The compression of GIF: codes for ever longer sequences of indices, of as many bits as the table needs (GIF89a, appendix F).
/// </summary>
internal sealed class GifLzw
{
    private const int LongestCode = 12, MostCodes = 1 << LongestCode, LongestBlock = 255, HashSize = 1 << 13;

    // The code of a sequence followed by an index, by open addressing: keys are (sequence << 8 | index) + 1, zero is free.
    private readonly int[] _keys = new int[HashSize];
    private readonly short[] _codes = new short[HashSize];

    // The codes of 1, 2, 3 … zeros. Most pixels of a film show what was there before, index 0: a run of them is passed
    // in leaps, as far as codes know it.
    private readonly List<int> _zeros = [];
    private readonly byte[] _block = new byte[LongestBlock];
    private MemoryStream _to = new();
    private int _blockLength, _bits, _bitCount;

    /// <summary>Writes the code size and the blocks of an image.</summary>
    /// <param name="indices">Its pixels, row by row, all less than 2^<paramref name="codeSize"/>.</param>
    /// <param name="codeSize">2 to 8.</param>
    /// <param name="to">Where to.</param>
    public void Write(ReadOnlySpan<byte> indices, int codeSize, MemoryStream to)
    {
        _to = to;
        (_blockLength, _bits, _bitCount) = (0, 0, 0);
        to.WriteByte((byte)codeSize);
        int clear = 1 << codeSize, end = clear + 1, next = end + 1, width = codeSize + 1;
        Forget();
        Put(clear, width);
        int sequence = indices[0], zeros = sequence == 0 ? 1 : 0, runEnd = 0; // zeros: how many, where the sequence is nothing else
        for (int i = 1; i < indices.Length; i++)
        {
            byte index = indices[i];
            if (index == 0 && zeros > 0 && zeros < _zeros.Count)
            {
                runEnd = i < runEnd ? runEnd : EndOfZeros(indices, i);
                int leap = Math.Min(_zeros.Count - zeros, runEnd - i);
                zeros += leap;
                sequence = _zeros[zeros - 1];
                i += leap - 1;
                continue;
            }

            int key = ((sequence << 8) | index) + 1, slot = Slot(key);
            if (_keys[slot] == key)
            {
                (sequence, zeros) = (_codes[slot], 0);
                continue;
            }

            Put(sequence, width);
            bool isOneZeroMore = index == 0 && zeros > 0;
            (sequence, zeros) = (index, index == 0 ? 1 : 0);
            if (next == MostCodes)
            {
                Put(clear, width);
                Forget();
                (next, width) = (end + 1, codeSize + 1);
                continue;
            }

            (_keys[slot], _codes[slot]) = (key, (short)next);
            if (isOneZeroMore)
            {
                _zeros.Add(next);
            }

            width += next++ >> width; // a reader learns of a code one step later: it needs another bit from 2^width on
        }

        Put(sequence, width);
        Put(end, Math.Min(width + (next >> width), LongestCode));
        if (_bitCount > 0)
        {
            Put(0, 8 - _bitCount);
        }

        EndBlock();
        to.WriteByte(0);
    }

    private void Forget()
    {
        Array.Clear(_keys);
        _zeros.Clear();
        _zeros.Add(0);
    }

    private static int EndOfZeros(ReadOnlySpan<byte> indices, int from)
    {
        int length = indices[from..].IndexOfAnyExcept((byte)0);
        return length < 0 ? indices.Length : from + length;
    }

    private int Slot(int key)
    {
        int slot = (int)(((uint)key * 2654435769) >> 19);
        while (_keys[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & (HashSize - 1);
        }

        return slot;
    }

    private void Put(int code, int width)
    {
        _bits |= code << _bitCount;
        for (_bitCount += width; _bitCount >= 8; _bitCount -= 8, _bits >>= 8)
        {
            _block[_blockLength++] = (byte)_bits;
            if (_blockLength == LongestBlock)
            {
                EndBlock();
            }
        }
    }

    private void EndBlock()
    {
        if (_blockLength > 0)
        {
            _to.WriteByte((byte)_blockLength);
            _to.Write(_block, 0, _blockLength);
            _blockLength = 0;
        }
    }
}
