namespace Epoche;

/// <summary>The end of an error message that names what someone probably meant.</summary>
internal static class NearestHint
{
    /// <summary>" Did you mean 'x'?", or nothing when no known name is near.</summary>
    public static string For(string received, IEnumerable<string> known) => For(NearestName.Find(received, known));

    /// <summary>The same for a name that was found already; null: nothing.</summary>
    public static string For(string? nearest) => nearest is null ? "" : $" Did you mean '{nearest}'?";
}
