using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Epoche.Samples.Tests;

public sealed class PackageTests(Packages packages) : IClassFixture<Packages>
{
    private static readonly Dictionary<string, string[]> s_needs = new()
    {
        ["Epoche.Core"] = [],
        ["Epoche.Experiments"] =
        [
            "CsvHelper", "Epoche.Images", "Epoche.Probability", "Epoche.Reinforcement", "Epoche.Tracking", "Epoche.Tuning",
            "SixLabors.ImageSharp", "YamlDotNet",
        ],
        ["Epoche.Images"] = ["CsvHelper", "Epoche.Learning", "SixLabors.ImageSharp", "YamlDotNet"],
        ["Epoche.Learning"] = ["CsvHelper", "Epoche.Core", "YamlDotNet"],
        ["Epoche.Probability"] = ["CsvHelper", "Epoche.Learning", "YamlDotNet"],
        ["Epoche.Reinforcement"] = ["CsvHelper", "Epoche.Learning", "YamlDotNet"],
        ["Epoche.Tracking"] = ["Epoche.Core"],
        ["Epoche.Tuning"] = ["Epoche.Core"],
    };

    [Fact]
    public void Each_library_is_a_package()
    {
        Assert.NotNull(packages);
        Assert.Equal(
            s_needs.Keys.Select(name => $"{name}.{Packages.Version}.nupkg").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Packages.Folder, "*.nupkg").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_package_holds_the_library_its_documentation_and_a_page()
    {
        foreach ((string name, string[] needs) in s_needs)
        {
            using ZipArchive package = ZipFile.OpenRead(Path.Combine(Packages.Folder, $"{name}.{Packages.Version}.nupkg"));
            string[] entries = [.. package.Entries.Select(entry => entry.FullName)];
            Assert.All(
                (string[])[$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", "README.md"], file => Assert.Contains(file, entries));

            using Stream stream = package.GetEntry($"{name}.nuspec")!.Open();
            XElement metadata = XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
            XElement[] parts = [.. metadata.Descendants()];
            Assert.Equal("Apache-2.0", parts.Single(part => part.Name.LocalName == "license").Value);
            Assert.Equal("README.md", parts.Single(part => part.Name.LocalName == "readme").Value);
            Assert.NotEmpty(parts.Single(part => part.Name.LocalName == "description").Value);
            Assert.Equal(
                needs, parts.Where(part => part.Name.LocalName == "dependency").Select(part => part.Attribute("id")!.Value)
                    .Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_program_loads_a_trained_agent_and_acts()
    {
        string[] lines = await Packages.RunAsync("Act");

        Assert.Contains(lines, line => line.StartsWith("step 400  pole at ", StringComparison.Ordinal)); // one game, to the end
        Assert.Contains("500.0 ± 0.0", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_trains_in_its_own_environment_with_a_callback_and_a_log()
    {
        string folder = Directory.CreateTempSubdirectory("epoche-docking-").FullName;
        try
        {
            string[] lines = await Packages.RunAsync("Train", folder);

            // The check of the environment found nothing to say.
            Assert.StartsWith("step   1000  train/return ", lines[0], StringComparison.Ordinal);
            Assert.Matches(@"^[0-9]+ points of train/return in ", lines[^2]);
            Match best = Regex.Match(lines[^1], @"^best model: ([-\d.]+) ±", RegexOptions.CultureInvariant);
            Assert.InRange(double.Parse(best.Groups[1].Value, CultureInfo.InvariantCulture), 0.6, 1);
            Assert.Contains(Directory.EnumerateFiles(folder), path => path.Contains("tfevents", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Under the usings of its SDK, each of them: a name of ours that is also one of theirs would be an error, CS0104.</summary>
    [Fact]
    public async Task Projects_of_the_plain_the_web_and_the_worker_SDK_compile_with_every_public_name()
    {
        Assert.Contains("BatchEnvironment", SdkProjects.PublicNames());
        SdkProjects.Write(s_needs.Keys);

        await DotNet.RunAsync(
            ["build", "Sdks.slnx", "-c", "Release", .. Packages.Fallback], SdkProjects.Folder, TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// As outside of the clone: the commands of the page one after the other, with an empty cache; the first, which packs, was run before.
    /// </summary>
    [Fact]
    public async Task A_project_elsewhere_refers_to_them_by_the_commands_of_the_page()
    {
        if (!await HasNuGetAsync())
        {
            Assert.Skip("nuget.org cannot be reached, and an empty cache has to be filled from there.");
        }

        const string page = "docs/packages.md";
        Fence commands = Fence.On(Sample.Root, page).Single(block => block.Note == "run by PackageTests");
        Fence program = Fence.On(Sample.Root, page).First(block => block.Language == "csharp");
        DirectoryInfo elsewhere = Directory.CreateTempSubdirectory("epoche-elsewhere-");
        string folder = elsewhere.FullName, cache = Path.Combine(folder, "cache");
        string[] last = [];
        Assert.StartsWith("dotnet pack ", commands.Lines[0], StringComparison.Ordinal);
        foreach (string command in commands.Lines.Skip(1).Where(line => line.Length > 0))
        {
            string[] words = command.Replace("CLONE", Sample.Root, StringComparison.Ordinal).Split(' ');
            if (words[0] == "cd")
            {
                folder = Path.Combine(folder, words[1]);
                await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program.Text);
                continue;
            }

            Assert.Equal("dotnet", words[0]);
            last = await DotNet.RunAsync(words[1..], folder, TestContext.Current.CancellationToken, ("NUGET_PACKAGES", cache));
        }

        Assert.Equal("Tensor [3] { 0.0900306, 0.244728, 0.665241 }", last[^1]);
        elsewhere.Delete(recursive: true);
    }

    private static async Task<bool> HasNuGetAsync()
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using HttpResponseMessage response = await client.GetAsync(
                "https://api.nuget.org/v3/index.json", TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
