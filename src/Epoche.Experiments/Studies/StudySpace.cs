using System.Globalization;

namespace Epoche.Experiments;

/// <summary>Keys of a recipe and the values that a study tries for them.</summary>
/// <param name="Space">What is searched; a parameter is called like its key.</param>
/// <param name="Keys">The keys, in order.</param>
internal sealed record StudySpace(SearchSpace Space, IReadOnlyList<StudyKey> Keys)
{
    public const string Depth = ".depth", Width = ".width";

    /// <summary>What a trial sets in its recipe, as <c>KEY=VALUE</c>.</summary>
    /// <param name="find">The value of a parameter; null where the trial has none of that name.</param>
    public IReadOnlyList<string> Settings(Func<string, StudyValue?> find)
    {
        List<string> settings = [];
        foreach (StudyKey key in Keys)
        {
            if (key.IsLayers && find(key.Name + Depth) is { } depth && find(key.Name + Width) is { } width)
            {
                settings.Add($"{key.Name}=[{string.Join(", ", Enumerable.Repeat(Text(width), (int)depth.AsInteger))}]");
            }
            else if (!key.IsLayers && find(key.Name) is { } value)
            {
                settings.Add($"{key.Name}={Text(value)}");
            }
        }

        return settings;
    }

    /// <summary>The same of what is known of a trial.</summary>
    public IReadOnlyList<string> Settings(TrialRecord trial) => Settings(name => trial.Find(name)?.Value);

    /// <summary>A value as YAML, as <c>--set</c> takes it.</summary>
    public static string Text(StudyValue value) => value.Kind switch
    {
        StudyValueKind.Boolean => value.AsBoolean ? "true" : "false",
        StudyValueKind.Integer => value.AsInteger.ToString(CultureInfo.InvariantCulture),
        StudyValueKind.Number => value.AsNumber.ToString("R", CultureInfo.InvariantCulture),
        StudyValueKind.Text => value.AsText,
        _ => "null",
    };
}

/// <summary>A key that is searched.</summary>
/// <param name="Name">Such as <c>optimizer.learning_rate</c>.</param>
/// <param name="Node">Where its domain is written.</param>
/// <param name="IsLayers">Whether it is a list of equal layers, searched by depth and width.</param>
internal sealed record StudyKey(string Name, ConfigNode Node, bool IsLayers);
