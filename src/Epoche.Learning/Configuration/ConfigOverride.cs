using System.Globalization;

namespace Epoche;

/// <summary>Applies <c>KEY=VALUE</c> arguments to a configuration.</summary>
internal static class ConfigOverride
{
    internal static void Apply(ConfigMap root, string assignment)
    {
        string origin = $"--set {assignment}";
        int equals = assignment.IndexOf('=');
        string path = equals < 0 ? "" : assignment[..equals].Trim();
        string[] names = path.Split('.');
        if (equals < 0 || names.Any(n => n.Length == 0))
        {
            throw new ConfigurationException("expected KEY=VALUE with a dotted key, such as optimizer.learning_rate=1e-3", origin);
        }

        if (names.Length > ConfigReader.DeepestNesting)
        {
            throw new ConfigurationException(
                $"the key has {names.Length} parts; at most {ConfigReader.DeepestNesting} are accepted", origin);
        }

        ConfigNode value = ConfigReader.ParseValue(assignment[(equals + 1)..], origin, path, names.Length);
        ConfigNode node = root;
        for (int i = 0; i < names.Length; i++)
        {
            node = Step(node, names, i, origin, i == names.Length - 1 ? value : null);
        }
    }

    // Goes one name down from a node. The last name stores the value; a map missing on the way is made.
    private static ConfigNode Step(ConfigNode node, string[] names, int depth, string origin, ConfigNode? value)
    {
        string name = names[depth];
        ConfigPlace place = new(origin, 0, 0, string.Join('.', names[..(depth + 1)]));
        switch (node)
        {
            case ConfigMap map:
                ConfigMap.Entry? entry = map.Find(name);
                if (value is null && entry is { IsDefault: false, Value: not ConfigScalar { IsNull: true } })
                {
                    return entry.Value;
                }

                ConfigNode stored = value ?? new ConfigMap(place);
                map.Put(new ConfigMap.Entry(name, place, stored, entry?.Comment ?? "", entry?.TrailingComment ?? ""));
                return stored;

            case ConfigList list:
                if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= list.Items.Count)
                {
                    string expected = list.Items.Count == 0 ? "the list is empty" : $"expected an index from 0 to {list.Items.Count - 1}";
                    throw new ConfigurationException($"'{name}' is no item of the list '{list.Path}'; {expected}", origin, key: place.Path);
                }

                return value is null ? list.Items[index] : list.Items[index] = value;

            default:
                string parent = string.Join('.', names[..depth]);
                throw new ConfigurationException($"'{parent}' is {node.Description}, which has no key '{name}'", origin, key: place.Path);
        }
    }
}
