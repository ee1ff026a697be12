namespace Epoche;

/// <summary>
/// The parameters of programs, as free numbers: gathered in a first run, in which they have the values that they start with, and from
/// <see cref="Build"/> on in one slab that any optimizer updates.
/// </summary>
public sealed class ParameterStore
{
    private readonly List<ParameterInfo> _entries = [];
    private readonly List<float[]> _starts = [];
    private readonly List<Constraint?> _constraints = []; // null until a program says it
    private readonly List<string?> _saved = []; // the constraints under which free numbers were saved, until a program says the same
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private ParameterSlab? _slab;

    /// <summary>Whether the slab is made.</summary>
    public bool IsBuilt => _slab is not null;

    /// <summary>The slab; the numbers in it are free, what programs see is their image under the constraints.</summary>
    /// <exception cref="InvalidOperationException">It is not made yet.</exception>
    public ParameterSlab Slab =>
        _slab ?? throw new InvalidOperationException("The parameters have no memory yet: run the programs once, then call Build.");

    /// <summary>Makes the slab of what the programs declared so far.</summary>
    /// <exception cref="InvalidOperationException">It is made already.</exception>
    public ParameterSlab Build()
    {
        if (_slab is not null)
        {
            throw new InvalidOperationException("The parameters are built already.");
        }

        _slab = new ParameterSlab(_entries.ToArray());
        for (int i = 0; i < _starts.Count; i++)
        {
            _starts[i].CopyTo(_slab.Values[_entries[i].Offset..]);
        }

        return _slab;
    }

    /// <summary>As before any program ran.</summary>
    internal void Forget()
    {
        _entries.Clear();
        _starts.Clear();
        _constraints.Clear();
        _saved.Clear();
        _places.Clear();
        _slab = null;
    }

    internal bool Has(string name) => _places.ContainsKey(name);

    /// <summary>The constraints of all parameters as a state saves them, a line for each.</summary>
    internal string Constraints() => string.Join('\n', _constraints.Select((constraint, i) => constraint?.Identity ?? _saved[i]));

    /// <summary>Declares a parameter; without a program for a state that is loaded before the first run.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="start">Free numbers to start with.</param>
    /// <param name="saved">The constraint under which a state saved them.</param>
    internal void Declare(string name, Shape shape, float[] start, string? saved = null)
    {
        int offset = _entries.Count == 0 ? 0 : _entries[^1].Offset + _entries[^1].Shape.ElementCount;
        _places.Add(name, _entries.Count);
        _entries.Add(new ParameterInfo(name, shape, offset, ParameterKind.Parameter, Decay: false));
        _starts.Add(start);
        _constraints.Add(null);
        _saved.Add(saved);
    }

    /// <summary>The free numbers of a parameter.</summary>
    internal Tensor Find(RootContext root, in Site site)
    {
        Shape shape = site.Start.Shape;
        if (!_places.TryGetValue(site.Name, out int place))
        {
            root.Require(site.Name, _slab is null, $"the parameter '{site.Name}' {shape} came up after the first run; "
                + $"a program must declare all its parameters in every run.");
            Declare(site.Name, shape, Start(root, in site));
            place = _entries.Count - 1;
        }

        root.Require(
            site.Name, _entries[place].Shape == shape,
            $"the parameter '{site.Name}' has the shape {_entries[place].Shape}; received a start of shape {shape}.");
        if (_saved[place] is { } saved)
        {
            root.Require(site.Name, saved == site.Constraint!.Identity, $"the parameter '{site.Name}' was saved under the constraint "
                + $"'{saved}'; here it is '{site.Constraint!.Identity}', which would give other values.");
            _saved[place] = null;
        }

        Constraint constraint = _constraints[place] ??= site.Constraint!;
        root.Require(site.Name, constraint.IsSame(site.Constraint!), $"the parameter '{site.Name}' is {constraint}; it came again as "
            + $"{site.Constraint!}. Say the constraint wherever the parameter is named.");
        return _slab is null ? Tensor.Of(_starts[place], shape) : _slab[place];
    }

    private static float[] Start(RootContext root, in Site site)
    {
        float[] start = (site.Value.IsDefault ? Tensor.Full(site.Start.Shape, site.Start.Number) : site.Value).ToArray();
        for (int i = 0; i < start.Length; i++)
        {
            root.Require(
                site.Name, site.Constraint!.Contains(start[i]),
                $"the parameter '{site.Name}' starts at {start[i]}; its constraint wants {site.Constraint!}.");
            start[i] = site.Constraint!.Invert(start[i]);
        }

        return start;
    }
}
