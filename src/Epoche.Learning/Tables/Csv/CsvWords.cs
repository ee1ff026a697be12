using System.Text;

namespace Epoche.Tables;

/// <summary>The different texts of a column in the order in which they came, found by their bytes.</summary>
internal sealed class CsvWords
{
    private readonly List<string> _words = [];
    private byte[] _bytes = new byte[256];
    private int[] _starts = new int[17]; // of each word in _bytes, and where the last ends
    private int[] _slots = new int[64]; // the number of a word + 1, by its hash; 0 where there is none

    public IReadOnlyList<string> All => _words;

    /// <summary>The number of a text; −1 where its bytes are no text.</summary>
    public int Add(ReadOnlySpan<byte> word, Encoding encoding)
    {
        int mask = _slots.Length - 1, slot = (int)Hash(word) & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int number = _slots[slot] - 1;
            if (word.SequenceEqual(_bytes.AsSpan(_starts[number].._starts[number + 1])))
            {
                return number;
            }
        }

        string text;
        try
        {
            text = encoding.GetString(word);
        }
        catch (DecoderFallbackException)
        {
            return -1;
        }

        return Append(word, text, slot);
    }

    private int Append(ReadOnlySpan<byte> word, string text, int slot)
    {
        int number = _words.Count, start = _starts[number], end = start + word.Length;
        _words.Add(text);
        if (_starts.Length < number + 2)
        {
            Array.Resize(ref _starts, 2 * _starts.Length);
        }

        if (_bytes.Length < end)
        {
            Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        }

        word.CopyTo(_bytes.AsSpan(start));
        _starts[number + 1] = end;
        _slots[slot] = number + 1;
        if (2 * _words.Count > _slots.Length)
        {
            Grow();
        }

        return number;
    }

    private void Grow()
    {
        _slots = new int[4 * _slots.Length];
        int mask = _slots.Length - 1;
        for (int number = 0; number < _words.Count; number++)
        {
            int slot = (int)Hash(_bytes.AsSpan(_starts[number].._starts[number + 1])) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = number + 1;
        }
    }

    // FNV-1a, with the upper half folded in: the same on every machine, and good enough for tables that are half empty.
    private static uint Hash(ReadOnlySpan<byte> word)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in word)
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return (uint)(hash ^ (hash >> 32));
    }
}
