namespace Epoche.Experiments.Tests.Finance;

public sealed class MarketFileTests
{
    [Fact]
    public void Settings_stand_behind_the_path()
    {
        using TemporaryDirectory directory = new();
        string csv = Write(directory, "Date,Open,Close", Enumerable.Range(1, 60).Select(i => $"{i},7,{i}"));
        FoundEnvironment found = MarketFile.Load($"market:{csv},cost=0.01,window=5,part=test,short=true");
        Market market = Assert.IsType<Market>(found.Entry.Create());
        MarketOptions options = market.Options;
        Assert.Equal((0.01, 5, MarketPart.Test, true), (options.Cost, options.Window, options.Part, options.Short));
        Assert.Equal(60, market.Prices.Values[^1]);
        Assert.Equal($"market:{csv},cost=0.01,window=5,part=test,short=true", found.Code!.Reference);
        Assert.Equal(64, found.Code.Sha256.Length);
        Market open = (Market)MarketFile.Load($"market:{csv},column=Open,window=5").Entry.Create();
        Assert.Equal(7, open.Prices.Values[^1]);
        Assert.Equal(7, ((Market)MarketFile.Load("market:prices.csv,column=Open", directory.Path).Entry.Create()).Prices.Values[0]);
    }

    [Theory]
    [InlineData("market:missing.csv", "there is no file")]
    [InlineData("market:", "needs a CSV file of prices")]
    [InlineData("market:prices.csv,costs=1", "Did you mean 'cost'?")]
    [InlineData("market:prices.csv,cost=much", "'cost' expects a number; received 'much'")]
    [InlineData("market:prices.csv,cost=2", "Cost must be from 0 to 0.5; received 2")]
    [InlineData("market:prices.csv,part=middle", "'part' expects all, train, validation or test; received 'middle'")]
    [InlineData("market:prices.csv,window=500", "give more prices", StringComparison.OrdinalIgnoreCase)]
    [InlineData("market:prices.csv,short=1", "'short' expects true or false")]
    public void What_cannot_be_used_is_named(string text, string message, StringComparison comparison = StringComparison.Ordinal)
    {
        using TemporaryDirectory directory = new();
        Write(directory, "Close", Enumerable.Range(1, 60).Select(i => $"{i}"));
        Assert.Contains(
            message, Assert.Throws<ExperimentException>(() => MarketFile.Load(text, directory.Path)).Message, comparison);
    }

    [Fact]
    public void A_cell_that_is_no_price_is_named_by_line_and_column()
    {
        using TemporaryDirectory directory = new();
        Write(directory, "Close", ["1", "2", "x", "4"]);
        Assert.Contains(
            "line 4", Assert.Throws<DataFormatException>(() => MarketFile.Load("market:prices.csv", directory.Path)).Message,
            StringComparison.Ordinal);
    }

    private static string Write(TemporaryDirectory directory, string heading, IEnumerable<string> lines)
    {
        File.WriteAllLines(directory["prices.csv"], [heading, .. lines]);
        return directory["prices.csv"];
    }
}
