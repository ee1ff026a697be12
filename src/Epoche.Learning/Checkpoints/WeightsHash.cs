namespace Epoche;

/// <summary>The fingerprint of a model's weights: two runs that print the same one ended with the same bits.</summary>
public static class WeightsHash
{
    /// <summary>
    /// SHA-256 over the values as little-endian float32 bytes, in the order of the parameter slab, as 64 lower-case hexadecimal digits.
    /// </summary>
    public static string Compute(ReadOnlySpan<float> values)
    {
        using Sha256 hash = new();
        LittleEndian.ForEachChunk(values, hash, static (hash, bytes) => hash.Append(bytes));
        return hash.Digits();
    }
}
