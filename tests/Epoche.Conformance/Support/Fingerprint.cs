using System.Runtime.InteropServices;

namespace Epoche.Conformance;

/// <summary>A short text that differs when any bit of the values does.</summary>
public sealed class Fingerprint : IDisposable
{
    private readonly Sha256 _hash = new();

    /// <summary>The fingerprint of one span.</summary>
    public static string Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using Fingerprint fingerprint = new();
        fingerprint.Add(values);
        return fingerprint.ToString();
    }

    /// <summary>Takes in more values, bit by bit: 0 and −0 differ.</summary>
    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged => _hash.Append(MemoryMarshal.AsBytes(values));

    /// <inheritdoc/>
    public override string ToString() => _hash.Digits()[..16];

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
