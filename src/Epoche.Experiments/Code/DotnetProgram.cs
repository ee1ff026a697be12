namespace Epoche.Experiments;

/// <summary>Where the <c>dotnet</c> program is.</summary>
internal static class DotnetProgram
{
    /// <summary>Its path where variables or the search path lead to it; else its name.</summary>
    public static string Find()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { } host && File.Exists(host))
        {
            return host;
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders
            .Append(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "")
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists) ?? name;
    }
}
