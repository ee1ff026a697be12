using Epoche.Images.Tests;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;

namespace Epoche.Cli.Tests.Costs;

/// <summary><c>epoche classify</c> of files that are traps or cut short.</summary>
public sealed class UnreadablePictureTests(DoubtRun run, ITestOutputHelper output)
{
    private const int MostMilliseconds = 1_000, MostBytes = 100_000_000;

    public static TheoryData<string> Names => [.. Bombs.Files.Keys];

    /// <summary>
    /// Refused with exit code 1, in less than a second of the processor and 100 MB for the whole call; where only what nobody needs is
    /// giant, classified as any other picture, in as much beside the bytes of the file.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_bomb_costs_little(string bomb)
    {
        (Func<byte[]> make, string outcome) = Bombs.Files[bomb];
        using TemporaryDirectory directory = new();
        byte[] file = make();
        File.WriteAllBytes(directory["bomb"], file);

        CallCost cost = CallCost.Within(MostMilliseconds, "classify", run.Path, directory["bomb"], "--out", directory["drawn"]);

        output.WriteLine($"{bomb}: {file.Length:N0} bytes, {cost.Milliseconds} ms, {cost.PeakBytes / 1_000_000} MB, {cost.Run.ExitCode}");
        bool isRead = outcome.Contains(" × ", StringComparison.Ordinal) && !outcome.StartsWith("found", StringComparison.Ordinal);
        if (isRead)
        {
            Assert.True(cost.Run.ExitCode is 0 or 3, cost.Run.Error);
            Assert.Empty(cost.Run.Error);
        }
        else
        {
            Assert.Equal((1, ""), (cost.Run.ExitCode, cost.Run.Out));
            Assert.StartsWith($"error: {directory["bomb"]}: ", cost.Run.Error, StringComparison.Ordinal);
            Assert.Contains(outcome, cost.Run.Error, StringComparison.Ordinal);
            Assert.Single(cost.Run.Error.TrimEnd().Split('\n'));
        }

        Assert.InRange(cost.PeakBytes, 0, MostBytes + (isRead ? file.Length : 0));
        Assert.InRange(cost.Milliseconds, 0, MostMilliseconds);
    }

    [Fact]
    public void Files_that_are_cut_short_are_each_refused()
    {
        using TemporaryDirectory directory = new();
        PixelImage digit = PixelImage.Of(DoubtRun.Digit(4));
        (string Name, IImageEncoder Encoder)[] kinds =
        [
            ("a.png", Written.Exact["png rgb 8"]), ("b.png", Written.Exact["png palette 4, interlaced"]), ("c.jpg", new JpegEncoder()),
            ("d.gif", Written.Exact["gif"]), ("e.bmp", Written.Exact["bmp 24"]), ("f.bmp", Written.Exact["bmp 8"]),
        ];
        List<string> paths = [];
        foreach ((string name, IImageEncoder encoder) in kinds)
        {
            byte[] whole = Written.Save(digit, encoder);
            foreach (int length in (int[])[0, 5, 20, whole.Length / 2, whole.Length - 2])
            {
                paths.Add(directory[$"{length}-{name}"]);
                File.WriteAllBytes(paths[^1], whole[..length]);
            }
        }

        CliRun call = CliRun.Of(["classify", run.Path, .. paths]);

        Assert.Equal((1, ""), (call.ExitCode, call.Out));
        string[] errors = [.. call.Error.TrimEnd().Split('\n').Select(line => line.Replace("error:", "", StringComparison.Ordinal).Trim())];
        Assert.Equal(paths.Count, errors.Length);
        Assert.All(paths.Zip(errors), pair => Assert.StartsWith($"{pair.First}: ", pair.Second, StringComparison.Ordinal));
        string[] found = ["it is cut short: copy or download it again", "found an empty file", "is it a picture?"];
        Assert.All(errors, error => Assert.Contains(found, text => error.EndsWith(text, StringComparison.Ordinal)));
    }
}
