using System.Globalization;
using System.Text;
using Epoche.Tensors;

namespace Epoche.Experiments;

/// <summary>Pairs of an observation and an action as CSV, whose numbers read back to the bit.</summary>
internal static class PairFile
{
    private const string Action = "action";
    private const int LongestCell = 32, LongestQuoted = 200;

    public static void Write(string path, Dataset pairs, EnvironmentSpec spec)
    {
        StringBuilder text = new();
        text.AppendJoin(',', Columns(spec)).Append('\n');
        for (int i = 0; i < pairs.Count; i++)
        {
            foreach (float value in pairs.Input(i))
            {
                text.Append(CultureInfo.InvariantCulture, $"{value:R},");
            }

            text.Append(CultureInfo.InvariantCulture, $"{(int)pairs.Target(i)[0]}\n");
        }

        AtomicFile.Write(path, text.ToString());
    }

    /// <param name="path">The file.</param>
    /// <param name="records">How many the recipe says, which bounds the file.</param>
    /// <param name="spec">What was played.</param>
    /// <exception cref="DataFormatException">
    /// It is longer than so many records, a cell is not a number, an action is none, or a line has another number of cells.
    /// </exception>
    public static Dataset Read(string path, int records, EnvironmentSpec spec)
    {
        string[] columns = Columns(spec), lines = Lines(path, records, columns.Length);
        string head = string.Join(',', columns), found = lines[0].TrimEnd('\r');
        return found == head
            ? Read(path, columns, lines, spec.Observation, spec.Actions.Count)
            : throw new DataFormatException(path, "line 1", head, found.Length <= LongestQuoted ? found : found[..LongestQuoted] + "…");
    }

    /// <summary>The same for a network that knows shapes alone.</summary>
    /// <inheritdoc cref="Read(string, int, EnvironmentSpec)"/>
    public static Dataset Read(string path, int records, Shape observation, int actions)
    {
        string[] lines = Lines(path, records, observation.ElementCount + 1), columns = lines[0].TrimEnd('\r').Split(',');
        return columns.Length == observation.ElementCount + 1
            ? Read(path, columns, lines, observation, actions)
            : throw new DataFormatException(path, "line 1", $"{observation.ElementCount + 1} columns", $"{columns.Length}");
    }

    private static string[] Lines(string path, int records, int columns)
    {
        long most = (records + 1L) * columns * LongestCell;
        return ReadableFile.ReadText(path, (int)Math.Min(most, int.MaxValue)).TrimEnd('\n').Split('\n');
    }

    private static Dataset Read(string path, string[] columns, string[] lines, Shape observation, int actionCount)
    {

        if (lines.Length == 1)
        {
            throw new DataFormatException(path, "line 2", "a record", "the end of the file");
        }

        int width = columns.Length - 1;
        float[] observations = new float[(lines.Length - 1) * width], actions = new float[lines.Length - 1];
        for (int row = 0; row < actions.Length; row++)
        {
            string[] cells = lines[row + 1].TrimEnd('\r').Split(',');
            string line = $"line {row + 2}";
            if (cells.Length != columns.Length)
            {
                throw new DataFormatException(path, line, $"{columns.Length} cells", $"{cells.Length}");
            }

            for (int c = 0; c < width; c++)
            {
                bool isNumber = float.TryParse(cells[c], NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
                    && float.IsFinite(value);
                observations[(row * width) + c] = isNumber
                    ? value
                    : throw new DataFormatException(path, $"{line}, column {columns[c]}", "a number", $"'{cells[c]}'");
            }

            actions[row] = int.TryParse(cells[width], NumberStyles.None, CultureInfo.InvariantCulture, out int action)
                && action < actionCount
                ? action
                : throw new DataFormatException(
                    path, $"{line}, column {Action}", $"an action from 0 to {actionCount - 1}", $"'{cells[width]}'");
        }

        return new Dataset(observations, observation, actions, []);
    }

    private static string[] Columns(EnvironmentSpec spec) => spec.Name.StartsWith("CartPole", StringComparison.Ordinal)
        ? ["cart_position", "cart_velocity", "pole_angle", "pole_velocity", Action]
        : [.. Enumerable.Range(0, spec.Observation.ElementCount).Select(i => $"observation_{i}"), Action];
}
