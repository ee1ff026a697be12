namespace Epoche.Core.Tests.Files;

public sealed class FolderListingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("epoche-listing-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_come_in_ordinal_order_whatever_the_system_lists_them_in()
    {
        foreach (string name in (string[])["b", "é", "a", "B", "a-1", "a.1", ".a"])
        {
            File.WriteAllText(Path.Combine(_folder, name), "");
        }

        Directory.CreateDirectory(Path.Combine(_folder, "folder"));

        Assert.Equal(OnThisSystem(".a", "B", "a", "a-1", "a.1", "b", "é"), Names(FolderListing.Files(_folder)));
        Assert.Equal(["folder"], Names(FolderListing.Folders(_folder)));
        Assert.Equal(OnThisSystem(".a", "B", "a", "a-1", "a.1", "b", "folder", "é"), Names(FolderListing.Entries(_folder)));
        Assert.Equal(Names(FolderListing.Entries(_folder)), FolderListing.Infos(_folder).Select(info => info.Name));
    }

    [Fact]
    public void A_name_is_asked_as_it_is_written()
    {
        foreach (string name in (string[])["events.out.tfevents", "events.out.tfevents.1", "events.out.tfevents.", "Events.out.tfevents.2"])
        {
            File.WriteAllText(Path.Combine(_folder, name), "");
        }

        string[] found = FolderListing.Files(_folder, name => name.StartsWith("events.out.tfevents.", StringComparison.Ordinal));

        Assert.Contains(Path.Combine(_folder, "events.out.tfevents.1"), found);
        Assert.DoesNotContain(Path.Combine(_folder, "events.out.tfevents"), found);
        Assert.DoesNotContain(Path.Combine(_folder, "Events.out.tfevents.2"), found);
    }

    /// <summary>Where case does not count, one of two that differ in it alone is there.</summary>
    private static IEnumerable<string> OnThisSystem(params string[] names) =>
        OperatingSystem.IsLinux() ? names : names.Where(name => name != "B").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(string[] paths) => paths.Select(path => Path.GetFileName(path));
}
