using System.Globalization;

namespace Epoche.Experiments;

/// <summary>Reads <c>1..5</c>, <c>10_000..100_000</c>, <c>1e-5..1e-2</c>.</summary>
internal static class RangeReader
{
    private const string Between = "..";

    /// <exception cref="ConfigurationException">It is no such range.</exception>
    public static (long Low, long High) Whole(ConfigNode node)
    {
        (string low, string high) = Ends(node, "1..5");
        return (Read(low), Read(high));

        long Read(string text) => ConfigNumber.TryWhole(text, out Int128 value) && value >= long.MinValue && value <= long.MaxValue
            ? (long)value
            : throw node.Error($"must go from one whole number to another, such as 1..5; received {RecipeParameters.Text(node)}");
    }

    /// <exception cref="ConfigurationException">It is no such range.</exception>
    public static (double Low, double High) Real(ConfigNode node)
    {
        (string low, string high) = Ends(node, "1e-5..1e-2");
        return (Read(low), Read(high));

        double Read(string text) => ConfigNumber.TryReal(text, out double value) && double.IsFinite(value)
            ? value
            : throw node.Error($"must go from one number to another, such as 1e-5..1e-2; received {RecipeParameters.Text(node)}");
    }

    /// <summary>Refuses ends that no range can have; the library's own words follow for what remains.</summary>
    /// <exception cref="ConfigurationException">Low is above high, or a logarithm begins at 0 or below.</exception>
    public static void Require(ConfigNode node, double low, double high, bool log)
    {
        if (low > high)
        {
            throw node.Error($"must go from the lower to the higher end; received {RecipeParameters.Text(node)}. "
                + $"Write {Text(high)}..{Text(low)}");
        }

        if (log && !(low > 0))
        {
            throw node.Error($"is searched by the logarithm, and so must begin above 0; received {RecipeParameters.Text(node)}. "
                + "Raise the lower end, or leave out 'log: true'");
        }
    }

    private static (string Low, string High) Ends(ConfigNode node, string example)
    {
        string text = node is ConfigScalar { IsNull: false } ? node.AsString() : "";
        int at = text.IndexOf(Between, StringComparison.Ordinal);
        return at > 0 && at + Between.Length < text.Length
            ? (text[..at].Trim(), text[(at + Between.Length)..].Trim())
            : throw node.Error($"must be a range such as {example}; received {RecipeParameters.Text(node)}");
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
