using System.IO.Compression;
using System.Text;

namespace Epoche;

/// <summary>A model as one zip file. The weights are stored, not compressed, so that what is read into memory is never more than what the file holds.</summary>
internal static class ModelFileArchive
{
    // Zip keeps the time of each entry; the same model should give the same bytes.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static void Save(string path, string description, ParameterSlab slab) => AtomicFile.Write(path, stream =>
    {
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (Stream entry = Create(archive, ModelFile.DescriptionName))
        {
            entry.Write(Encoding.UTF8.GetBytes(description));
        }

        using (Stream entry = Create(archive, ModelFile.WeightsName))
        {
            ModelFileWeights.Write(entry, slab);
        }
    });

    internal static Model Load(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            using ZipArchive archive = new(file, ZipArchiveMode.Read, leaveOpen: true);
            string descriptionFile = $"{path}/{ModelFile.DescriptionName}", weightsFile = $"{path}/{ModelFile.WeightsName}";
            ModelFileDescription description;
            using (Stream stream = Find(archive, path, ModelFile.DescriptionName).Open())
            {
                description = ModelFileDescription.Read(ConfigMap.Parse(ConfigReader.ReadText(stream, descriptionFile), descriptionFile));
            }

            using SafetensorsReader weights = new(new MemoryStream(Stored(Find(archive, path, ModelFile.WeightsName), file.Length, weightsFile)), weightsFile);
            Model model = description.Build(weights, descriptionFile, weightsFile);
            ModelFileFolder.RequireHash(WeightsHash.Compute(model.Parameters.Values), description.Hash, descriptionFile, weightsFile);
            return model;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new DataFormatException(path, "the archive", "a zip file with a model", "a damaged one, or another file", exception);
        }
    }

    private static Stream Create(ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = s_time;
        return entry.Open();
    }

    private static ZipArchiveEntry Find(ZipArchive archive, string path, string name)
    {
        ZipArchiveEntry[] entries = [.. archive.Entries.Where(e => e.FullName == name).Take(2)];
        return entries.Length == 1 ? entries[0] : throw new DataFormatException(path, "the archive", $"one file {name}", entries.Length == 0 ? "none" : "several");
    }

    private static byte[] Stored(ZipArchiveEntry entry, long fileLength, string file)
    {
        if (entry.CompressedLength != entry.Length)
        {
            throw new DataFormatException(file, "the archive", "weights that are stored, not compressed (zip -0)", $"{entry.Length} bytes in {entry.CompressedLength}");
        }

        if (entry.Length > Math.Min(fileLength, Array.MaxLength))
        {
            throw new DataFormatException(file, "the archive", $"at most {Math.Min(fileLength, Array.MaxLength)} bytes", $"{entry.Length}");
        }

        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)entry.Length);
        using Stream stream = entry.Open();
        int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return got == bytes.Length ? bytes : throw new DataFormatException(file, "the archive", $"{bytes.Length} bytes", $"{got}");
    }
}
