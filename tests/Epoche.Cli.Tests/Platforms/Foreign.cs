namespace Epoche.Cli.Tests.Platforms;

/// <summary>The platforms that this machine may be able to show.</summary>
internal static class Foreign
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Platform> All { get; } = [new Arm64(), new Windows(), new Browser()];

    /// <summary>Those that have the command.</summary>
    public static IReadOnlyList<Platform> WithCommand { get; } = [.. All.Where(platform => platform is not Browser)];

    /// <summary>One by its name; skips the test where this machine cannot show it.</summary>
    public static Platform Of(string name)
    {
        Platform platform = All.Single(platform => platform.Name == name);
        platform.Require();
        return platform;
    }
}
