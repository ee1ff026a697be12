namespace Epoche.Learning.Tests.Saving;

public sealed class WeightsHashTests
{
    [Fact]
    public void The_hash_is_sha256_of_the_little_endian_bytes()
    {
        // printf '\x00\x00\x80\x3f\x00\x00\x00\xc0' | sha256sum
        Assert.Equal("ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b", WeightsHash.Compute([1f, -2f]));
        // printf '' | sha256sum
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", WeightsHash.Compute([]));
    }

    [Fact]
    public void Every_bit_counts()
    {
        float[] values = new float[3_000_001];
        string before = WeightsHash.Compute(values);
        values[^1] = -0f;

        Assert.NotEqual(before, WeightsHash.Compute(values));
    }
}
