namespace Epoche.Tuning;

/// <summary>
/// Texts that stand in almost every line of a journal, such as names of fields and distributions: each is decoded once. A text replaces
/// another in the same place, so that the cache stays small.
/// </summary>
internal sealed class TextCache
{
    private const int Places = 1 << 10, LongestText = 400;

    private readonly (byte[] Raw, string Text)?[] _places = new (byte[], string)?[Places];

    /// <summary>The text that these bytes of JSON stand for; null where it is not known.</summary>
    public string? Find(ReadOnlySpan<byte> raw) =>
        _places[PlaceOf(raw)] is { } known && raw.SequenceEqual(known.Raw) ? known.Text : null;

    /// <summary>Remembers what bytes of JSON stand for.</summary>
    public void Add(ReadOnlySpan<byte> raw, string text)
    {
        if (raw.Length <= LongestText)
        {
            _places[PlaceOf(raw)] = (raw.ToArray(), text);
        }
    }

    private static int PlaceOf(ReadOnlySpan<byte> raw)
    {
        // Length, both ends and the middle tell the texts of a journal apart well enough.
        uint hash = (uint)raw.Length;
        for (int i = 0; i < Math.Min(raw.Length, 16); i++)
        {
            hash = (hash * 31) + raw[i];
            hash = (hash * 31) + raw[^(i + 1)];
        }

        hash = (hash * 31) + (raw.Length > 0 ? raw[raw.Length / 2] : 0u);
        return (int)((hash ^ (hash >> 15)) & (Places - 1));
    }
}
