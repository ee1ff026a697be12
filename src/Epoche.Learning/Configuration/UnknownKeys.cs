namespace Epoche;

/// <summary>Finds keys that nobody asked for, and what their writer probably meant.</summary>
internal static class UnknownKeys
{
    /// <summary>Throws at the first key, in the order of the file, that nobody asked for.</summary>
    public static void Reject(ConfigMap root) => Reject(root, root);

    private static void Reject(ConfigMap root, ConfigNode node)
    {
        if (node is ConfigList list)
        {
            list.Items.ForEach(item => Reject(root, item));
        }
        else if (node is ConfigMap map)
        {
            foreach (ConfigMap.Entry entry in map.Entries)
            {
                if (!entry.IsDefault && !map.Asked.Contains(entry.Key))
                {
                    throw Error(root, map, entry);
                }

                Reject(root, entry.Value);
            }
        }
    }

    private static ConfigurationException Error(ConfigMap root, ConfigMap map, ConfigMap.Entry entry)
    {
        // A lone key within, as "--set agent.discount=0.9" makes it, is what was meant to be set.
        ConfigMap.Entry written = entry;
        while (written.Value is ConfigMap { Entries: [var only] })
        {
            written = only;
        }

        List<(string Name, string Path)> keys = [];
        Collect(root, keys);
        string? nearest = Foreign(written, entry, keys) ?? NearestName.Find(entry.Key, map.Asked) ?? Elsewhere(written.Key, keys);
        string suggestion = nearest is null ? ". " : $"; did you mean '{nearest}'? ";
        string known = map.Asked.Count == 0 ? "No key is known here." : $"Known keys: {string.Join(", ", map.Asked)}.";
        ConfigPlace place = written.Place;
        return new($"unknown key '{place.Path}'{suggestion}{known}", place.File, place.Line, place.Column, place.Path);
    }

    /// <summary>What another library calls so; the writer's own words before those that only look alike.</summary>
    private static string? Foreign(ConfigMap.Entry written, ConfigMap.Entry entry, List<(string Name, string Path)> keys)
    {
        string[] paths = [.. keys.Select(key => key.Path)];
        return ForeignNames.Find(written.Key, paths) ?? ForeignNames.Find(entry.Key, paths);
    }

    /// <summary>The path of the known key whose last name is nearest: <c>optimizer.learning_rate</c> for <c>learning_rate</c>.</summary>
    private static string? Elsewhere(string name, List<(string Name, string Path)> known) =>
        NearestName.Find(name, known.Select(key => key.Name)) is { } nearest ? known.First(key => key.Name == nearest).Path : null;

    private static void Collect(ConfigNode node, List<(string Name, string Path)> known)
    {
        if (node is ConfigList list)
        {
            list.Items.ForEach(item => Collect(item, known));
        }
        else if (node is ConfigMap map)
        {
            known.AddRange(map.Asked.Select(key => (key, map.Place.At(key))));
            foreach (ConfigMap.Entry entry in map.Entries.Where(entry => map.Asked.Contains(entry.Key)))
            {
                Collect(entry.Value, known);
            }
        }
    }
}
