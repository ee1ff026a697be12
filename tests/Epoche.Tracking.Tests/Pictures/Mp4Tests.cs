using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.Pictures;

public sealed class Mp4Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_ffmpeg_the_message_says_what_to_do()
    {
        PlatformNotSupportedException exception = Assert.Throws<PlatformNotSupportedException>(
            () => new Mp4Writer(_folder.File("film.mp4"), 4, 4, 30, _folder.File("no-ffmpeg")));

        Assert.Contains("Install ffmpeg", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_handed_over_and_the_file_appears_when_it_is_complete()
    {
        string ffmpeg = Script("for last; do :; done; echo \"$@\" > \"$last\"; cat >> \"$last\"");
        string path = _folder.File("film.mp4");
        using Mp4Writer film = new(path, 2, 1, 12.5, ffmpeg);
        film.Add(new Canvas(2, 1, new Rgba(65, 66, 67, 68)));
        Assert.False(File.Exists(path));
        film.Finish();
        film.Finish();

        string[] lines = File.ReadAllLines(path);
        Assert.Contains("-f rawvideo -pix_fmt rgba -s 2x1 -r 12.5", lines[0], StringComparison.Ordinal);
        Assert.Equal("ABCDABCD", lines[1]);
        Assert.Throws<InvalidOperationException>(() => film.Add(new Canvas(2, 1)));
    }

    [Fact]
    public void What_ffmpeg_says_when_it_fails_is_passed_on_and_nothing_is_left()
    {
        string ffmpeg = Script("for last; do :; done; echo half > \"$last\"; cat > /dev/null; echo 'no such codec' >&2; exit 3");
        using (Mp4Writer film = new(_folder.File("film.mp4"), 2, 1, 30, ffmpeg))
        {
            film.Add(new Canvas(2, 1));
            IOException exception = Assert.Throws<IOException>(film.Finish);
            Assert.Contains("no such codec", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal([ffmpeg], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_film_that_is_given_up_leaves_nothing()
    {
        string ffmpeg = Script("for last; do :; done; echo half > \"$last\"; cat > /dev/null");
        using (Mp4Writer film = new(_folder.File("film.mp4"), 2, 1, 30, ffmpeg))
        {
            Assert.Throws<ArgumentException>(() => film.Add(new Canvas(1, 1)));
        }

        Assert.Equal([ffmpeg], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Ffmpeg_makes_a_film()
    {
        Assert.SkipUnless(Mp4Writer.IsAvailable, "ffmpeg is not installed.");
        string path = _folder.File("film.mp4");
        using Mp4Writer film = new(path, 33, 17, 30);
        for (int i = 0; i < 10; i++)
        {
            film.Add(new Canvas(33, 17, Rgba.Grey((byte)(20 * i))));
        }

        film.Finish();

        Assert.Equal("ftyp"u8.ToArray(), File.ReadAllBytes(path)[4..8]);
    }

    private string Script(string body)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script stands in for ffmpeg.");
        string path = _folder.File("ffmpeg");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
