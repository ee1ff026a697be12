namespace Epoche;

/// <summary>
/// A file of weights, of a model or of data is damaged, incomplete or of another format. Every reader of such files throws this exception and no other for
/// whatever a file may hold; it says which file, where in it, what was expected and what was found.
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
        : base($"{file}: {where}: expected {expected}; found {found}", innerException) =>
        (File, Where, Expected, Found) = (file, where, expected, found);

    /// <summary>The file, or the file within an archive.</summary>
    public string File { get; }

    /// <summary>Where in the file.</summary>
    public string Where { get; }

    /// <summary>What should be there.</summary>
    public string Expected { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }
}
