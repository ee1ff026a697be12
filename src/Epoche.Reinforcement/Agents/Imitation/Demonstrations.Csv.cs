using System.Globalization;
using System.Text;

namespace Epoche;

public sealed partial class Demonstrations
{
    /// <summary>
    /// Reads pairs from a CSV file whose first line names the columns; other columns may hold anything. What <see cref="Save"/> wrote reads
    /// back to the bit.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">The environment that was played.</param>
    /// <param name="observations">
    /// The columns of an observation, in its order. Default: <c>observation_0</c>, <c>observation_1</c>, …, as <see cref="Save"/> names
    /// them.
    /// </param>
    /// <param name="actions">
    /// The column of the action's index, or those of its numbers. Default: <c>action</c>, or <c>action_0</c>, <c>action_1</c>, … where
    /// there are several. Where states forbid actions, <c>allowed_0</c>, … hold 1 for those that were allowed.
    /// </param>
    /// <exception cref="DataFormatException">A column is missing, a cell is not a number, or an action is none.</exception>
    /// <exception cref="ArgumentException">There are not as many names as numbers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static Demonstrations Read(
        string path, EnvironmentSpec spec, IReadOnlyList<string>? observations = null, IReadOnlyList<string>? actions = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Demonstrations pairs = new(spec);
        PairLayout layout = pairs._layout;
        IReadOnlyList<string> inputs = Named(observations, layout.Observation, "observation", nameof(observations));
        IReadOnlyList<string> targets = Named(actions, layout.Action, "action", nameof(actions));
        Dataset data = Csv.Read(
            path,
            [.. inputs.Select(CsvColumn.Number)],
            [.. targets.Select(CsvColumn.Number), .. Names("allowed", layout.Mask, always: true).Select(CsvColumn.Number)]);
        pairs.Reserve(data.Count);
        for (int i = 0; i < data.Count; i++)
        {
            Span<float> row = pairs.Row(i);
            data.CopyInput(i, row[..layout.Observation]);
            data.Target(i).CopyTo(row[layout.Observation..]);
            if (layout.Problem(row) is { } problem)
            {
                throw new DataFormatException(path, $"example {i + 1}", $"a pair of {spec.Label} ({spec.Actions})", problem);
            }
        }

        pairs.Count = data.Count;
        return pairs;
    }

    /// <summary>Writes the pairs as CSV, a line each: the numbers of the observation, the action, and what was allowed.</summary>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        StringBuilder text = new();
        text.AppendJoin(
            ',',
            (string[])[
                .. Names("observation", _layout.Observation, always: true), .. Names("action", _layout.Action, always: false),
                .. Names("allowed", _layout.Mask, always: true)]);
        for (int i = 0; i < Count; i++)
        {
            char before = '\n';
            foreach (float value in Row(i))
            {
                text.Append(before).Append(CultureInfo.InvariantCulture, $"{value:R}");
                before = ',';
            }
        }

        AtomicFile.Write(path, text.Append('\n').ToString());
    }

    private static IReadOnlyList<string> Named(IReadOnlyList<string>? names, int count, string what, string argument) =>
        names is null ? Names(what, count, always: what == "observation")
        : names.Count == count ? names
        : throw new ArgumentException($"An {what} has {count} numbers; received the names of {names.Count} columns.", argument);

    private static string[] Names(string what, int count, bool always) =>
        count == 1 && !always ? [what] : [.. Enumerable.Range(0, count).Select(i => $"{what}_{i}")];
}
