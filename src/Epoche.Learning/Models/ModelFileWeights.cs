namespace Epoche;

/// <summary>The slab of a model as safetensors.</summary>
internal static class ModelFileWeights
{
    internal static void Write(Stream stream, ParameterSlab slab)
    {
        SafetensorsWriter writer = new(stream, [.. slab.Entries.Select(e => (e.Name, e.Shape))]);
        foreach (ParameterInfo entry in slab.Entries)
        {
            writer.Write(slab.Values.Slice(entry.Offset, entry.Shape.ElementCount));
        }

        writer.Finish();
    }

    /// <summary>Makes the slab, once the file is known to hold each of its tensors and no others.</summary>
    internal static ParameterSlab Read(SafetensorsReader reader, ParameterBuilder builder, string file)
    {
        Require(reader, builder.Entries, file);
        ParameterSlab slab = builder.ToSlab();
        Fill(reader, slab);
        return slab;
    }

    /// <summary>Refuses a file that does not hold each of the tensors and no others.</summary>
    internal static void Require(SafetensorsReader reader, IReadOnlyList<ParameterInfo> entries, string file)
    {
        foreach (ParameterInfo info in entries)
        {
            Require(reader, info.Name, info.Shape, file);
        }

        RequireNoOthers(reader, [.. entries.Select(e => e.Name)], file);
    }

    /// <summary>Refuses a file that does not hold a tensor.</summary>
    internal static SafetensorsEntry Require(SafetensorsReader reader, string name, Shape shape, string file)
    {
        SafetensorsEntry entry = reader.Find(name)
            ?? throw new DataFormatException(
                file, "header", $"the tensor '{name}' {shape}", $"only {Some(reader.Entries.Select(e => e.Name))}");
        return entry.HasShape(shape)
            ? entry
            : throw new DataFormatException(file, $"tensor '{name}'", $"the shape {shape}, as the layers ask for", entry.SizesText);
    }

    /// <summary>Refuses a file that holds other tensors than those that are known to be there.</summary>
    internal static void RequireNoOthers(SafetensorsReader reader, HashSet<string> known, string file)
    {
        if (reader.Entries.Count > known.Count)
        {
            throw new DataFormatException(
                file, "header", "the tensors of the layers and no others",
                Some(reader.Entries.Select(e => e.Name).Where(n => !known.Contains(n))));
        }
    }

    /// <summary>Reads what <c>Require</c> has found there.</summary>
    internal static void Fill(SafetensorsReader reader, ParameterSlab slab)
    {
        foreach (ParameterInfo info in slab.Entries)
        {
            reader.Read(reader.Find(info.Name)!, slab.Values.Slice(info.Offset, info.Shape.ElementCount));
        }
    }

    private static string Some(IEnumerable<string> names)
    {
        string[] first = [.. names.Take(5)];
        return first.Length == 0 ? "none" : string.Join(", ", first.Take(4).Select(n => $"'{n}'")) + (first.Length == 5 ? ", …" : "");
    }
}
