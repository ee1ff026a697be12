using System.Globalization;

namespace Epoche;

/// <summary>Numbers as people read them, the same in every culture.</summary>
internal static class Format
{
    /// <summary>Beyond this the digits are not those of a count, and hide how large a number is.</summary>
    private const double MostInFull = 1e15;

    private const double SecondsOfDay = 86_400;

    /// <summary>"12,345"; "1.0e20" where the digits say nothing.</summary>
    public static string Count(double value) =>
        Math.Abs(value) <= MostInFull ? value.ToString("N0", CultureInfo.InvariantCulture) : Exponent(value);

    /// <summary>"350.2 M", "58.2 k": how many per second.</summary>
    public static string Rate(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " k",
        _ => Count(value),
    };

    /// <summary>"0.0123": about three significant digits, without exponents where they only obscure.</summary>
    public static string Small(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1000 => Count(value),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        >= 1e-4 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0e0", CultureInfo.InvariantCulture),
    };

    /// <summary>"197.4", "0.031": a mean return, or its deviation.</summary>
    public static string Score(double value) =>
        Math.Abs(value) is > 0 and < 1 ? Small(value)
        : Math.Abs(value) <= MostInFull ? value.ToString("N1", CultureInfo.InvariantCulture)
        : Exponent(value);

    /// <summary>
    /// "9.1 ± 0.9", "100.0 ± 0.01": a mean return and its deviation, with the digits that the larger of them asks for; a deviation reads as
    /// 0 only where it is 0 but for the rounding of a sum.
    /// </summary>
    public static string Spread(double mean, double deviation)
    {
        double scale = Math.Max(Math.Abs(mean), deviation);
        return scale < 1 || !(scale <= MostInFull) ? $"{Score(mean)} ± {Score(deviation)}"
            : deviation < 0.05 && deviation > 1e-9 * scale ? string.Create(CultureInfo.InvariantCulture, $"{mean:N1} ± {Small(deviation)}")
            : string.Create(CultureInfo.InvariantCulture, $"{mean:N1} ± {deviation:N1}");
    }

    /// <summary>"500", "-123.4", "0.031": the return of one episode.</summary>
    public static string Return(double value) =>
        Math.Abs(value) is > 0 and < 1 ? Small(value)
        : Math.Abs(value) <= MostInFull ? value.ToString("#,0.#", CultureInfo.InvariantCulture)
        : Exponent(value);

    /// <summary>"1 episode", "1,000 episodes".</summary>
    public static string Count(long value, string noun) => $"{Count(value)} {noun}{(value == 1 ? "" : "s")}";

    /// <summary>"98.30%"; "–" for NaN, the share of nothing.</summary>
    public static string Accuracy(double share) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    /// <summary>"100%", "99.8%": 100% only where all are meant; "–" for NaN, the share of nothing.</summary>
    public static string Share(double share) => double.IsNaN(share)
        ? "–"
        : (share < 1 ? Math.Floor(1000 * (decimal)Math.Max(share, 0)) / 10 : 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>"17.2 GB", "100.7 MB", "0.4 kB": sizes in memory and on the disk, in powers of 1,000.</summary>
    public static string Bytes(double bytes)
    {
        (double unit, string name) = bytes switch { >= 1e9 => (1e9, "GB"), >= 1e6 => (1e6, "MB"), _ => (1e3, "kB") };
        return $"{(bytes / unit).ToString("N1", CultureInfo.InvariantCulture)} {name}";
    }

    /// <summary>"2.3 s", "48 s", "1:05", "2:10:00", "1,200 days".</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 10 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 60 => seconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        < 3600 => TimeSpan.FromSeconds(seconds).ToString(@"m\:ss", CultureInfo.InvariantCulture),
        >= 100 * SecondsOfDay or double.NaN => $"{Count(seconds / SecondsOfDay)} days",
        _ => $"{(int)(seconds / 3600)}:{TimeSpan.FromSeconds(seconds).ToString(@"mm\:ss", CultureInfo.InvariantCulture)}",
    };

    private static string Exponent(double value) => value.ToString("0.0e0", CultureInfo.InvariantCulture);

    /// <summary>A curve in one line of <paramref name="width"/> block characters, each the mean of its part of the values.</summary>
    public static string Sparkline(IReadOnlyList<double> values, int width)
    {
        const string Blocks = "▁▂▃▄▅▆▇█";
        int columns = Math.Min(width, values.Count);
        if (columns == 0)
        {
            return "";
        }

        double[] means = new double[columns];
        for (int c = 0; c < columns; c++)
        {
            int from = (int)((long)c * values.Count / columns);
            int to = (int)((long)(c + 1) * values.Count / columns);
            for (int i = from; i < to; i++)
            {
                means[c] += values[i] / (to - from);
            }
        }

        double low = means.Min();
        double range = means.Max() - low;
        return string.Create(columns, (means, low, range), static (line, s) =>
        {
            for (int c = 0; c < line.Length; c++)
            {
                double height = s.range > 0 ? (s.means[c] - s.low) / s.range : 0.5;
                line[c] = Blocks[(int)Math.Min(height * Blocks.Length, Blocks.Length - 1)];
            }
        });
    }
}
