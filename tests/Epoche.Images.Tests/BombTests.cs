using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Epoche.Images.Tests;

/// <summary>Small files that speak of giants: each is read in a process of its own, which must not take a second, nor 100 MB.</summary>
public sealed class BombTests(ITestOutputHelper output)
{
    private const int MostMilliseconds = 1_000, MostBytes = 100_000_000;

    public static TheoryData<string> Names => [.. Bombs.Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bomb_costs_little(string bomb)
    {
        (Func<byte[]> make, string expected) = Bombs.Files[bomb];
        using TemporaryFolder folder = new();
        byte[] file = make();
        string path = folder.File("bomb", file);

        string[] line = Read(path).Split(' ', 3);

        long milliseconds = long.Parse(line[0], CultureInfo.InvariantCulture), bytes = long.Parse(line[1], CultureInfo.InvariantCulture);
        string outcome = line[2].Replace(path, "bomb", StringComparison.Ordinal);
        output.WriteLine($"{bomb}: {file.Length:N0} bytes, {milliseconds} ms, {bytes / 1_000_000} MB at most, {outcome}");
        Assert.Contains(expected, line[2], StringComparison.Ordinal);
        Assert.InRange(bytes, 0, MostBytes);
        Assert.InRange(milliseconds, 0, MostMilliseconds);
    }

    /// <summary>33 KB, of as many pixels as are read: they are no trap, and cost what <see cref="ImageLimits.MaxPixels"/> says.</summary>
    [Fact]
    public void A_picture_at_the_limit_takes_eight_bytes_per_pixel()
    {
        const int Side = 5_792;
        using TemporaryFolder folder = new();
        string path = folder.File("large", PngParts.Stored(Side, Side, 0, PngParts.ZlibOfZeros(Side * (Side + 1))));

        string[] line = Read(path).Split(' ', 3);

        output.WriteLine(string.Join(' ', line));
        Assert.Equal($"{Side} × {Side}", line[2]);
        Assert.InRange(long.Parse(line[1], CultureInfo.InvariantCulture), 0, MostBytes + (8L * Side * Side));
    }

    private static string Read(string path)
    {
        string dotnet = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", dotnet));
        string[] arguments = ["exec", typeof(Program).Assembly.Location, Program.Read, path];
        ProcessStartInfo start = new(host, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return printed.Trim();
    }
}
