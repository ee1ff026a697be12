using System.Globalization;

namespace Epoche;

/// <summary>
/// A market made of a CSV file of prices, as a text names it: <c>market:prices.csv</c>, with settings behind commas,
/// <c>market:prices.csv,column=Close,cost=0.001,part=train</c>. Prices are one of a line, the oldest first.
/// </summary>
public sealed class MarketFile
{
    private const string Prefix = "market:";
    private const long MostBytes = 1L << 33;
    private const int LongestLine = 1 << 21;

    private static readonly string[] s_columns = ["close", "Close", "CLOSE", "Adj Close", "price", "Price"];

    private static readonly string[] s_keys =
        ["column", "cost", "slippage", "window", "episode", "part", "train", "validation", "short", "lag", "shuffle"];

    private readonly Dictionary<string, string> _settings;
    private readonly string _path;

    private MarketFile(string path, Dictionary<string, string> settings) => (_path, _settings) = (path, settings);

    /// <summary>Whether a text names a market: whether it begins with <c>market:</c>.</summary>
    /// <param name="text">Such as <c>CartPole-v1</c> or <c>market:prices.csv</c>.</param>
    public static bool IsMarket(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>Reads the file that a text names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folder">Where a relative path begins. Default: the current folder.</param>
    /// <returns>The market, and what identifies it: the whole path with its settings, and the hash of the file.</returns>
    /// <exception cref="ExperimentException">There is no such file, or a setting is unknown or out of its range.</exception>
    /// <exception cref="DataFormatException">The file has no column of prices, or a line has none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is closed to this user.</exception>
    public static FoundEnvironment Load(string text, string folder = ".")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(folder);
        MarketFile file = Parse(text, folder);
        if (!File.Exists(file._path))
        {
            throw new ExperimentException($"{text}: there is no file '{file._path}'.");
        }

        return new(file.Entry()) { Code = new(file.Reference, file.Hash()) };
    }

    private string Reference => $"{Prefix}{_path}{string.Concat(_settings.Select(setting => $",{setting.Key}={setting.Value}"))}";

    /// <summary>The entry of a market, for other settings of the same prices as well.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="options">How it is traded.</param>
    /// <exception cref="ArgumentException">There are too few prices.</exception>
    public static EnvironmentEntry EntryOf(MarketPrices prices, MarketOptions options)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(options);
        return new(
            new Market(prices, options).Spec.Name, $"Trade by the past prices of {prices.Name}.", () => new Market(prices, options),
            count => BatchEnvironment.Of(() => new Market(prices, options), count))
        {
            Player = Holding(1),
            Players =
            [
                new("buy-and-hold", "all of it from the first bar on", Holding(1)),
                new("half", "half of the wealth, rebalanced at every bar", Holding(0.5f)),
                new("cash", "nothing", Holding(0)),
            ],
        };
    }

    private static ScriptedPlayer Holding(float share) => new(1, spec => new ConstantPolicy(spec.Actions, share));

    private static MarketFile Parse(string text, string folder)
    {
        string[] parts = text[Prefix.Length..].Split(',');
        Dictionary<string, string> settings = [];
        foreach (string part in parts.Skip(1))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length != 2 || !s_keys.Contains(pair[0]))
            {
                throw new ExperimentException(
                    $"{text}: '{part}' is not a setting of a market.{NearestHint.For(pair[0], s_keys)} Settings are KEY=VALUE, with the "
                    + $"keys {string.Join(", ", s_keys)}.");
            }

            settings[pair[0]] = pair[1];
        }

        return parts[0].Length > 0
            ? new(Path.GetFullPath(parts[0], Path.GetFullPath(folder)), settings)
            : throw new ExperimentException($"{text}: a market needs a CSV file of prices: market:prices.csv.");
    }

    private EnvironmentEntry Entry()
    {
        MarketOptions defaults = new();
        MarketOptions options = defaults with
        {
            Cost = Number("cost", defaults.Cost),
            Slippage = Number("slippage", defaults.Slippage),
            Window = Whole("window", defaults.Window),
            Episode = Whole("episode", defaults.Episode),
            TrainShare = Number("train", defaults.TrainShare),
            ValidationShare = Number("validation", defaults.ValidationShare),
            Lag = Whole("lag", defaults.Lag),
            Short = Flag("short", defaults.Short),
            Part = _settings.TryGetValue("part", out string? part) ? PartOf(part) : defaults.Part,
            Shuffle = _settings.ContainsKey("shuffle") ? (ulong)Whole("shuffle", 0) : null,
        };
        try
        {
            return EntryOf(ReadPrices(), options);
        }
        catch (ArgumentException exception)
        {
            throw new ExperimentException($"{Reference}: {ErrorText.Of(exception)}");
        }
    }

    private MarketPrices ReadPrices()
    {
        Dataset data = Csv.Read(_path, [CsvColumn.Number(Column())], [CsvColumn.Number(Column())]);
        double[] prices = new double[data.Count];
        for (int i = 0; i < prices.Length; i++)
        {
            prices[i] = data.Input(i)[0];
        }

        return new(Path.GetFileName(_path), prices);
    }

    /// <summary>The column that is asked for, else the first of the usual names that the file has.</summary>
    private string Column()
    {
        if (_settings.TryGetValue("column", out string? column))
        {
            return column;
        }

        string heading = ReadableFile.ReadLines(_path, MostBytes, LongestLine).FirstOrDefault() ?? "";
        string[] names = [.. heading.Split(',').Select(name => name.Trim().Trim('"'))];
        return s_columns.FirstOrDefault(names.Contains) ?? s_columns[0];
    }

    private string Hash()
    {
        using FileStream stream = ReadableFile.Open(_path, MostBytes, bufferSize: 1 << 16);
        return Sha256.Of(stream);
    }

    private double Number(string key, double fallback) =>
        !_settings.TryGetValue(key, out string? text) ? fallback
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw Wrong(key, "a number", text);

    private int Whole(string key, int fallback) =>
        !_settings.TryGetValue(key, out string? text) ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw Wrong(key, "a whole number of 0 or more", text);

    private bool Flag(string key, bool fallback) =>
        !_settings.TryGetValue(key, out string? text) ? fallback
        : text is "true" or "false" ? text == "true"
        : throw Wrong(key, "true or false", text);

    private MarketPart PartOf(string text) =>
        Enum.GetValues<MarketPart>().Cast<MarketPart?>().FirstOrDefault(part => part.ToString()!.ToLowerInvariant() == text)
        ?? throw Wrong("part", "all, train, validation or test", text);

    private ExperimentException Wrong(string key, string expected, string received) =>
        new($"{Prefix}{_path}: '{key}' expects {expected}; received '{received}'.");
}
