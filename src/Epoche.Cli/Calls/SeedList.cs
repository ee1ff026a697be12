namespace Epoche.Cli.Calls;

/// <summary>Seeds as users write them: "0..4", "1,5,9", or both.</summary>
internal static class SeedList
{
    private const int Most = 1_000;

    /// <exception cref="CliException">The text is no list of seeds.</exception>
    public static IReadOnlyList<ulong> Parse(string text)
    {
        List<ulong> seeds = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split("..", 2);
            if (!TryParse(ends[0], out ulong first) || !TryParse(ends[^1], out ulong last) || last < first || last - first >= Most)
            {
                throw new CliException(
                    $"--seeds expects whole numbers such as 0..4 or 1,5,9, of a range no more than {Most}; received '{part}'.");
            }

            for (ulong seed = first; ; seed++)
            {
                seeds.Add(seed);
                if (seed == last)
                {
                    break;
                }
            }
        }

        return seeds.Count > 0
            ? [.. seeds.Distinct()]
            : throw new CliException("--seeds expects whole numbers such as 0..4 or 1,5,9; received none.");
    }

    private static bool TryParse(string text, out ulong seed)
    {
        bool isSeed = ConfigNumber.TryWhole(text, out Int128 value) && value >= 0 && value <= ulong.MaxValue;
        seed = isSeed ? (ulong)value : 0;
        return isSeed;
    }
}
