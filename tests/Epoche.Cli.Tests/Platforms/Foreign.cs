using Epoche.Platforms;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>The platforms that this machine may be able to show.</summary>
internal static class Foreign
{
    private static readonly Lazy<string> s_facts = new(() => string.Join('\n', PlatformFacts.All));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Platform> All { get; } = [new Arm64(), new Windows(), new Browser()];

    /// <summary>Those that have the command.</summary>
    public static IReadOnlyList<Platform> WithCommand { get; } = [.. All.Where(platform => platform is not Browser)];

    /// <summary>What is computed, on this platform.</summary>
    public static string Facts => s_facts.Value;

    /// <summary>One by its name; skips the test where this machine cannot show it.</summary>
    public static Platform Of(string name)
    {
        Platform platform = All.Single(platform => platform.Name == name);
        platform.Require();
        return platform;
    }

    /// <summary>Each platform with each case.</summary>
    public static TheoryData<string, string> Times(IReadOnlyList<Platform> platforms, IEnumerable<string> cases)
    {
        TheoryData<string, string> data = [];
        foreach (string test in cases)
        {
            foreach (Platform platform in platforms)
            {
                data.Add(platform.Name, test);
            }
        }

        return data;
    }
}
