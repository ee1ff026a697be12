using System.Globalization;
using System.Text;
using Epoche.Cli.Recording;
using Epoche.Tensors;

namespace Epoche.Cli.Imitation;

/// <summary>Pairs of an observation and an action as CSV, whose numbers read back to the bit.</summary>
internal static class PairFile
{
    private const string Action = "action";

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

        WholeFile.Write(path, text.ToString());
    }

    /// <exception cref="DataFormatException">A cell is no number, an action is none, or a line has too few cells.</exception>
    public static Dataset Read(string path, EnvironmentSpec spec)
    {
        string[] columns = Columns(spec), lines = File.ReadAllText(path).TrimEnd('\n').Split('\n');
        if (lines[0].TrimEnd('\r') != string.Join(',', columns))
        {
            throw new DataFormatException(path, "line 1", string.Join(',', columns), lines[0]);
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
                observations[(row * width) + c] = float.TryParse(cells[c], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
                    ? value
                    : throw new DataFormatException(path, $"{line}, column {columns[c]}", "a number", $"'{cells[c]}'");
            }

            actions[row] = int.TryParse(cells[width], NumberStyles.None, CultureInfo.InvariantCulture, out int action) && action < spec.Actions.Count
                ? action
                : throw new DataFormatException(path, $"{line}, column {Action}", $"an action from 0 to {spec.Actions.Count - 1}", $"'{cells[width]}'");
        }

        return new Dataset(observations, spec.Observation, actions, []);
    }

    private static string[] Columns(EnvironmentSpec spec) => spec.Name.StartsWith("CartPole", StringComparison.Ordinal)
        ? ["cart_position", "cart_velocity", "pole_angle", "pole_velocity", Action]
        : [.. Enumerable.Range(0, spec.Observation.ElementCount).Select(i => $"observation_{i}"), Action];
}
