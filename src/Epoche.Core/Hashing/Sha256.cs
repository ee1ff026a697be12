using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Epoche;

/// <summary>
/// SHA-256 (FIPS 180-4), the one hash of the project. The base library's where it has one; on Linux that is OpenSSL's, and where the system
/// has no OpenSSL the base library ends the process, so there <see cref="ManagedSha256"/> takes its place. Both give the same digits.
/// </summary>
internal sealed class Sha256 : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly IncrementalHash? _native;
    private readonly ManagedSha256? _managed;

    /// <summary>Of nothing yet.</summary>
    public Sha256()
        : this(OpenSsl.IsUsable)
    {
    }

    /// <summary>With a choice that only tests make.</summary>
    /// <param name="native">Whether to use the base library's; it must be usable then.</param>
    internal Sha256(bool native)
    {
        if (native)
        {
            _native = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }
        else
        {
            _managed = new(Vector128.IsHardwareAccelerated);
        }
    }

    /// <summary>The hash of bytes, as 64 lower-case hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        using Sha256 hash = new();
        hash.Append(bytes);
        return hash.Digits();
    }

    /// <summary>The hash of all that a stream still has, as 64 lower-case hexadecimal digits.</summary>
    public static string Of(Stream stream)
    {
        using Sha256 hash = new();
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
        for (int got; (got = stream.Read(buffer)) > 0;)
        {
            hash.Append(buffer.AsSpan(0, got));
        }

        return hash.Digits();
    }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _native?.AppendData(bytes);
        _managed?.Append(bytes);
    }

    /// <summary>The hash of everything added so far, as 64 lower-case hexadecimal digits; more can be added.</summary>
    public string Digits()
    {
        Span<byte> hash = stackalloc byte[ManagedSha256.HashBytes];
        _native?.GetCurrentHash(hash);
        _managed?.GetCurrentHash(hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Frees what OpenSSL holds.</summary>
    public void Dispose() => _native?.Dispose();
}
