namespace Epoche.Core.Tests.Files;

/// <summary>Links in a folder, while others write into it.</summary>
public sealed class FolderLinksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("epoche-links-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_goes_while_a_folder_is_looked_at_is_no_link()
    {
        string file = Path.Combine(_folder, "file"), inner = Path.Combine(_folder, "inner");
        bool isOver = false;
        Thread writer = new(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                File.WriteAllText(file, "");
                Directory.CreateDirectory(inner);
                File.Delete(file);
                Directory.Delete(inner);
            }
        });

        writer.Start();
        try
        {
            for (int i = 0; i < 20_000; i++)
            {
                Assert.Null(FolderLinks.FirstIn(_folder));
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            writer.Join();
        }
    }

    [Fact]
    public void A_link_is_found_whether_it_leads_to_something_or_not()
    {
        string inner = Directory.CreateDirectory(Path.Combine(_folder, "inner")).FullName, link = Path.Combine(inner, "link");
        File.CreateSymbolicLink(link, Path.Combine(_folder, "nothing"));

        Assert.Equal(link, FolderLinks.FirstIn(_folder));
        File.Delete(link);
        Assert.Null(FolderLinks.FirstIn(_folder));
        Directory.CreateSymbolicLink(link, _folder);
        Assert.Equal(link, FolderLinks.FirstIn(_folder));
        Directory.Delete(link);
    }
}
