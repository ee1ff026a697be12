[assembly: AssemblyFixture(typeof(Epoche.Cli.Tests.DoubtRun))]

namespace Epoche.Cli.Tests;

/// <summary>One short run of <c>refuse</c> that the tests of several classes look at; it is made when the first asks for it.</summary>
public sealed class DoubtRun : IDisposable
{
    private readonly Lazy<TemporaryDirectory> _directory = new(() =>
    {
        TemporaryDirectory directory = new();
        CliRun run = CliRun.Of(ShortRuns.Train("refuse", "refuse", directory.Path, learns: true));
        Assert.True(run.ExitCode == 0, run.Error);
        return directory;
    });

    public string Path => _directory.Value["refuse"];

    /// <summary>A picture of one drawn digit, or of something else.</summary>
    /// <param name="name">The file's name, in a folder of its own.</param>
    /// <param name="picture">The picture.</param>
    internal string Picture(string name, Canvas picture)
    {
        string folder = _directory.Value["pictures"], path = System.IO.Path.Combine(folder, name);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(path, Png.Encode(picture));
        return path;
    }

    /// <summary>A drawn digit, white on black.</summary>
    internal static Canvas Digit(int example)
    {
        float[] pixels = DrawnCharacters.Digits(example + 1, seed: 9).Input(example);
        return Picture(pixels);
    }

    /// <summary>28 × 28 numbers from 0 to 1, seen.</summary>
    internal static Canvas Picture(ReadOnlySpan<float> pixels) => new ImageInput { Height = 28, Width = 28 }.ToImage(pixels).ToCanvas();

    /// <summary>Noise.</summary>
    internal static Canvas Noise()
    {
        Rng random = new(3);
        float[] pixels = new float[784];
        random.FillUniform(pixels);
        return Picture(pixels);
    }

    public void Dispose()
    {
        if (_directory.IsValueCreated)
        {
            _directory.Value.Dispose();
        }
    }
}
