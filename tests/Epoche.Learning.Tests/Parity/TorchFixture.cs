using System.Text.Json;

namespace Epoche.Learning.Tests.Parity;

/// <summary>The values in tests/fixtures/torch and the inputs that they were computed from (see inputs.py there).</summary>
internal static class TorchFixture
{
    /// <summary>The cases of a file, by name.</summary>
    internal static Dictionary<string, JsonElement> Load(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "fixtures", "torch", file);
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(c => c.GetProperty("name").GetString()!);
    }

    /// <summary>low + (high − low)·k/65536 with k a hash of index and salt: exact in float32.</summary>
    internal static float[] Values(int salt, int count, double low, double high) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(low + ((high - low) * Hash(i, salt) / 65536)))];

    /// <summary>Whole numbers in [0, bound).</summary>
    internal static float[] Integers(int salt, int count, int bound) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(Hash(i, salt) * bound >> 16))];

    /// <summary>0 or 1, evenly.</summary>
    internal static float[] Bits(int salt, int count) => [.. Values(salt, count, -2, 2).Select(v => v > 0 ? 1f : 0f)];

    internal static double[] Numbers(this JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(n => n.GetDouble())];

    internal static int[] Sizes(this JsonElement element) => [.. element.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())];

    /// <summary>Requires |actual − expected| ≤ 1e-5·max(1, |expected|) of every element.</summary>
    internal static void AssertAgree(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected[i]);
            Assert.True(
                difference <= 1e-5 * Math.Max(1, Math.Abs(expected[i])),
                $"{what}, element {i}: PyTorch {expected[i]:R}, Epoche {actual[i]:R}, difference {difference:E1}");
        }
    }

    private static uint Hash(int index, int salt)
    {
        uint x = unchecked(((uint)index * 2654435761u) + ((uint)salt * 2246822519u));
        x = unchecked((x ^ (x >> 15)) * 2654435761u);
        x = unchecked((x ^ (x >> 13)) * 2246822519u);
        return x >> 16;
    }
}
