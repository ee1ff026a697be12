using System.Text;

namespace Epoche.Tables;

/// <summary>The words of a text: runs of letters and digits, in lower case.</summary>
internal static class WordsOf
{
    public static IEnumerable<string> Text(string? text)
    {
        StringBuilder word = new();
        foreach (char c in text ?? "")
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>The place of a hashed word: FNV-1a of its UTF-16, mixed, the same on every machine.</summary>
    public static int Place(string word, int width)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in word)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        hash ^= hash >> 32;
        return (int)(hash % (ulong)width);
    }
}
