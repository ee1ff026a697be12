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
        if (to.IsSnapshot && !_store.IsBuilt)
        {
            to.Write("has_parameters", false);
            for (int i = 0; i < _networks.Length; i++)
            {
                to.Part($"network_{i}", _networks[i]);
            }

            return;
        }

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
        if (from.IsSnapshot && from.Has("has_parameters"))
        {
            Forget(from);
            return;
        }

        (string names, string constraints) = (from.Text("names"), from.Text("constraints"));
        (Rng guide, Rng model) = (from.Random("guide"), from.Random("model"));
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
            throw from.Mismatch(
                "constraints", "those of these programs' parameters", "others, under which the saved numbers mean something else");
        }

        (_guideSeed.Random, _modelSeed.Random) = (guide, model);
        from.Part("trainer", _trainer ??= MakeTrainer());
    }

    /// <summary>As before the first step.</summary>
    private void Forget(StateLoader from)
    {
        _store.Forget();
        (_trainer, _weights) = (null, null);
        (_guideSeed.Random, _modelSeed.Random) = (Rng.Stream(_options.Seed, "svi/guide"), Rng.Stream(_options.Seed, "svi/model"));
        for (int i = 0; i < _networks.Length; i++)
        {
            from.Part($"network_{i}", _networks[i]);
        }
    }

    /// <summary>A line for each parameter, such as <c>784,10:w.location</c>.</summary>
    private string Names() => string.Join(
        '\n',
        _store.Slab.Entries.Select(entry => $"{entry.Shape.ToString()[1..^1].Replace(" ", "", StringComparison.Ordinal)}:{entry.Name}"));

    private void Declare(StateLoader from, string names, string[] constraints)
    {
        string[] lines = names.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0 && lines.Length != constraints.Length)
        {
            throw from.Mismatch("constraints", $"one for each of {lines.Length} parameters", $"{constraints.Length}");
        }

        if (lines.Length > 0 && constraints.FirstOrDefault(text => !Constraint.IsIdentity(text)) is { } unknown)
        {
            throw from.Mismatch("constraints", "lines such as 'Softplus 0 Infinity'", $"'{unknown}'");
        }

        List<(string Name, Shape Shape)> declared = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        long all = 0;
        foreach (string line in lines)
        {
            (string name, Shape shape) = Parse(from, line);
            if (!known.Add(name) || _store.Has(name))
            {
                throw from.Mismatch("names", "names that are unique", $"'{line}' once more");
            }

            declared.Add((name, shape));
            all += shape.ElementCount;
        }

        if (all > 0)
        {
            from.RequireCount<float>("trainer/parameters_0/values", all); // before memory is taken for them
        }
        else if (_networks.Length == 0)
        {
            throw from.Mismatch("names", "parameters of the programs, as there are no networks", "none");
        }

        for (int i = 0; i < declared.Count; i++)
        {
            _store.Declare(declared[i].Name, declared[i].Shape, new float[declared[i].Shape.ElementCount], constraints[i]);
        }
    }

    private static (string Name, Shape Shape) Parse(StateLoader from, string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        List<int> sizes = [];
        long count = 1;
        foreach (string size in colon < 0 ? ["?"] : line[..colon].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            bool good = int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && sizes.Count < Shape.MaxRank;
            count *= good ? number : 0;
            if (!good || count > Array.MaxLength / 4)
            {
                throw from.Mismatch("names", "lines such as '784,10:w.location'", $"'{line}'");
            }

            sizes.Add(number);
        }

        return (line[(colon + 1)..], Shape.Create([.. sizes]));
    }
}
