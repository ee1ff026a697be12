using System.Security.Cryptography;
using System.Text;

namespace Epoche.Core.Tests.Hashing;

/// <summary>The base library's hash and the managed one, which takes its place where there is no OpenSSL.</summary>
public sealed class Sha256Tests
{
    private const int Longest = 2_000;

    // Secure Hash Standard, FIPS 180-4, examples of SHA-256 at csrc.nist.gov: one block, two blocks, many; and of nothing.
    [Theory]
    [InlineData("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    [InlineData("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")]
    public void Hashes_are_those_of_the_standard(string text, int times, string expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times)));

        using Sha256 managed = new(native: false);
        managed.Append(bytes);
        ManagedSha256 plain = new(isVectorized: false);
        plain.Append(bytes);

        Assert.Equal(expected, managed.Digits());
        Assert.Equal(expected, Digits(plain));
        Assert.Equal(expected, Sha256.Of(bytes));
        Assert.Equal(expected, Sha256.Of(new MemoryStream(bytes)));
    }

    [Fact]
    public void Every_length_in_whatever_parts_has_the_hash_of_the_base_library()
    {
        Rng random = Rng.Stream(0, "hashes");
        byte[] bytes = Bytes(random, Longest);
        for (int length = 0; length < Longest; length++)
        {
            using Sha256 native = new(native: true), managed = new(native: false);
            ManagedSha256 plain = new(isVectorized: false);
            for (int at = 0; at < length;)
            {
                int end = Math.Min(length, at + random.NextInt(300));
                managed.Append(bytes.AsSpan(at..end));
                native.Append(bytes.AsSpan(at..end));
                plain.Append(bytes.AsSpan(at..end));
                at = end;
            }

            string expected = Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length)));
            Assert.Equal(expected, managed.Digits());
            Assert.Equal(expected, native.Digits());
            Assert.Equal(expected, Digits(plain));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_can_be_added_after_the_hash_was_asked_for(bool native)
    {
        byte[] bytes = Bytes(Rng.Stream(1, "hashes"), 500);
        using Sha256 hash = new(native);
        for (int i = 0; i < bytes.Length; i++)
        {
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, i))), hash.Digits());
            hash.Append(bytes.AsSpan(i, 1));
        }
    }

    [Fact]
    public void Of_a_stream_the_rest_counts()
    {
        byte[] bytes = Bytes(Rng.Stream(2, "hashes"), 200_000);
        using MemoryStream stream = new(bytes) { Position = 1_000 };

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(1_000))), Sha256.Of(stream));
    }

    private static byte[] Bytes(Rng random, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)random.NextInt(256);
        }

        return bytes;
    }

    private static string Digits(ManagedSha256 hash)
    {
        byte[] bytes = new byte[ManagedSha256.HashBytes];
        hash.GetCurrentHash(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
