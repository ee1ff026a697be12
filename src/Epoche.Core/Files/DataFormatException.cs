namespace Epoche;

/// <summary>
/// A file of weights, of a model or of data is damaged, incomplete or of another format. Every reader of such files throws this exception
/// and no other for whatever a file may hold; it says which file, where in it, what was expected and what was found, in at most 2,000
/// characters: what is longer is cut in its middle.
/// </summary>
public sealed class DataFormatException : Exception
{
    /// <summary>An error at a place of a file.</summary>
    /// <param name="file">The file, or the file within an archive.</param>
    /// <param name="where">Where in the file: <c>header</c>, <c>tensor 'dense.kernel'</c>, <c>byte 16</c>.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="found">What is there.</param>
    /// <param name="innerException">What revealed it, if anything did.</param>
    public DataFormatException(string file, string where, string expected, string found, Exception? innerException = null)
        : base(Text(file, where, expected, found), innerException) =>
        (File, Where, Expected, Found) = (file, Cut(where), Cut(expected), Cut(found));

    /// <summary>The file, or the file within an archive.</summary>
    public string File { get; }

    /// <summary>Where in the file.</summary>
    public string Where { get; }

    /// <summary>What should be there.</summary>
    public string Expected { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    private static string Text(string file, string where, string expected, string found)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(where);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(found);
        const int LongestPart = 600;
        bool isLong = (long)file.Length + where.Length + expected.Length + found.Length > 3 * LongestPart;
        string Part(string part, int most = LongestPart) => isLong ? Shown.Cut(part, most) : part;
        string place = $"{Part(file, Shown.LongestQuote)}: {Part(where, LongestPart / 3)}";
        return Shown.Cut(Shown.Text($"{place}: expected {Part(expected)}; found {Part(found)}"), Shown.LongestMessage);
    }

    private static string Cut(string part) => Shown.Cut(part, Shown.LongestMessage);
}
