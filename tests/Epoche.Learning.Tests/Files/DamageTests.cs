using System.IO.Compression;
using System.Security.Cryptography;
using Epoche.Conformance;
using Epoche.Learning.Tests.Models;

namespace Epoche.Learning.Tests.Files;

/// <summary>Damaged files of every kind: read, or refused with the one documented exception, in little time and memory.</summary>
public sealed class DamageTests : IDisposable
{
    // What reading a small file takes in buffers and messages, whatever it says.
    private const long Small = 4 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Safetensors()
    {
        using MemoryStream stream = new();
        SafetensorsWriter writer = new(stream, [("dense/kernel", [3, 4]), ("dense/bias", [4]), ("empty", [0, 7])]);
        writer.Write(new float[12]);
        writer.Write(new float[4]);
        writer.Write([]);
        writer.Finish();

        MostAreRefused(DamageKit.Check(stream.ToArray(), file =>
        {
            using SafetensorsReader reader = new(new MemoryStream(file), "memory");
            foreach (SafetensorsEntry entry in reader.Entries)
            {
                reader.ReadFloats(entry.Name);
            }
        }, Small));
    }

    [Fact]
    public void Model_in_one_file()
    {
        string path = Path.Combine(_folder.Path, "model.epoche");
        ModelFileTests.Small(seed: 1).Save(path);

        MostAreRefused(DamageKit.Check(File.ReadAllBytes(path), file => ModelFile.Load(_folder.File("damaged.epoche", file)), Small));
    }

    [Theory]
    [InlineData("model.yaml")]
    [InlineData("weights.safetensors")]
    public void Model_in_a_folder(string name)
    {
        string path = Path.Combine(_folder.Path, "model"), part = Path.Combine(path, name);
        ModelFileTests.Small(seed: 1).Save(path);

        MostAreRefused(DamageKit.Check(File.ReadAllBytes(part), file =>
        {
            _folder.File(Path.Combine("model", name), file);
            ModelFile.Load(path);
        }, Small));
    }

    [Fact]
    public void Idx()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0, 4, .. new byte[60]];

        (int refused, int all) = DamageKit.Check(images, file => Epoche.Idx.Read(_folder.File("images", file)), Small);

        Assert.True(refused > all / 4, $"{refused} of {all}"); // a pixel may be any byte
    }

    /// <summary>A gzip file may hold 1,032 times its length, and no more is set aside for it.</summary>
    [Fact]
    public void Idx_gzipped()
    {
        using MemoryStream zipped = new();
        using (GZipStream zip = new(zipped, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write([0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0, 4]);
            zip.Write(RandomNumbers(60));
        }

        MostAreRefused(DamageKit.Check(zipped.ToArray(), file => Epoche.Idx.Read(_folder.File("images.gz", file)), Small));
    }

    [Fact]
    public void Saved_state()
    {
        StateBuffer values = new();
        Part part = new();
        new StateSaver(values).Part("part", part);

        MostAreRefused(
            DamageKit.Check(values.ToArray(), file => new StateLoader(file, "memory", (_, _) => { }).Part("part", part), Small),
            share: 3);
    }

    /// <summary>Under the name that its content asks for, so that the damage gets behind the hash.</summary>
    [Fact]
    public void Manifest_of_a_checkpoint()
    {
        CheckpointSegment segment = new("state-1.segment", 100, new string('a', 64), [7]);
        CheckpointManifest manifest = new(
            3, 7000, segment, new SortedDictionary<string, IReadOnlyList<CheckpointSegment>> { ["replay"] = [segment, segment] });

        MostAreRefused(DamageKit.Check(manifest.ToFile().Content, file =>
        {
            string name = $"checkpoint-000000003-{Convert.ToHexStringLower(SHA256.HashData(file))[..16]}.json";
            string path = _folder.File(name, file);
            try
            {
                CheckpointManifest.Read(path);
            }
            finally
            {
                File.Delete(path);
            }
        }, Small), share: 3);
    }

    private static byte[] RandomNumbers(int count)
    {
        Rng rng = Rng.Stream(1, "pixels");
        return [.. Enumerable.Range(0, count).Select(_ => (byte)rng.NextInt(256))];
    }

    private static void MostAreRefused((int Refused, int All) seen, int share = 2) =>
        Assert.True(seen.Refused > seen.All / share, $"Only {seen.Refused} of {seen.All} damaged files were refused.");

    private sealed class Part : IStateful
    {
        public int StateVersion => 1;

        public void SaveState(StateSaver to)
        {
            to.Write("steps", 7L);
            to.Write("name", "part");
            to.Write("random", Rng.Stream(1, "part"));
            to.Write<float>("weights", [1, 2, 3]);
        }

        public void LoadState(StateLoader from)
        {
            from.Int64("steps");
            from.Text("name");
            from.Random("random");
            from.Array<float>("weights");
        }
    }
}
