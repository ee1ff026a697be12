namespace Epoche;

/// <summary>Finds the parameters of groups.</summary>
internal static class ParameterGroups
{
    private const int MostNames = 12;

    /// <summary>Freezes what is to be frozen, and tells the optimizer the rest.</summary>
    /// <exception cref="ArgumentException">A group matches no parameter, or the optimizer cannot do what it says.</exception>
    public static void Apply(IReadOnlyList<ParameterGroup> groups, IReadOnlyList<ScopedSlab> slabs, Optimizer optimizer)
    {
        foreach (ParameterGroup group in groups)
        {
            if ((Miss(group, slabs) ?? optimizer.Refusal(group)) is { } message)
            {
                throw new ArgumentException(message, nameof(groups));
            }
        }

        foreach (ScopedSlab slab in slabs)
        {
            if (groups.Count > 0)
            {
                optimizer.SetGroups(slab.Slab, [.. Enumerable.Range(0, slab.Slab.Entries.Count).Select(i => SettingsOf(groups, slab, i))]);
            }
        }
    }

    /// <summary>Why a group is none: it matches no parameter. Null where it does.</summary>
    public static string? Miss(ParameterGroup group, IReadOnlyList<ScopedSlab> slabs)
    {
        string[] names = [.. slabs.SelectMany(slab => slab.Slab.Entries
            .Where(entry => entry.Kind == ParameterKind.Parameter).Select(entry => slab.Scope + entry.Name))];
        if (slabs.Any(slab => slab.Slab.Entries.Any(entry => IsIn(group, slab, entry))))
        {
            return null;
        }

        string hint = Suggestion(group.Names, names) is { } suggestion ? $" Did you mean '{suggestion}'?" : "";
        string rest = names.Length > MostNames ? $" and {names.Length - MostNames} others" : "";
        return $"The group '{group.Names}' matches no parameter.{hint} There are {string.Join(", ", names.Take(MostNames))}{rest}.";
    }

    private static UpdateSettings SettingsOf(IReadOnlyList<ParameterGroup> groups, ScopedSlab slab, int entry)
    {
        UpdateSettings settings = UpdateSettings.None;
        foreach (ParameterGroup group in groups)
        {
            if (!IsIn(group, slab, slab.Slab.Entries[entry]))
            {
                continue;
            }

            settings = new(group.LearningRateFactor ?? settings.RateFactor, group.WeightDecay ?? settings.WeightDecay);
            if (group.Frozen)
            {
                slab.Slab.Freeze(slab.Slab.Entries[entry].Name);
            }
        }

        return settings;
    }

    private static bool IsIn(ParameterGroup group, ScopedSlab slab, ParameterInfo entry) => entry.Kind == ParameterKind.Parameter
        && (NamePattern.Matches(group.Names, entry.Name)
            || (slab.Scope != "" && NamePattern.Matches(group.Names, slab.Scope + entry.Name)));

    /// <summary>What was probably meant: PyTorch's dots and weights, a layer or name that is near.</summary>
    private static string? Suggestion(string pattern, string[] names)
    {
        string slashes = pattern.Replace('.', '/');
        return Array.Find([slashes, slashes.Replace("weight", "kernel", StringComparison.Ordinal)], Matches)
            ?? NearestName.Find(pattern, names.SelectMany(PartsOf).Distinct());

        bool Matches(string candidate) => Array.Exists(names, name => NamePattern.Matches(candidate, name));
    }

    /// <summary>The name, what lies around it, and the pattern for its last part.</summary>
    private static IEnumerable<string> PartsOf(string name)
    {
        for (int end = name.IndexOf('/'); end >= 0; end = name.IndexOf('/', end + 1))
        {
            yield return name[..end];
        }

        yield return name;
        yield return "*" + name[(name.LastIndexOf('/') is >= 0 and int last ? last : 0)..];
    }
}
