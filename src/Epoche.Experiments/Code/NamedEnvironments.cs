using Epoche.Experiments;

namespace Epoche;

/// <summary>
/// Environments of a program's own, which recipes name as they name those that come along. Whoever resumes such a run hands them over
/// again.
/// </summary>
/// <example><code>
/// EnvironmentEntry lander = new("Lander", "Lands.", () =&gt; new Lander(), n =&gt; BatchEnvironment.Of(() =&gt; new Lander(), n));
/// Experiment experiment = Experiment.Load("lander.yaml", options: new() { Environments = new NamedEnvironments(lander) });
/// </code></example>
public sealed class NamedEnvironments : IEnvironmentSource
{
    private readonly EnvironmentEntry[] _entries;

    /// <summary>Makes a source of these and of those that come along.</summary>
    /// <param name="entries">Yours; one goes before another of the same name that comes along.</param>
    /// <exception cref="ArgumentException">One is null, or two have one name.</exception>
    public NamedEnvironments(params IReadOnlyList<EnvironmentEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Elements.RequireNoNull(entries, nameof(entries));
        _entries = [.. entries];
        if (_entries.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There are two environments called '{twice.Key}'; each needs a name of its own.", nameof(entries));
        }
    }

    /// <inheritdoc/>
    public FoundEnvironment Find(ConfigNode name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return RegisteredEnvironments.Find(name, _entries);
    }
}
