namespace Epoche.Experiments;

/// <summary>Reads the keys of a recipe that name environments.</summary>
/// <param name="source">Where environments come from.</param>
internal sealed class EnvironmentReader(IEnvironmentSource source)
{
    private const int ShownDigits = 12;

    private readonly List<RunNotice> _notices = [];

    /// <summary>What a person should know about what was read.</summary>
    public IReadOnlyList<RunNotice> Notices => _notices;

    /// <summary>
    /// The environment that a key names. Where it comes from code, the configuration gets the whole path with the type, and beside it, as
    /// <c>KEY_sha256</c>, the hash of the code; where it has a hash already and the code has another, there is a notice.
    /// </summary>
    /// <exception cref="ConfigurationException">The key is missing, or names no environment.</exception>
    /// <exception cref="UntrustedCodeException">It names code, and the source loads none.</exception>
    public EnvironmentEntry Read(ConfigMap map, string key)
    {
        FoundEnvironment found = Find(map, key);
        string hashKey = $"{key}_sha256";
        if (map.IsSet(key) && !map.IsSet(hashKey))
        {
            map.Remove(hashKey); // of the environment that was named before
        }

        if (found.Code is { } code)
        {
            map.Write(key, PathText.Portable(code.Reference)); // a recipe travels
            if (map.OptionalString(hashKey) is { } recorded && recorded != code.Sha256)
            {
                _notices.Add(new(
                    $"warning: '{code.Reference}' has changed since the run began: its file had SHA-256 {Short(recorded)}…, and has "
                    + $"{Short(code.Sha256)}…. What is trained or evaluated from here on is not what an unchanged file gives.",
                    IsWarning: true));
            }

            map.Write(hashKey, code.Sha256);
        }

        return found.Entry;
    }

    /// <summary>The same for a key that can name only some of the environments; of those that come along the error lists them.</summary>
    /// <param name="map">The configuration.</param>
    /// <param name="key">The key.</param>
    /// <param name="accepts">Which.</param>
    /// <param name="expected">Which, in words behind "must be".</param>
    public EnvironmentEntry Read(ConfigMap map, string key, Predicate<EnvironmentEntry> accepts, string expected)
    {
        ConfigNode name = map.Required(key);
        if (source is RegisteredEnvironments && RegisteredEnvironments.CodeIn(name) is null && !PythonKeys.IsName(name)
            && !(name is ConfigScalar { IsNull: false } && MarketFile.IsMarket(name.AsString())))
        {
            name.AsChoice([.. EnvironmentRegistry.All.Where(entry => accepts(entry)).Select(entry => entry.Name)]);
        }

        EnvironmentEntry found = Read(map, key);
        return accepts(found) ? found : throw name.Error($"must be {expected}; {found.Name} is not");
    }

    /// <summary>A Python environment has a section beside it that says how it is run; only what loads code reads it.</summary>
    private FoundEnvironment Find(ConfigMap map, string key)
    {
        ConfigNode name = map.Required(key);
        return source is EnvironmentCode code && PythonKeys.IsName(name)
            ? code.FindPython(name, PythonKeys.Read(map, code.Notices))
            : source.Find(name);
    }

    private static string Short(string hash) => hash.Length <= ShownDigits ? hash : hash[..ShownDigits];
}
