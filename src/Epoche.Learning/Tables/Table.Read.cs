using Epoche.Tables;

namespace Epoche;

public sealed partial class Table
{
    /// <summary>Reads a CSV file (RFC 4180) whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written. Default: found out where that can be, see <see cref="CsvOptions"/>.</param>
    /// <exception cref="DataFormatException">
    /// It is no CSV, a row has fewer cells than there are columns or more that are not empty, a cell is not of the kind that the options
    /// say, a column they name is missing or there twice, or there is no row. The error names file, line and column, what was expected and
    /// what is there.
    /// </exception>
    /// <exception cref="ArgumentException">Cells are separated by commas, and so are decimals.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static Table Read(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Read([path], options);
    }

    /// <summary>Reads several CSV files with the same columns as one, one behind the other.</summary>
    /// <inheritdoc cref="Read(string, CsvOptions?)"/>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="options">How they are written.</param>
    public static Table Read(IReadOnlyList<string> paths, CsvOptions? options = null) =>
        TableReader.Read(TableReader.Source(Inputs(paths), options));

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">What to read.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="DataFormatException">As of <see cref="Read(string, CsvOptions?)"/>.</exception>
    /// <exception cref="ArgumentException">Cells are separated by commas, and so are decimals.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Table Read(Stream stream, string name, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        byte[] bytes = copy.ToArray();
        return TableReader.Read(TableReader.Source([new(name, () => new MemoryStream(bytes))], options));
    }

    /// <summary>
    /// Reads files that are larger than the memory: one table after another, each of the rows of some 4 MiB, in the order of the file. A
    /// few of them are in memory at a time. The kinds of the columns are those of the first rows, or of
    /// <see cref="CsvOptions.Kinds"/>.
    /// </summary>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="options">How they are written.</param>
    /// <exception cref="DataFormatException">
    /// As of <see cref="Read(string, CsvOptions?)"/>, and where a cell is not of the kind of its column's first ones. It comes when the
    /// row does.
    /// </exception>
    /// <exception cref="ArgumentException">Cells are separated by commas, and so are decimals; there is no file.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One is a folder, or closed to this user.</exception>
    public static IEnumerable<Table> Stream(IReadOnlyList<string> paths, CsvOptions? options = null) =>
        TableReader.Stream(TableReader.Source(Inputs(paths), options));

    /// <inheritdoc cref="Stream(IReadOnlyList{string}, CsvOptions?)"/>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written.</param>
    public static IEnumerable<Table> Stream(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Stream([path], options);
    }

    private static CsvInput[] Inputs(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path, nameof(paths));
        }

        return paths.Count > 0
            ? [.. paths.Select(CsvInput.Of)]
            : throw new ArgumentException("At least one file is read; received none.", nameof(paths));
    }
}
