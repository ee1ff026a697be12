using System.Security.Cryptography;

namespace Epoche;

/// <summary>The fingerprint of a model's weights: two runs that print the same one ended with the same bits.</summary>
public static class WeightsHash
{
    /// <summary>
    /// SHA-256 over the values as little-endian float32 bytes, in the order of the parameter slab, as 64 lower-case hexadecimal digits.
    /// </summary>
    public static string Compute(ReadOnlySpan<float> values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        LittleEndian.ForEachChunk(values, hash, static (hash, bytes) => hash.AppendData(bytes));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
