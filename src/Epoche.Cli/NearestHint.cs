namespace Epoche.Cli;

/// <summary>The end of an error message that names what someone probably meant.</summary>
internal static class NearestHint
{
    /// <summary>" Did you mean 'x'?", or nothing when no known name is near.</summary>
    public static string For(string received, IEnumerable<string> known) =>
        NearestName.Find(received, known) is { } name ? $" Did you mean '{name}'?" : "";
}
