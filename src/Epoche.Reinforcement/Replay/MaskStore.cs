namespace Epoche;

/// <summary>Which actions the state of each slot allows, a bit for each; nothing where the environment masks none.</summary>
internal sealed class MaskStore(int slots, int actions)
{
    private readonly byte[] _bits = new byte[checked(slots * BytesFor(actions))];

    /// <summary>Bytes of a slot.</summary>
    public int Width { get; } = BytesFor(actions);

    /// <summary>The bits of a slot.</summary>
    public Span<byte> this[int slot] => _bits.AsSpan(slot * Width, Width);

    public static int BytesFor(int actions) => (actions + 7) / 8;

    public void Put(int slot, ReadOnlySpan<bool> allowed)
    {
        Span<byte> bits = this[slot];
        bits.Clear();
        for (int action = 0; action < allowed.Length; action++)
        {
            bits[action / 8] |= (byte)((allowed[action] ? 1 : 0) << (action % 8));
        }
    }

    /// <summary>Writes a row of 1 and 0; of all 1 where none is allowed, at the end of an episode.</summary>
    public void Read(int slot, float[] rows, int row)
    {
        if (actions == 0)
        {
            return;
        }

        Span<byte> bits = this[slot];
        bool none = bits.IndexOfAnyExcept((byte)0) < 0;
        Span<float> to = rows.AsSpan(row * actions, actions);
        for (int action = 0; action < actions; action++)
        {
            to[action] = none || (bits[action / 8] & (1 << (action % 8))) != 0 ? 1 : 0;
        }
    }
}
