using System.Text.Json.Nodes;

namespace Epoche.Probability.Tests.Refusal;

public sealed class RefusalFileTests : IDisposable
{
    private static readonly Prediction s_some = Some(1), s_others = Some(2);
    private static readonly Tensor s_labels = Tensor.Of([.. Enumerable.Range(0, 60).Select(i => (float)(i % 3))]);

    private readonly string _folder = Directory.CreateTempSubdirectory("epoche-refusal-").FullName;

    public static TheoryData<string> Kinds => [.. Rules().Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_rule_decides_after_loading_as_before(string kind)
    {
        RefusalRule rule = Rules()[kind];
        RefusalFile.Save(Everything(), _folder); // to be replaced, with its tables
        RefusalFile.Save(rule, _folder);
        RefusalRule loaded = RefusalFile.Load(_folder);

        Assert.True(RefusalFile.Exists(_folder));
        Assert.Equal(rule.GetType(), loaded.GetType());
        Assert.Equal(rule.Meaning, loaded.Meaning);
        Assert.Equal(rule.Guarantee, loaded.Guarantee);
        Assert.Equal(
            rule.Decide(s_others).Select(v => (v.Doubt, v.ToString())), loaded.Decide(s_others).Select(v => (v.Doubt, v.ToString())));
        Assert.Equal(kind.Contains("distances", StringComparison.Ordinal), File.Exists(Path.Combine(_folder, RefusalFile.StatisticsName)));
    }

    [Fact]
    public void The_same_rule_gives_the_same_bytes_and_says_what_it_promises()
    {
        RefusalFile.Save(Everything(), _folder);
        byte[] first = File.ReadAllBytes(Json);
        RefusalFile.Save(RefusalFile.Load(_folder), _folder);

        Assert.Equal(first, File.ReadAllBytes(Json));
        JsonObject json = JsonNode.Parse(first)!.AsObject();
        Assert.Equal(Everything().Guarantee!.Sentence, json["promise"]!.GetValue<string>());
        Assert.Equal(Everything().Meaning, json["meaning"]!.GetValue<string>());
        Assert.Equal("combined", json["rule"]!["score"]!["kind"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"threshold\": 0.2", "\"threshold\": \"much\"", "rule.threshold: expected a number from 0 to 1; found \"much\"")]
    [InlineData("\"threshold\": 0.2", "\"threshold\": 2", "rule.threshold: expected a number from 0 to 1; found 2")]
    [InlineData("\"kind\": \"median\"", "\"kind\": \"oracle\"", "rule.kind: expected median, percentile, threshold or prediction_set; "
        + "found 'oracle'")]
    [InlineData("\"format\": 1", "\"format\": 2", "refusal.format: expected a whole number from 1 to 1; found 2")]
    [InlineData("\"rule\"", "\"ruler\"", "expected a rule")]
    [InlineData("{", "[", "expected a rule")]
    public void A_damaged_description_is_named(string text, string other, string expected)
    {
        RefusalFile.Save(new MedianRule(), _folder);
        string content = File.ReadAllText(Json);
        int at = content.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(Json, content[..at] + other + content[(at + text.Length)..]);
        AssertSays(expected);
    }

    [Fact]
    public void Every_missing_or_strange_value_is_a_data_error()
    {
        RefusalFile.Save(Everything(), _folder);
        string content = File.ReadAllText(Json);
        int tried = 0;
        foreach (JsonObject parent in Objects(JsonNode.Parse(content)!).ToList())
        {
            foreach (string name in parent.Select(p => p.Key).ToList())
            {
                JsonNode? kept = parent[name]!.DeepClone();
                foreach (JsonNode? strange in (JsonNode?[])[null, "x", -3, new JsonArray(), new JsonObject()])
                {
                    parent[name] = strange;
                    File.WriteAllText(Json, parent.Root.ToJsonString());
                    if (name is not ("meaning" or "promise"))
                    {
                        Exception? error = Record.Exception(() => RefusalFile.Load(_folder));
                        Assert.True(
                            error is DataFormatException || (error is null && name is "threshold" or "confidence"),
                            $"{name} = {strange?.ToJsonString() ?? "null"}: {error}");
                        tried++;
                    }
                }

                parent[name] = kept;
            }
        }

        Assert.True(tried > 100, $"{tried}");
    }

    [Fact]
    public void Tables_that_belong_to_another_rule_are_noticed()
    {
        RefusalFile.Save(Everything(), _folder);
        string tables = Path.Combine(_folder, RefusalFile.StatisticsName);
        byte[] bytes = File.ReadAllBytes(tables);
        bytes[^1] ^= 1;
        File.WriteAllBytes(tables, bytes);
        AssertSays("the tables of the rule beside it");
        File.Delete(tables);
        AssertSays("found no such file");
        File.Delete(Json);
        Assert.Contains("There is no rule in", Assert.Throws<FileNotFoundException>(() => RefusalFile.Load(_folder)).Message);
    }

    [Fact]
    public void A_custom_doubt_is_not_written()
    {
        Assert.Contains(
            "The doubt 'own' is a custom one",
            Assert.Throws<NotSupportedException>(() => RefusalFile.Save(new ThresholdRule(new Own(), 1), _folder)).Message);
        Assert.False(RefusalFile.Exists(_folder));
    }

    private string Json => Path.Combine(_folder, RefusalFile.FileName);

    private static ThresholdRule Everything() => ThresholdRule.ForCoverage(
        CombinedDoubt.Fit(
            s_some, (new PredictiveEntropy(), 2), (MahalanobisDistance.Fit(s_some, s_labels), 1),
            (MahalanobisDistance.Fit(s_some, s_labels, DistanceSpace.Inputs, CovarianceKind.PerClass), 1),
            (NeighbourDistance.Fit(s_some, DistanceSpace.Inputs, neighbours: 2), 1)),
        s_some,
        0.9,
        confidence: 0.9);

    private static Dictionary<string, RefusalRule> Rules() => new()
    {
        ["median"] = new MedianRule(),
        ["percentile"] = new PercentileRule(10, 0.3f),
        ["own threshold"] = new ThresholdRule(new MaxProbability(), 0.1f + 0.2f),
        ["no threshold"] = new ThresholdRule(new MutualInformation(), float.PositiveInfinity),
        ["risk"] = ThresholdRule.ForRisk(new MutualInformation(), s_some, s_labels, 0.5),
        ["coverage by distances"] = Everything(),
        ["least ambiguous set"] = PredictionSetRule.ForCoverage(new LeastAmbiguousSet(), s_some, s_labels, 0.8, mostClasses: 2),
        ["adaptive set"] = new PredictionSetRule(new AdaptiveSet(0.1f, 2), 0.7f, 3),
    };

    private static Prediction Some(ulong seed)
    {
        Rng random = new(seed);
        return new(
            Epoche.Tensors.Ops.Softmax(2 * Tensor.Normal([5, 60, 3], ref random)), Tensor.Normal([60, 4], ref random),
            Tensor.Uniform([60, 2, 3], ref random));
    }

    private static IEnumerable<JsonObject> Objects(JsonNode node) => node switch
    {
        JsonObject inner => inner.Select(p => p.Value).OfType<JsonNode>().SelectMany(Objects).Prepend(inner),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Objects),
        _ => [],
    };

    private void AssertSays(string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => RefusalFile.Load(_folder)).Message);

    private sealed class Own : DoubtScore
    {
        public override string Name => "own";

        public override float[] Score(Prediction prediction) => new float[prediction.Count];
    }
}
