using System.Globalization;

namespace Epoche;

public sealed partial class Svi<TData>
{
    /// <inheritdoc/>
    public int StateVersion => 2;

    /// <inheritdoc/>
    public string StateKind => "Svi";

    /// <summary>Saves the parameters with their names and shapes, what the optimizer keeps, and where the streams stand.</summary>
    /// <exception cref="InvalidOperationException">No step was made yet.</exception>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Trainer trainer = _trainer ?? throw NotRun();
        to.Write("names", Names());
        to.Write("constraints", _store.Constraints());
        to.Write("guide", _guideSeed.Random);
        to.Write("model", _modelSeed.Random);
        to.Part("trainer", trainer);
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        (string names, string constraints) = (from.Text("names"), from.Text("constraints"));
        if (!_store.IsBuilt)
        {
            Declare(from, names, constraints.Split('\n'));
            _store.Build();
        }
        else if (names != Names())
        {
            throw from.Mismatch("names", "the parameters of these programs", "others");
        }
        else if (constraints != _store.Constraints())
        {
            throw from.Mismatch("constraints", "those of these programs' parameters", "others, under which the saved numbers mean something else");
        }

        _guideSeed.Random = from.Random("guide");
        _modelSeed.Random = from.Random("model");
        from.Part("trainer", _trainer ??= MakeTrainer());
    }

    /// <summary>A line for each parameter, such as <c>784,10:w.location</c>.</summary>
    private string Names() => string.Join('\n', _store.Slab.Entries.Select(entry => $"{entry.Shape.ToString()[1..^1].Replace(" ", "", StringComparison.Ordinal)}:{entry.Name}"));

    private void Declare(StateLoader from, string names, string[] constraints)
    {
        string[] lines = names.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0 && lines.Length != constraints.Length)
        {
            throw from.Mismatch("constraints", $"one for each of {lines.Length} parameters", $"{constraints.Length}");
        }

        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            List<int> sizes = [];
            long count = 1;
            foreach (string size in colon < 0 ? ["?"] : line[..colon].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                bool good = int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && sizes.Count < Shape.MaxRank;
                count *= good ? number : 0;
                if (!good || count > Array.MaxLength / 4)
                {
                    throw from.Mismatch("names", "lines such as '784,10:w.location'", $"'{line}'");
                }

                sizes.Add(number);
            }

            Shape shape = Shape.Create([.. sizes]);
            if (_store.Has(line[(colon + 1)..]))
            {
                throw from.Mismatch("names", "names that are unique", $"'{line}' once more");
            }

            _store.Declare(line[(colon + 1)..], shape, new float[shape.ElementCount], constraints[i]);
        }
    }
}
