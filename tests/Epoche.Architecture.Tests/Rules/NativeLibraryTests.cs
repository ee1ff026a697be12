namespace Epoche.Architecture.Tests.Rules;

/// <summary>
/// What the base library's hashes need is not on every system, and where it is missing the process is aborted: hashes are computed in one
/// place, which does without.
/// </summary>
public sealed class NativeLibraryTests
{
    private const string Hashes = "src/Epoche.Core/Hashing/Sha256.cs";

    [Fact]
    public void Hashes_are_computed_in_one_place()
    {
        string[] files = [.. from file in SourceFile.Under("src")
                             where file.Code.Contains("System.Security.Cryptography", StringComparison.Ordinal)
                             select file.Path];

        Assert.Equal([Hashes], files);
    }

    [Fact]
    public void Addresses_are_asked_in_one_place_which_looks_whether_TLS_is_available() => Assert.Equal(
        ["src/Epoche.Experiments/Data/Download.cs"],
        from file in SourceFile.Under("src")
        where file.Code.Contains("HttpClient", StringComparison.Ordinal) || file.Code.Contains("SslStream", StringComparison.Ordinal)
        select file.Path);
}
