using System.Diagnostics;
using System.Text;

namespace Epoche.Core.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("epoche-atomic-").FullName;

    private string File_ => Path.Combine(_folder, "it.txt");

    public static bool HasLinks => !OperatingSystem.IsWindows();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_replaced_whole_and_leaves_nothing_beside_it()
    {
        AtomicFile.Write(File_, "one");
        AtomicFile.Write(File_, "two");

        Assert.Equal("two", File.ReadAllText(File_));
        Assert.Equal([File_], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("x", 255)]
    [InlineData("é", 127)]
    [InlineData("😀", 63)]
    public void A_file_may_have_the_longest_name_there_is(string letter, int count)
    {
        string path = Path.Combine(_folder, string.Concat(Enumerable.Repeat(letter, count)));

        AtomicFile.Write(path, "one");

        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Where_writing_fails_the_old_file_stays_and_nothing_else()
    {
        AtomicFile.Write(File_, "one");

        Assert.Throws<IOException>(() => AtomicFile.Write(File_, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("The disk is full.");
        }));

        Assert.Equal("one", File.ReadAllText(File_));
        Assert.Equal([File_], Directory.GetFileSystemEntries(_folder));
    }

    [Fact(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    public void A_link_at_the_path_is_replaced_and_what_it_points_to_is_untouched()
    {
        string outside = Path.Combine(_folder, "outside");
        File.WriteAllText(outside, "theirs");
        File.CreateSymbolicLink(File_, outside);

        AtomicFile.Write(File_, "ours");

        Assert.Equal(("theirs", "ours", null), (File.ReadAllText(outside), File.ReadAllText(File_), new FileInfo(File_).LinkTarget));
    }

    [Fact(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    public void Links_that_lie_where_the_new_file_is_written_first_are_passed_over()
    {
        string outside = Path.Combine(_folder, "outside");
        AtomicFile.Write(File_, "one");
        string seen = "";
        AtomicFile.Write(File_, stream => seen = ((FileStream)stream).Name);
        int next = int.Parse(seen.Split('-')[^1].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) + 1;
        for (int i = next; i < next + 20; i++) // other tests count on too
        {
            File.CreateSymbolicLink(Path.Combine(_folder, $".it.txt.{Environment.ProcessId}-{i}.tmp"), outside);
        }

        AtomicFile.Write(File_, "two");

        Assert.False(File.Exists(outside));
        Assert.Equal("two", File.ReadAllText(File_));
    }

    [Theory]
    [InlineData(".weights.safetensors.next.2147483647-3.tmp", true)]
    [InlineData(".it.txt.2147483647-1.tmp", true)]
    [InlineData(".hidden.tmp", false)]
    [InlineData(".it.txt.1-1.tmp", false)]
    [InlineData("mine.2147483647-1.tmp", false)]
    [InlineData(".it.txt.2147483647-x.tmp", false)]
    [InlineData(".notes.2147483647-1.tmp.txt", false)]
    public void Leftovers_go_and_nothing_else(string name, bool goes)
    {
        File.WriteAllText(Path.Combine(_folder, name), "half");

        AtomicFile.DeleteLeftovers(_folder);

        Assert.Equal(!goes, File.Exists(Path.Combine(_folder, name)));
    }

    [Fact]
    public void What_a_killed_process_left_of_a_file_goes_when_it_is_written_again()
    {
        string left = Path.Combine(_folder, $".it.txt.{int.MaxValue}-7.tmp"), other = Path.Combine(_folder, $".other.{int.MaxValue}-7.tmp");
        File.WriteAllText(left, "half");
        File.WriteAllText(other, "half");

        bool IsOwn(string name) => name.StartsWith(".it.txt.", StringComparison.Ordinal);
        AtomicFile.Write(File_, stream => Assert.Single(FolderListing.Files(_folder, IsOwn))); // its own

        Assert.Equal([other, File_], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_this_process_is_writing_is_no_leftover()
    {
        AtomicFile.Write(File_, stream =>
        {
            AtomicFile.DeleteLeftoversBelow(_folder);
            Assert.Single(Directory.GetFiles(_folder));
        });

        Assert.Equal([File_], Directory.GetFiles(_folder));
    }

    [Fact(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    public void Leftovers_are_not_looked_for_behind_links()
    {
        string outside = Directory.CreateTempSubdirectory("epoche-outside-").FullName;
        string theirs = Path.Combine(outside, $".it.txt.{int.MaxValue}-7.tmp"), inner = Path.Combine(_folder, "inner");
        File.WriteAllText(theirs, "half");
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(inner, Path.GetFileName(theirs)), "half");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "link"), outside);

        AtomicFile.DeleteLeftoversBelow(_folder);

        Assert.Empty(Directory.GetFiles(inner));
        Assert.True(File.Exists(theirs));
        Directory.Delete(outside, recursive: true);
    }

    [Fact(Skip = "needs named pipes", SkipUnless = nameof(HasLinks))]
    public void A_pipe_is_not_replaced()
    {
        using (Process made = Process.Start("mkfifo", File_))
        {
            made.WaitForExit();
        }

        Assert.StartsWith($"'{File_}' is a pipe or a device;", Assert.Throws<IOException>(() => AtomicFile.Write(File_, "x")).Message);
        Assert.Equal([File_], Directory.GetFileSystemEntries(_folder));
    }

    [Fact(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    public void The_first_link_below_a_folder_is_found()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "b", "c"));
        Assert.Null(FolderLinks.FirstIn(_folder));

        string link = Path.Combine(_folder, "b", "c", "link");
        Directory.CreateSymbolicLink(link, "/");

        Assert.Equal(link, FolderLinks.FirstIn(_folder));
    }

    [Fact(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    public void A_lock_that_is_a_link_is_refused_and_makes_nothing()
    {
        string outside = Path.Combine(_folder, "outside"), path = Path.Combine(_folder, "lock");
        File.CreateSymbolicLink(path, outside);

        Assert.Equal(
            $"'{path}' is a link to '{outside}'; expected a file or a folder of its own. Remove the link, or put a copy in its place.",
            Assert.Throws<IOException>(() => FolderLock.Take(path)).Message);
        Assert.False(FolderLock.IsTaken(path));
        Assert.False(File.Exists(outside));
    }

    [Fact(Skip = "needs named pipes", SkipUnless = nameof(HasLinks))]
    public void A_pipe_and_a_device_are_refused_without_waiting()
    {
        string pipe = Path.Combine(_folder, "pipe");
        using (Process made = Process.Start("mkfifo", pipe))
        {
            made.WaitForExit();
        }

        foreach (string path in (string[])[pipe, "/dev/zero", "/dev/null"])
        {
            if (path == "/dev/null")
            {
                Assert.Empty(ReadableFile.ReadBytes(path, 10)); // an end, and nothing before it
                continue;
            }

            Assert.Equal(
                $"'{path}' is a pipe or a device; expected a regular file. Copy what it gives into a file, and name that.",
                Assert.Throws<IOException>(() => ReadableFile.Open(path).Dispose()).Message);
        }

        Assert.False(FolderLock.IsTaken(pipe));
        Assert.Throws<IOException>(() => FolderLock.Take(pipe));
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_read()
    {
        using (FileStream sparse = File.Create(File_))
        {
            sparse.SetLength(900_000_000);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        DataFormatException refusal = Assert.Throws<DataFormatException>(() => ReadableFile.ReadBytes(File_, 1_000_000));

        Assert.Equal($"{File_}: end of the file: expected at most 1,000,000 bytes; found 900,000,000", refusal.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_text_is_read_with_or_without_its_mark_and_refused_where_it_is_not_UTF_8()
    {
        File.WriteAllText(File_, "é", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("é", ReadableFile.ReadText(File_, 100));

        File.WriteAllBytes(File_, [(byte)'a', 0xff]);
        Assert.Equal(
            $"{File_}: byte 1: expected UTF-8; found other bytes",
            Assert.Throws<DataFormatException>(() => ReadableFile.ReadText(File_, 100)).Message);
    }
}
