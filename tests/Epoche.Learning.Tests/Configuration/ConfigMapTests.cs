using System.Globalization;

namespace Epoche.Learning.Tests.Configuration;

public sealed class ConfigMapTests
{
    private const string Recipe = """
        # Perfect in seconds.
        environment: cartpole-v1
        steps: 50_000
        agent:
          discount: 0.99   # per step
          double: true
          hidden: [256, 256]
          # Only the middle counts.
          epsilon:
            from: 1
            to: 4.0e-2
        stages:
          - name: first
            steps: 1e3
          - name: "2"
        """;

    private enum Colour
    {
        Red,
        DeepBlue,
    }

    [Fact]
    public void Values_are_read_by_type()
    {
        ConfigMap recipe = ConfigMap.Parse(Recipe, "r.yaml");

        Assert.Equal("cartpole-v1", recipe.RequiredString("environment"));
        Assert.Equal(50_000, recipe.RequiredInt("steps", Bounds.Positive));
        ConfigMap agent = recipe.RequiredMap("agent");
        Assert.Equal(0.99f, agent.RequiredFloat("discount", Bounds.Unit));
        Assert.True(agent.RequiredBool("double"));
        Assert.Equal([256, 256], agent.Ints("hidden", [], Bounds.Positive));
        Assert.Equal(0.04f, agent.Map("epsilon").Float("to", 1));
        Assert.Equal(1f, agent.Map("epsilon").RequiredFloat("from"));
        IReadOnlyList<ConfigNode> stages = recipe.RequiredList("stages");
        Assert.Equal(["first", "2"], stages.Select(s => s.AsMap().RequiredString("name")));
        Assert.Equal(1000, stages[0].AsMap().RequiredInt("steps"));
        recipe.RejectUnknown();
    }

    [Fact]
    public void Absent_keys_give_the_default_or_null()
    {
        ConfigMap map = ConfigMap.Parse("nothing:\nquoted: \"null\"\n", "r.yaml");

        Assert.Equal(7, map.Int("absent", 7));
        Assert.Equal(7, map.Int("nothing", 7));
        Assert.Null(map.OptionalInt("absent"));
        Assert.Null(map.OptionalFloat("nothing"));
        Assert.Null(map.OptionalString("nothing"));
        Assert.Null(map.OptionalMap("nothing"));
        Assert.Equal("null", map.RequiredString("quoted"));
        Assert.Equal(0.5f, map.Map("deep").Map("er").Float("x", 0.5f));
        Assert.False(map.Contains("nothing"));
        Assert.Equal(Colour.DeepBlue, map.Enum("absent", Colour.DeepBlue));
    }

    [Fact]
    public void An_unknown_key_is_refused_with_its_line_and_the_nearest_known_key()
    {
        ConfigMap recipe = ConfigMap.Parse("steps: 1\nagent:\n  batch: 3\n  discont: 0.9\n", "mine.yaml");
        recipe.RequiredInt("steps");
        ConfigMap agent = recipe.Map("agent");
        agent.Int("batch", 64);
        agent.Float("discount", 0.99f);

        ConfigurationException error = Assert.Throws<ConfigurationException>(recipe.RejectUnknown);

        Assert.Equal("mine.yaml:4: unknown key 'agent.discont'; did you mean 'discount'? Known keys: batch, discount.", error.Message);
        Assert.Equal(("mine.yaml", 4, 3, "agent.discont"), (error.File, error.Line, error.Column, error.Key));
    }

    [Fact]
    public void A_map_that_nobody_read_hides_no_unknown_key()
    {
        ConfigMap recipe = ConfigMap.Parse("list:\n  - [{typo: 1}]\n", "r.yaml");
        recipe.RequiredList("list");

        Assert.Equal("list.0.0.typo", Assert.Throws<ConfigurationException>(recipe.RejectUnknown).Key);
    }

    [Fact]
    public void A_missing_key_is_named_with_its_map_and_line()
    {
        ConfigMap recipe = ConfigMap.Parse("a: 1\nagent:\n  discont: 0.9\n", "r.yaml");

        ConfigurationException error = Assert.Throws<ConfigurationException>(() => recipe.RequiredMap("agent").RequiredFloat("discount"));

        Assert.Equal("r.yaml:3: the key 'discount' is missing in 'agent'; is 'discont' meant to be it?", error.Message);
        Assert.Equal("agent.discount", error.Key);
    }

    [Theory]
    [InlineData("x: 1.5", "r.yaml:1: x must be between 0 and 1; received 1.5")]
    [InlineData("x: -1e-9", "r.yaml:1: x must be between 0 and 1; received -1e-9")]
    [InlineData("x: NaN", "r.yaml:1: x must be between 0 and 1; received NaN")]
    [InlineData("x: fast", "r.yaml:1: x must be a number; received fast")]
    [InlineData("x: \"0.5\"", "r.yaml:1: x must be a number; received the text \"0.5\"")]
    [InlineData("x: 0,5", "r.yaml:1: x must be a number; received 0,5")]
    [InlineData("x: [1]", "r.yaml:1: x must be a number; received a list")]
    [InlineData("x: {}", "r.yaml:1: x must be a number; received a map")]
    [InlineData("x: _1", "r.yaml:1: x must be a number; received _1")]
    public void A_number_that_does_not_fit_is_refused(string yaml, string message) =>
        Assert.Equal(
            message, Assert.Throws<ConfigurationException>(() => ConfigMap.Parse(yaml, "r.yaml").RequiredFloat("x", Bounds.Unit)).Message);

