namespace Epoche;

/// <summary>What a program did in one run: its sites, in their order.</summary>
public sealed class Trace
{
    private readonly List<Site> _sites = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>The sites.</summary>
    public IReadOnlyList<Site> Sites => _sites;

    /// <summary>The value of a site.</summary>
    /// <exception cref="ArgumentException">No site has the name.</exception>
    public Tensor this[string name] => TryFind(name, out Site site)
        ? site.Value
        : throw new ArgumentException($"The program has no site '{name}'; there "
            + $"{(_sites.Count == 0 ? "is none" : $"are {string.Join(", ", _sites.Select(s => s.Name))}")}.", nameof(name));

    /// <summary>A site by its name.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(string name, out Site site)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool found = _places.TryGetValue(name, out int place);
        site = found ? _sites[place] : default;
        return found;
    }

    /// <summary>The log-density of all samples and factors, masked and scaled: one element.</summary>
    public Tensor LogDensity()
    {
        Tensor sum = 0;
        foreach (Site site in _sites)
        {
            if (site.Kind is SiteKind.Sample or SiteKind.Factor)
            {
                sum += site.LogDensity();
            }
        }

        return sum;
    }

    internal void Add(in Site site)
    {
        if (_places.TryAdd(site.Name, _sites.Count)) // parameters and plates may come again
        {
            _sites.Add(site);
        }
    }

    internal void Clear()
    {
        _sites.Clear();
        _places.Clear();
    }
}
