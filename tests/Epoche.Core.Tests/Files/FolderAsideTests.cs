namespace Epoche.Core.Tests.Files;

public sealed class FolderAsideTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("epoche-aside-").FullName;

    public static bool HasLinks => !OperatingSystem.IsWindows();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_appears_whole_and_leaves_nothing_beside_it()
    {
        string place = Path.Combine(_folder, "it");
        using (FolderAside aside = FolderAside.Make(place))
        {
            AtomicFile.Write(Path.Combine(aside.Path, "a"), "one");
            Assert.False(Directory.Exists(place));
            Assert.True(aside.TryMove(place));
        }

        using (FolderAside late = FolderAside.Make(place))
        {
            Assert.False(late.TryMove(place));
        }

        Assert.Equal("one", File.ReadAllText(Path.Combine(place, "a")));
        Assert.Equal([place], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Another_one_that_is_being_filled_stays()
    {
        using FolderAside first = FolderAside.Make(Path.Combine(_folder, "it")), second = FolderAside.Make(Path.Combine(_folder, "it"));

        Assert.NotEqual(first.Path, second.Path);
        Assert.True(Directory.Exists(first.Path));
    }

    [Fact(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    public void Links_are_never_followed()
    {
        string outside = Directory.CreateDirectory(Path.Combine(_folder, "outside")).FullName, place = Path.Combine(_folder, "it");
        File.WriteAllText(Path.Combine(outside, "theirs"), "theirs");
        string left = Directory.CreateDirectory(Path.Combine(_folder, $".it.{int.MaxValue}-1.new")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(left, "way-out"), outside);
        Directory.CreateSymbolicLink(Path.Combine(_folder, $".it.{int.MaxValue}-2.new"), outside);
        string seen;
        using (FolderAside aside = FolderAside.Make(place))
        {
            seen = aside.Path;
            Directory.CreateSymbolicLink(Path.Combine(aside.Path, "way-out"), outside);
        }

        int next = int.Parse(seen.Split('-')[^1].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) + 1;
        for (int i = next; i < next + 20; i++) // other tests count on too
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, $".it.{Environment.ProcessId}-{i}.new"), outside);
        }

        using (FolderAside aside = FolderAside.Make(place))
        {
            Assert.Null(new DirectoryInfo(aside.Path).LinkTarget);
        }

        Assert.False(Directory.Exists(left));
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(outside, "theirs")));
        Assert.Single(Directory.GetFileSystemEntries(outside));
    }
}