    [Theory]
    [InlineData("3.5", "must be a whole number; received 3.5")]
    [InlineData("1e-3", "must be a whole number; received 1e-3")]
    [InlineData("3000000000", "must be between -2147483648 and 2147483647; received 3000000000")]
    [InlineData("99999999999999999999999999999999999999999999", "must be a whole number; received "
        + "99999999999999999999999999999999999999999999")]
    [InlineData("0", "must be at least 1; received 0")]
    [InlineData("1__0", "must be a whole number; received 1__0")]
    [InlineData("true", "must be a whole number; received true")]
    public void A_whole_number_that_does_not_fit_is_refused(string value, string message) =>
        Assert.Equal(
            $"r.yaml:1: x {message}", Assert.Throws<ConfigurationException>(
                () => ConfigMap.Parse($"x: {value}", "r.yaml").RequiredInt("x", Bounds.AtLeast(1))).Message);

    [Fact]
    public void Bounds_apply_before_rounding_to_float32()
    {
        // 0.1f is a little more than 0.1: a bound of 0.1 must not refuse the number 0.1.
        Assert.Equal(0.1f, ConfigMap.Parse("x: 0.1", "r").RequiredFloat("x", Bounds.Between(0, 0.1)));
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => ConfigMap.Parse("x: 1e39", "r").RequiredFloat("x"));
        Assert.Contains("float32", error.Message);
    }

    [Fact]
    public void Bounds_describe_themselves()
    {
        Assert.Equal("above 0", Bounds.Positive.ToString());
        Assert.Equal("at most 3", Bounds.AtMost(3).ToString());
        Assert.Equal("above 0 and at most 1", (Bounds.Above(0) with { High = 1 }).ToString());
        Assert.Equal("between -1 and 1", Bounds.Between(-1, 1).ToString());
        Assert.Equal("finite", default(Bounds).ToString());
        Assert.False(Bounds.Below(1).Contains(1));
        Assert.False(Bounds.Positive.Contains(0));
        Assert.False(default(Bounds).Contains(double.NaN));
        Assert.False(default(Bounds).Contains(double.PositiveInfinity));
    }

    [Fact]
    public void Whole_numbers_reach_the_ends_of_their_types()
    {
        ConfigMap map = ConfigMap.Parse("a: 18446744073709551615\nb: -9223372036854775808\nc: -2147483648", "r");

        Assert.Equal(ulong.MaxValue, map.ULong("a", 0));
        Assert.Equal(long.MinValue, map.Long("b", 0));
        Assert.Equal(int.MinValue, map.Int("c", 0));
        Assert.Throws<ConfigurationException>(() => map.ULong("c", 0));
    }

    [Fact]
    public void Names_ignore_case_and_separators_and_suggest_the_nearest()
    {
        ConfigMap map = ConfigMap.Parse("a: deep-blue\nb: DEEP_BLUE\nc: deepbleu\nd: 1", "r");

        Assert.Equal(Colour.DeepBlue, map.RequiredEnum<Colour>("a"));
        Assert.Equal(Colour.DeepBlue, map.RequiredEnum<Colour>("b"));
        Assert.Equal(
            "r:3: c must be one of Red, DeepBlue; received deepbleu; did you mean 'DeepBlue'?",
            Assert.Throws<ConfigurationException>(() => map.RequiredEnum<Colour>("c")).Message);
        Assert.Throws<ConfigurationException>(() => map.RequiredEnum<Colour>("d"));
        Assert.Equal("adam", ConfigMap.Parse("o: Adam", "r").RequiredChoice("o", ["sgd", "adam"]));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("tRUE")]
    [InlineData("1")]
    [InlineData("\"true\"")]
    public void Only_true_and_false_are_switches(string value) =>
        Assert.Contains(
            "must be true or false",
            Assert.Throws<ConfigurationException>(() => ConfigMap.Parse($"x: {value}", "r").RequiredBool("x")).Message);

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "~" };
            CultureInfo.CurrentCulture = german;

            Assert.Equal(-1.5f, ConfigMap.Parse("x: -1.5", "r").RequiredFloat("x"));
            Assert.Equal(-3, ConfigMap.Parse("x: -3", "r").RequiredInt("x"));
            Assert.Equal("-1.5", YamlWriter.Format(-1.5f));
            Assert.Equal("-3", YamlWriter.Format(-3));
            Assert.Contains(
                "at least -0.5", Assert.Throws<ConfigurationException>(
                    () => ConfigMap.Parse("x: -1", "r").RequiredFloat("x", Bounds.AtLeast(-0.5))).Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_contradiction_can_be_reported_at_its_key()
    {
        ConfigMap map = ConfigMap.Parse("a: 1\nwarmup: 9\n", "r.yaml");

        Assert.Equal(
            "r.yaml:2: warmup must be below 'steps'; received 9", map.Error("warmup", "must be below 'steps'; received 9").Message);
    }
}
