using System.Xml.Linq;

namespace Epoche.Samples.Tests;

/// <summary>The packages, made once of what was built, in a folder that the samples' nuget.config names.</summary>
public sealed class Packages : IAsyncLifetime
{
    /// <summary>Where they lie.</summary>
    public static string Folder { get; } = Path.Combine(Sample.Root, "artifacts", "packages");

    /// <summary>What every package is called after its name.</summary>
    public static string Version { get; } =
        XDocument.Load(Path.Combine(Sample.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true); // with the cache, which holds other contents of the same version
        }

        await DotNet.RunAsync(
            ["pack", "Epoche.slnx", "-c", "Release", "--no-build", "-o", Folder], Sample.Root, TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    /// <summary>What packages need in turn comes from the machine's cache, so that no network is asked.</summary>
    public static string[] Fallback
    {
        get
        {
            string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            return Directory.Exists(cache) ? [$"-p:RestoreFallbackFolders={cache}"] : [];
        }
    }

    /// <summary>Runs a program that refers to them.</summary>
    public static async Task<string[]> RunAsync(string name, params string[] arguments) => await DotNet.RunAsync(
        ["run", "-c", "Release", "--project", name, .. Fallback, "--", .. arguments], Path.Combine(Sample.Folder, "packages"),
        TestContext.Current.CancellationToken);
}
