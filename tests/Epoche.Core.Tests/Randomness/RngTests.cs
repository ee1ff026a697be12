using Epoche.Randomness;

namespace Epoche.Core.Tests.Randomness;

public sealed class RngTests
{
    /// <summary>
    /// The known-answer vectors of Random123 (kat_vectors, philox4x32 with 10 rounds): counter, key, result; the last is digits of π.
    /// </summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_vectors(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint r0, uint r1, uint r2, uint r3)
    {
        Philox.Block(
            k0 | ((ulong)k1 << 32), c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32), out uint a, out uint b, out uint c, out uint d);
        Assert.Equal([r0, r1, r2, r3], (uint[])[a, b, c, d]);
    }

    /// <summary>
    /// Numbers that saved runs rely on, computed by a program of another language that was written from this class's documentation.
    /// </summary>
    [Fact]
    public void A_stream_gives_the_same_numbers_for_ever()
    {
        Rng rng = Rng.Stream(7, "golden", 2);
        Assert.Equal(0x67f3e15a60695555UL, rng.Key);
        Assert.Equal(
            [0x0f011090, 0x2e69d910, 0x520c663b, 0xe9cf336d, 0xc2480e3a, 0x546120eb],
            (uint[])[rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32()]);
        Assert.Equal(6UL, rng.Position);
        Assert.Equal(-1.0173738372027423, rng.NextNormal(), 2e-7);
        Assert.Equal(0.24169648462013182, rng.NextDouble());
        Assert.Equal(242, rng.NextInt(1000));
        int[] order = new int[8];
        rng.Permutation(order);
        Assert.Equal([7, 6, 1, 2, 0, 3, 4, 5], order);
    }

    [Fact]
    public void A_stream_without_a_name_starts_with_the_published_block()
    {
        Rng rng = new(0);
        Assert.Equal(0x6627e8d5u, rng.NextUInt32());
        Assert.Equal(0xe169c58du, rng.NextUInt32());
        Assert.Equal(0xbc57ac4cu, rng.NextUInt32());
        Assert.Equal(0x9b00dbd8u, rng.NextUInt32());
    }

    [Fact]
    public void Key_and_position_restore_a_stream_at_any_word()
    {
        Rng rng = Rng.Stream(1, "replay");
        for (int i = 0; i < 50; i++)
        {
            Rng restored = Rng.Restore(rng.Key, rng.Position);
            Assert.Equal(rng.NextUInt32(), restored.NextUInt32());
            Assert.Equal(rng.NextUInt64(), restored.NextUInt64());
        }
    }

    [Fact]
    public void Names_indices_and_seeds_give_streams_of_their_own()
    {
        HashSet<ulong> keys = [];
        for (int index = 0; index < 100; index++)
        {
            for (ulong seed = 0; seed < 10; seed++)
            {
                Assert.True(keys.Add(Rng.Stream(seed, "env", index).Key) && keys.Add(Rng.Stream(seed, "eval", index).Key));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(129)]
    [InlineData(300)]
    public void Fills_give_the_numbers_of_single_calls(int count)
    {
        for (ulong position = 0; position < 5; position++)
        {
            Rng one = Rng.Restore(3, position), many = one;
            uint[] words = new uint[count];
            many.Fill(words);
            Assert.All(words, word => Assert.Equal(one.NextUInt32(), word));

            float[] uniform = new float[count];
            many.FillUniform(uniform, -2, 3);
            Assert.All(uniform, value => Assert.Equal(one.NextSingle(-2, 3), value));

            foreach (int range in (int[])[37, int.MaxValue, (1 << 30) + 1]) // of the last, every fourth word is rejected
            {
                int[] integers = new int[count];
                many.FillIntegers(integers, range);
                Assert.All(integers, value => Assert.Equal(one.NextInt(range), value));
                Assert.Equal(one.Position, many.Position);
            }

            int[] order = new int[count], expected = [.. Enumerable.Range(0, count)];
            many.Permutation(order);
            for (int i = count - 1; i > 0; i--)
            {
                int other = one.NextInt(i + 1);
                (expected[i], expected[other]) = (expected[other], expected[i]);
            }

            Assert.Equal(expected, order);
            Assert.Equal(one.Position, many.Position);

            float[] normal = new float[count];
            many.FillNormal(normal, 1, 2);
            for (int i = 0; i < count; i += 2)
            {
                Assert.Equal(one.NextNormal(1, 2), normal[i]);
            }

            Assert.Equal(one.Position, many.Position);
            Assert.Equal(one.NextUInt32(), many.NextUInt32());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Long_spans_of_normal_numbers_are_those_of_pair_after_pair(int taken)
    {
        foreach (int count in (int[])[127, 128, 129, 1000, 1090, 8192, 8193, 20_001])
        {
            Rng pairs = Rng.Restore(9, (ulong)taken), all = pairs;
            float[] one = new float[count + 1], many = new float[count];
            for (int i = 0; i < count; i += 2)
            {
                pairs.FillNormal(one.AsSpan(i, 2), 1, 2);
            }

            all.FillNormal(many, 1, 2);
            Assert.Equal(one[..count], many);
            Assert.Equal(pairs.Position, all.Position);
            Assert.Equal(pairs.NextUInt32(), all.NextUInt32());
        }
    }

    [Fact]
    public void A_uniform_number_never_reaches_the_excluded_end()
    {
        float highest = 0;
        Rng rng = new(4);
        for (int i = 0; i < 1 << 20; i++)
        {
            highest = Math.Max(highest, rng.NextSingle(MathF.BitDecrement(1), MathF.BitIncrement(1)));
            Assert.InRange(rng.NextSingle(1_000_000, 1_000_001), 1_000_000, MathF.BitDecrement(1_000_001));
        }

        Assert.Equal(1, highest);
    }

    [Fact]
    public void A_fill_excludes_the_end_as_single_calls_do()
    {
        foreach ((float low, float high) in ((float, float)[])[
            (MathF.BitDecrement(1), MathF.BitIncrement(1)), (-1e-45f, 0), (-3e-45f, 3e-45f), (-1.0000001f, -1), (2, 2), (3, 1), (0, 1e30f)])
        {
            Rng one = new(6), many = one;
            float[] values = new float[1000];
            many.FillUniform(values, low, high);
            Assert.All(values, value =>
            {
                Assert.Equal(one.NextSingle(low, high), value);
                Assert.True(low >= high || (value >= low && value < high));
            });
        }
    }

    [Fact]
    public void Counts_that_are_not_positive_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(1).NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(1).FillIntegers(new int[1], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(1).Choice(new int[3], 2));
        Assert.Throws<ArgumentException>(() => new Rng(1).Choice((float[])[0, 0]));
        Assert.Throws<ArgumentException>(() => new Rng(1).Choice((float[])[1, -1]));
        Assert.Throws<ArgumentException>(() => new Rng(1).Choice((float[])[1, float.NaN]));
        Assert.Throws<ArgumentException>(() => new Rng(1).Choice(new int[2], [1, 0]));
    }
}
