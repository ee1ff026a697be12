using Epoche.Data;

namespace Epoche;

/// <summary>
/// Reads examples from CSV files (RFC 4180): the first line names the columns, each further line is an example. A file has at most 8 GiB,
/// a line 2 MiB, a cell 65,536 characters.
/// </summary>
public static class Csv
{
    private const long MostBytes = 1L << 33;

    /// <summary>
    /// Reads the columns that are asked for; others may hold anything, have one name or none, as the empty ones have
    /// with which Excel ends its lines.
    /// </summary>
    /// <param name="path">The file, UTF-8; columns that nobody asks for may hold other bytes.</param>
    /// <param name="inputs">What becomes the input, side by side: [the sum of their widths].</param>
    /// <param name="targets">
    /// What becomes the target, likewise; a single <see cref="CsvColumn.Class"/> gives the shape [], as losses of classes take it.
    /// </param>
    /// <param name="delimiter">What separates cells. Default: a comma.</param>
    /// <example>
    /// <code>
    /// Dataset houses = Csv.Read(
    ///     "houses.csv",
    ///     inputs: [CsvColumn.Number("area"), CsvColumn.OneHot("heating", "gas", "oil")],
    ///     targets: [CsvColumn.Number("price")]);
    /// </code>
    /// </example>
    /// <exception cref="DataFormatException">
    /// A cell is not what its column holds, a line has fewer cells than there are columns or more that are not empty, a column that is
    /// asked for is missing or there twice, or there is no example. The error for a bad cell names file, line, column,
    /// what was expected and what is there.
    /// </exception>
    /// <exception cref="ArgumentException">No column is asked for as input, or none as target.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static Dataset Read(string path, IReadOnlyList<CsvColumn> inputs, IReadOnlyList<CsvColumn> targets, char delimiter = ',')
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        using FileStream stream = ReadableFile.OpenNamed(path, MostBytes, bufferSize: 1 << 16);
        return Read(stream, path, inputs, targets, delimiter);
    }

    /// <summary>Reads a stream; see <see cref="Read(string, IReadOnlyList{CsvColumn}, IReadOnlyList{CsvColumn}, char)"/>.</summary>
    /// <param name="stream">What to read.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="inputs">What becomes the input.</param>
    /// <param name="targets">What becomes the target.</param>
    /// <param name="delimiter">What separates cells.</param>
    /// <exception cref="DataFormatException">As of the other overload.</exception>
    /// <exception cref="ArgumentException">As of the other overload.</exception>
    public static Dataset Read(
        Stream stream, string name, IReadOnlyList<CsvColumn> inputs, IReadOnlyList<CsvColumn> targets, char delimiter = ',')
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        Elements.RequireNoNull(inputs, nameof(inputs));
        Elements.RequireNoNull(targets, nameof(targets));
        if (delimiter is '"' or '\r' or '\n' or '\0')
        {
            throw new ArgumentException(
                $"Cells are separated by a comma, a semicolon, a tab or the like; received the character {(int)delimiter}.",
                nameof(delimiter));
        }

        if (inputs.Count == 0 || targets.Count == 0)
        {
            throw new ArgumentException(
                $"At least one column must be an input and one a target; received {inputs.Count} and {targets.Count}.");
        }

        using CsvLines lines = new(stream, name, delimiter);
        (CsvColumn Column, int Place)[] from = Find(inputs, lines), to = Find(targets, lines);
        List<float> inputNumbers = [], targetNumbers = [];
        while (lines.Read())
        {
            Append(from, lines, inputNumbers);
            Append(to, lines, targetNumbers);
        }

        if (targetNumbers.Count == 0)
        {
            throw new DataFormatException(name, "end of the file", "a line with an example behind the line of names", "none");
        }

        return new Dataset(
            [.. inputNumbers], [inputs.Sum(c => c.Width)], [.. targetNumbers],
            targets is [{ IsClass: true }] ? [] : [targets.Sum(c => c.Width)]);
    }

    private static (CsvColumn Column, int Place)[] Find(IReadOnlyList<CsvColumn> columns, CsvLines lines) =>
        [.. columns.Select(column => (column, lines.Place(column.Name)))];

    private static void Append((CsvColumn Column, int Place)[] columns, CsvLines lines, List<float> numbers)
    {
        foreach ((CsvColumn column, int place) in columns)
        {
            if (!column.TryRead(lines.Cell(place), numbers))
            {
                throw lines.Error(place, column.Expected);
            }
        }
    }
}
