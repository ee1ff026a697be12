namespace Epoche;

/// <summary>Writes a configuration back as YAML.</summary>
internal static class ConfigRenderer
{
    internal static string Render(ConfigMap root)
    {
        YamlWriter writer = new();
        Write(writer, root);
        writer.Comment(root.EndComment);
        return writer.ToString();
    }

    private static void Write(YamlWriter writer, ConfigMap map)
    {
        foreach (ConfigMap.Entry entry in map.Entries)
        {
            if (entry is { IsDefault: true, Value: ConfigMap { Entries.Count: 0 } })
            {
                continue;
            }

            writer.Comment(entry.Comment);
            Write(writer, entry.Key, entry.Value, entry.IsDefault && entry.Value is not ConfigMap ? "default" : entry.TrailingComment);
        }
    }

    private static void Write(YamlWriter writer, string key, ConfigNode value, string comment)
    {
        switch (value)
        {
            case ConfigScalar scalar:
                writer.Raw(key, Text(scalar), comment);
                break;
            case ConfigMap { Entries.Count: 0 }:
                writer.Raw(key, "{}", comment);
                break;
            case ConfigMap map:
                using (writer.Map(key, comment))
                {
                    Write(writer, map);
                }

                break;
            case ConfigList list when list.Items.TrueForAll(IsFlow):
                writer.Raw(key, Flow(list), comment);
                break;
            case ConfigList list:
                using (writer.List(key, comment))
                {
                    list.Items.ForEach(item => Item(writer, item));
                }

                break;
        }
    }

    private static void Item(YamlWriter writer, ConfigNode item)
    {
        if (item is ConfigMap { Entries.Count: > 0 } map)
        {
            using (writer.Item())
            {
                Write(writer, map);
            }
        }
        else
        {
            writer.RawItem(Flow(item));
        }
    }

    // A list of values and lists of values fits one line; one with a map in it gets a line for each item.
    private static bool IsFlow(ConfigNode node) =>
        node is ConfigScalar or ConfigMap { Entries.Count: 0 } || (node is ConfigList list && list.Items.TrueForAll(IsFlow));

    private static string Flow(ConfigNode node) => node switch
    {
        ConfigScalar scalar => Text(scalar),
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        ConfigMap map => $"{{{string.Join(", ", map.Entries.Select(e => $"{YamlText.Scalar(e.Key)}: {Flow(e.Value)}"))}}}",
        _ => throw new InvalidOperationException("No other nodes exist."),
    };

    private static string Text(ConfigScalar scalar) => scalar switch
    {
        { IsNull: true } => "null",
        { IsQuoted: true } => YamlText.Quote(scalar.Text),
        { IsReadAsText: false, Text: "true" or "false" } => scalar.Text,
        { IsReadAsText: false } when scalar.PortableNumber() is { } number => number,
        _ => YamlText.Scalar(scalar.Text),
    };
}
