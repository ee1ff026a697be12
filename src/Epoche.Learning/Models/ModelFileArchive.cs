using System.IO.Compression;
using System.Text;

namespace Epoche;

/// <summary>
/// A model as one zip file. The weights are stored, not compressed, so that what is read into memory is
/// never more than what the file holds.
/// </summary>
internal static class ModelFileArchive
{
    private const int MostDirectoryBytes = 1 << 20; // with more, an archive of millions of entries would fill the memory

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
        using FileStream file = ReadableFile.Open(path);
        try
        {
            AllowanceStream allowed = new(file);
            allowed.Allow(MostDirectoryBytes, () => new DataFormatException(path, "the archive", "the two files of a model", "many more"));
            using ZipArchive archive = new(allowed, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries; // read when they are first asked for
            allowed.AllowAll();
            string descriptionFile = Path.Combine(path, ModelFile.DescriptionName), weightsFile = Path.Combine(path, ModelFile.WeightsName);
            ModelFileDescription description;
            using (Stream stream = Find(archive, path, ModelFile.DescriptionName).Open())
            {
                description = ModelFileDescription.Read(ConfigMap.Parse(ConfigReader.ReadText(stream, descriptionFile), descriptionFile));
            }

            using SafetensorsReader weights = new(
                Stored(Find(archive, path, ModelFile.WeightsName), file.Length, weightsFile), weightsFile);
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
        return entries.Length == 1
            ? entries[0]
            : throw new DataFormatException(path, "the archive", $"one file {name}", entries.Length == 0 ? "none" : "several");
    }

    /// <summary>Weights that lie in the archive as they are: read where they lie, so that no array holds them all.</summary>
    private static EntryStream Stored(ZipArchiveEntry entry, long fileLength, string file)
    {
        if (entry.CompressedLength != entry.Length)
        {
            throw new DataFormatException(
                file, "the archive", "weights that are stored, not compressed (zip -0)",
                $"{entry.Length} bytes in {entry.CompressedLength}");
        }

        return entry.Length <= fileLength
            ? new(entry)
            : throw new DataFormatException(file, "the archive", $"at most {fileLength} bytes", $"{entry.Length}");
    }
}
