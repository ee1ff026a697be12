using System.IO.Compression;
using System.Text;

namespace Epoche.Learning.Tests.Models;

/// <summary>What a file may say, and what it may not.</summary>
public sealed class ModelFileDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public ModelFileDamageTests()
    {
        _path = Path.Combine(_folder.Path, "model");
        ModelFileTests.Small(seed: 1).Save(_path);
    }

    private string Yaml => Path.Combine(_path, "model.yaml");

    private string Weights => Path.Combine(_path, "weights.safetensors");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kind: dense", "kind: process", "No layer is of kind 'process'")]
    [InlineData("units: 4", "units: 5", "the shape [3, 5], as the layers ask for; found [3, 4]")]
    [InlineData("units: 4", "units: 4\n    unit: 4", "no option 'unit'")]
    [InlineData("units: 4", "unit: 4", "The option 'units' is missing")]
    [InlineData("units: 4", "units: 0", "must be a whole number from 1 to")]
    [InlineData("units: 4", "units: [4]", "layers.0.units must be a text; received a list")]
    [InlineData("activation: relu", "activation: code", "No activation is called 'code'")]
    [InlineData("name: dense_2", "name: dense", "A layer called 'dense' is in the model already")]
    [InlineData("version: 1", "version: 6", "from a newer one")]
    [InlineData("version: 1", "versoin: 1", "the key 'version' is missing; is 'versoin' meant to be it?")]
    [InlineData("format: epoche-model", "format: other", "must be epoche-model; received other")]
    [InlineData("divisor: 1.0", "divisor: 0", "must not be 0")]
    [InlineData("divisor: 1.0", "divisor: 1\n  extra: 1", "unknown key 'preprocessing.extra'")]
    [InlineData("input: [3]", "input: [-3]", "must be at least 0; received -3")]
    [InlineData("input: [3]", "input: [99999, 99999]", "must be a shape")]
    [InlineData("input: [3]", "input: []", "needs an input with one axis at least")]
    [InlineData("input: [3]", "input: [4]", "the shape [4, 4], as the layers ask for; found [3, 4]")]
    [InlineData("input: [3]", "input: [3]\nlabels: [a, b, c]", "2 outputs")]
    [InlineData("layers:", "layers: []\nmore:", "unknown key 'more'")]
    public void A_description_that_does_not_fit_is_refused(string old, string replacement, string message)
    {
        string yaml = File.ReadAllText(Yaml);
        Assert.Contains(old, yaml);
        File.WriteAllText(Yaml, yaml.Replace(old, replacement));

        Assert.Contains(message, Assert.Throws<DataFormatException>(() => Sequential.Load(_path)).Message);
    }

    [Fact]
    public void A_description_of_a_giant_allocates_nothing()
    {
        StringBuilder yaml = new("format: epoche-model\nversion: 1\ninput: [16000000]\nlayers:\n");
        for (int i = 0; i < 4096; i++)
        {
            yaml.Append($"  - {{kind: dense, name: d{i}, units: {(i == 0 ? 100 : 16777216)}, activation: none, kernel: "
                + $"orthogonal, bias: zeros}}\n");
        }

        File.WriteAllText(Yaml, yaml.ToString());
        long before = GC.GetAllocatedBytesForCurrentThread();

        DataFormatException error = Assert.Throws<DataFormatException>(() => Sequential.Load(_path));

        Assert.Contains("more than", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void Too_many_layers_are_refused()
    {
        File.AppendAllText(Yaml, string.Concat(Enumerable.Range(0, 5000).Select(i => $"  - {{kind: flatten, name: f{i}}}\n")));

        Assert.Contains("at most 4096 are accepted", Assert.Throws<DataFormatException>(() => Sequential.Load(_path)).Message);
    }

    [Fact]
    public void Weights_must_be_those_of_the_layers()
    {
        Sequential other = [new Dense(4) { Name = "first" }, new Dense(2) { Name = "dense_2" }];
        other.Build([3]).Save(Path.Combine(_folder.Path, "other"));
        File.Copy(Path.Combine(_folder.Path, "other", "weights.safetensors"), Weights, overwrite: true);
        Assert.Contains(
            "expected the tensor 'dense/kernel' [3, 4]; found only 'first/kernel'",
            Assert.Throws<DataFormatException>(() => Sequential.Load(_path)).Message);

        Sequential larger = [new Dense(4), new Dense(2), new Dense(1)];
        larger.Build([3]).Save(Path.Combine(_folder.Path, "larger"));
        File.Copy(Path.Combine(_folder.Path, "larger", "weights.safetensors"), Weights, overwrite: true);
        Assert.Contains(
            "no others; found 'dense_3/kernel', 'dense_3/bias'", Assert.Throws<DataFormatException>(() => Sequential.Load(_path)).Message);
    }

    [Fact]
    public void Changed_weights_are_noticed_unless_the_hash_is_taken_out()
    {
        byte[] weights = File.ReadAllBytes(Weights);
        weights[^1] ^= 1;
        File.WriteAllBytes(Weights, weights);
        DataFormatException error = Assert.Throws<DataFormatException>(() => Sequential.Load(_path));
        Assert.Equal((Weights, "all values"), (error.File, error.Where));

        File.WriteAllLines(Yaml, File.ReadAllLines(Yaml).Where(l => !l.StartsWith("weights_sha256", StringComparison.Ordinal)));
        Assert.NotEqual(ModelFileTests.Small(seed: 1).Parameters.Values[^1], Sequential.Load(_path).Parameters.Values[^1]);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        File.Delete(Weights);
        Assert.Contains("weights.safetensors beside model.yaml", Assert.Throws<DataFormatException>(() => Sequential.Load(_path)).Message);
        File.Delete(Yaml);
        Assert.Contains("a file model.yaml", Assert.Throws<DataFormatException>(() => Sequential.Load(_path)).Message);
    }

    [Fact]
    public void An_archive_must_hold_each_file_once_with_the_weights_stored()
    {
        byte[] yaml = File.ReadAllBytes(Yaml), weights = File.ReadAllBytes(Weights);

        ModelFileTests.AssertSame(
            ModelFileTests.Small(seed: 1), Sequential.Load(
                Zip([("model.yaml", yaml), ("readme", yaml), ("weights.safetensors", weights)], CompressionLevel.NoCompression)));
        Assert.Contains(
            "stored, not compressed", Refused([("model.yaml", yaml), ("weights.safetensors", new byte[10_000])], CompressionLevel.Optimal));
        Assert.Contains(
            "one file model.yaml; found several", Refused([("model.yaml", yaml), ("model.yaml", yaml), ("weights.safetensors", weights)]));
        Assert.Contains("one file weights.safetensors; found none", Refused([("model.yaml", yaml), ("../weights.safetensors", weights)]));
        Assert.Contains(
            "at most 1048576 bytes",
            Refused([("model.yaml", new byte[2_000_000]), ("weights.safetensors", weights)], CompressionLevel.Optimal));
        Assert.Contains(
            "a zip file", Assert.Throws<DataFormatException>(() => Sequential.Load(_folder.File("text.epoche", "no zip"u8))).Message);

        string Refused((string, byte[])[] entries, CompressionLevel level = CompressionLevel.NoCompression) =>
            Assert.Throws<DataFormatException>(() => Sequential.Load(Zip(entries, level))).Message;
    }

    [Fact]
    public void Any_damage_to_an_archive_is_noticed_or_harmless()
    {
        Sequential model = ModelFileTests.Small(seed: 1);
        string path = Path.Combine(_folder.Path, "model.epoche");
        model.Save(path);
        byte[] whole = File.ReadAllBytes(path);
        Rng rng = Rng.Stream(1, "damage");
        int refused = 0;
        for (int i = 0; i < 1_500; i++)
        {
            List<byte> bytes = [.. whole];
            int at = rng.NextInt(bytes.Count);
            switch (rng.NextInt(4))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + rng.NextInt(20)));
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes[at] = (byte)rng.NextUInt32();
                    break;
            }

            string damaged = _folder.File("damaged.epoche", [.. bytes]);
            try
            {
                Assert.Equal(model.Parameters.Values.ToArray(), Sequential.Load(damaged).Parameters.Values.ToArray());
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1_500);
    }

    private string Zip((string Name, byte[] Content)[] entries, CompressionLevel level)
    {
        string path = Path.Combine(_folder.Path, "zipped.epoche");
        using FileStream stream = File.Create(path);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in entries)
        {
            using Stream entry = archive.CreateEntry(name, level).Open();
            entry.Write(content);
        }

        return path;
    }
}
