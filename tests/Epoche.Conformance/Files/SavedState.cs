using System.Security.Cryptography;
using System.Text;

namespace Epoche.Conformance;

/// <summary>A value of a saved state, as it lies in the file.</summary>
public sealed record SavedValue(string Name, byte Type, byte[] Bytes)
{
    /// <summary>Where it has numbers: how many bytes one takes; 1 for others.</summary>
    public int Size => (StateType)Type switch
    {
        StateType.Int32 or StateType.Single => sizeof(int),
        StateType.Int64 or StateType.Double => sizeof(long),
        _ => 1,
    };

    internal StateType Kind => (StateType)Type;
}

/// <summary>A saved state taken apart: its values, and the segments of its logs.</summary>
public sealed record SavedState(IReadOnlyList<SavedValue> Values, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> Logs)
{
    private const string Name = "state";

    /// <summary>Saves a part and takes that apart.</summary>
    public static SavedState Of(IStateful part)
    {
        StateBuffer buffer = new();
        StateSaver saver = new(buffer);
        saver.Part(Name, part);
        return new(Parse(buffer.ToArray()), saver.Logs.ToDictionary(l => l.Name, l => (IReadOnlyList<byte[]>)StateBytes.Segments(l.Log)));
    }

    /// <summary>Reads the newest checkpoint of a folder.</summary>
    public static SavedState In(string folder)
    {
        CheckpointManifest manifest = CheckpointManifest.Read(CheckpointFiles.Manifests(folder)[0]);
        return new(
            Parse(File.ReadAllBytes(Path.Combine(folder, manifest.State.File))),
            manifest.Logs.ToDictionary(
                log => log.Key, log => (IReadOnlyList<byte[]>)[.. log.Value.Select(s => File.ReadAllBytes(Path.Combine(folder, s.File)))]));
    }

    /// <summary>Puts it in the place of a folder's newest checkpoint, with the hashes that it needs.</summary>
    public void Replace(string folder)
    {
        string[] manifests = CheckpointFiles.Manifests(folder);
        CheckpointManifest newest = CheckpointManifest.Read(manifests[0]);
        SortedDictionary<string, IReadOnlyList<CheckpointSegment>> logs = new(StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<byte[]> segments) in Logs)
        {
            IReadOnlyList<CheckpointSegment> before = newest.Logs[name];
            logs[name] = [.. segments.Select((bytes, i) => Write(folder, bytes, before[Math.Min(i, before.Count - 1)].End))];
        }

        (string file, byte[] content) =
            new CheckpointManifest(newest.Number, newest.Step, Write(folder, ToBytes(), []), logs).ToFile();
        foreach (string manifest in manifests)
        {
            File.Delete(manifest);
        }

        File.WriteAllBytes(Path.Combine(folder, file), content);
    }

    /// <summary>Loads it as a checkpoint is loaded.</summary>
    public void LoadInto(IStateful part) => StateSnapshot.Guard(
        part,
        () => new StateLoader(ToBytes(), "memory", (name, log) => log.Read(
            (Logs.GetValueOrDefault(name) ?? throw new DataFormatException("memory", name, "segments of this log", "none"))
                .Select(segment => new MemoryStream(segment, writable: false)))).Part(Name, part));

    private static List<SavedValue> Parse(byte[] bytes) =>
        [.. StateIndex.Read(new MemoryInput(bytes), "memory").OrderBy(v => v.Value.Begin).Select(v => new SavedValue(
            v.Key, (byte)v.Value.Type, bytes.AsSpan((int)v.Value.Begin, (int)v.Value.Bytes).ToArray()))];

    private static CheckpointSegment Write(string folder, byte[] bytes, long[] end)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes)), file = hash[..32] + CheckpointManifest.SegmentExtension;
        File.WriteAllBytes(Path.Combine(folder, file), bytes);
        return new(file, bytes.Length, hash, end);
    }

    private byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(StateLayout.Magic);
        writer.Write(StateLayout.Version);
        foreach (SavedValue value in Values)
        {
            byte[] name = Encoding.UTF8.GetBytes(value.Name);
            writer.Write(name.Length);
            writer.Write(name);
            writer.Write(value.Type);
            writer.Write(value.Bytes.Length);
            writer.Write(value.Bytes);
        }

        writer.Flush();
        return stream.ToArray();
    }
}
