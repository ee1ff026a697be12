namespace Epoche.Experiments;

/// <summary>The environments that come along; code is refused.</summary>
internal sealed class RegisteredEnvironments : IEnvironmentSource
{
    public static RegisteredEnvironments Instance { get; } = new();

    public FoundEnvironment Find(ConfigNode name) => Find(name, []);

    /// <summary>One of these, or one that comes along.</summary>
    public static FoundEnvironment Find(ConfigNode name, IReadOnlyList<EnvironmentEntry> own)
    {
        if (CodeIn(name) is { } code)
        {
            throw new UntrustedCodeException(code.ToString(), name);
        }

        if (PythonKeys.IsName(name) && own.All(entry => entry.Name != name.AsString()))
        {
            throw new UntrustedCodeException(name.AsString(), name);
        }

        if (name is ConfigScalar { Text: var text } && AtariEnvironment.IsFake(text))
        {
            return new(AtariEnvironment.Entry(name.AsString()));
        }

        if (name is ConfigScalar { IsNull: false } && MarketFile.IsMarket(name.AsString()))
        {
            try
            {
                return MarketFile.Load(name.AsString(), FolderOf(name));
            }
            catch (ExperimentException exception)
            {
                throw name.Error($"cannot be used: {exception.Message}");
            }
        }

        EnvironmentEntry[] all = [.. own, .. EnvironmentRegistry.All];
        string found = name.AsChoice([.. all.Select(entry => entry.Name)]);
        return new(all.First(entry => entry.Name == found));
    }

    /// <summary>
    /// The code that a value names, by its whole path; null where it is something else. A relative path begins at the file's folder, for an
    /// argument at the current one.
    /// </summary>
    public static CodeReference? CodeIn(ConfigNode name)
    {
        if (name is not ConfigScalar { IsNull: false } || CodeReference.Parse(name.AsString()) is not { } reference)
        {
            return null;
        }

        return reference.In(FolderOf(name));
    }

    private static string FolderOf(ConfigNode name) =>
        name.Line > 0 && Path.GetDirectoryName(Path.GetFullPath(name.File)) is { } folder ? folder : ".";
}
