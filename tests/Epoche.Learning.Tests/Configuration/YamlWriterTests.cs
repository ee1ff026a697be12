namespace Epoche.Learning.Tests.Configuration;

public sealed class YamlWriterTests
{
    [Fact]
    public void A_document_is_written_as_expected()
    {
        YamlWriter yaml = new();
        yaml.Comment("A model.\nOf two lines.");
        yaml.Value("version", 1);
        yaml.BlankLine();
        using (yaml.Map("agent", "learns"))
        {
            yaml.Value("rate", 1e-5f, "per step");
            yaml.Value("on", true);
            yaml.Values("hidden", [256, 128]);
            using (yaml.Map("empty"))
            {
            }
        }

        using (yaml.List("layers"))
        {
            yaml.Comment("The first.");
            using (yaml.Item())
            {
                yaml.Comment("Its kind.");
                yaml.Value("kind", "dense");
                yaml.Value("name", "on");
            }

            using (yaml.Item())
            {
            }
        }

        using (yaml.List("none"))
        {
        }

        Assert.Equal(
            """
            # A model.
            # Of two lines.
            version: 1

            agent:  # learns
              rate: 1.0e-05  # per step
              "on": true
              hidden: [256, 128]
              empty: {}
            layers:
              # The first.
              # Its kind.
              - kind: dense
                name: "on"
              - {}
            none: []

            """.ReplaceLineEndings("\n"),
            yaml.ToString());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData(" padded ")]
    [InlineData("3")]
    [InlineData("1e5")]
    [InlineData("true")]
    [InlineData("Null")]
    [InlineData("~")]
    [InlineData("- x")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("\"quoted\" 'both' \\ back")]
    [InlineData("line\nbreak\r\n\ttab")]
    [InlineData("control\0\u0001\u007f\u0085\u2028\ufeff")]
    [InlineData("Größe 漢字 🙂")]
    [InlineData("[x], {y}")]
    [InlineData("C:\\models\\a.yaml")]
    public void Texts_come_back_as_they_were(string text)
    {
        YamlWriter yaml = new();
        yaml.Value("x", text);
        yaml.Values("list", [text, text]);
        if (text.Length > 0)
        {
            yaml.Value(text == "x" ? "y" : text, 1);
        }

        ConfigMap map = ConfigMap.Parse(yaml.ToString(), "r");

        Assert.Equal(text, map.RequiredString("x"));
        Assert.Equal([text, text], map.RequiredList("list").Select(n => n.AsString()));
        Assert.Equal(1, text.Length > 0 ? map.RequiredInt(text) : 1);
    }

    [Fact]
    public void Numbers_come_back_bit_for_bit()
    {
        Rng rng = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            float value = BitConverter.UInt32BitsToSingle(rng.NextUInt32());
            double wide = BitConverter.UInt64BitsToDouble(rng.NextUInt64());
            if (float.IsFinite(value) && double.IsFinite(wide))
            {
                ConfigMap map = ConfigMap.Parse($"f: {YamlWriter.Format(value)}\nd: {YamlWriter.Format(wide)}", "r");
                Assert.Equal(BitConverter.SingleToUInt32Bits(value), BitConverter.SingleToUInt32Bits(map.RequiredFloat("f")));
                Assert.Equal(BitConverter.DoubleToUInt64Bits(wide), BitConverter.DoubleToUInt64Bits(map.Double("d", 0)));
            }
        }

        Assert.Equal(["0.0", "-0.0", "3.0", "0.1", "1.0e-05", "3.4028235e+38", ".inf", "-.inf", ".nan"],
            new[] { 0f, -0f, 3f, 0.1f, 1e-5f, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN }
                .Select(YamlWriter.Format));
    }

    /// <summary>
    /// The spellings on the right are the same numbers to PyYAML 6.0 (YAML 1.1), where 4e-3 and 1.5e3 are texts, 010 is 8 and 1_000 is
    /// 1000, and to ruamel.yaml 0.17 and the npm package yaml 2 (YAML 1.2), where 1_000 is a text and 010 is 10.
    /// </summary>
    [Theory]
    [InlineData("1_000", "1000")]
    [InlineData("4e-3", "0.004")]
    [InlineData("1e-7", "1.0e-07")]
    [InlineData("1.5e3", "1500")]
    [InlineData("1e5", "100000")]
    [InlineData("2.5E+40", "2.5E+40")]
    [InlineData("1e40", "1.0e+40")]
    [InlineData("010", "10")]
    [InlineData("+5", "5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("5.", "5.0")]
    [InlineData("1_0.5_5", "10.55")]
    [InlineData("0.10", "0.10")]
    [InlineData("1.0e-05", "1.0e-05")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    public void Numbers_are_written_back_as_both_versions_of_yaml_read_them(string written, string back)
    {
        ConfigMap map = ConfigMap.Parse($"a: {written}\nb: [{written}]\nc: {written}\nd: '{written}'\n", "r");
        double value = map.Required("a").AsDouble();

        Assert.Equal(written, map.RequiredString("c"));
        Assert.Equal($"a: {back}\nb: [{back}]\nc: \"{written}\"\nd: \"{written}\"\n", map.ToYaml());
        Assert.Equal(value, ConfigMap.Parse(map.ToYaml(), "r").Double("a", 0));
        Assert.Equal(written, ConfigMap.Parse(map.ToYaml(), "r").RequiredString("c"));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("off")]
    [InlineData("2026-11-29")]
    [InlineData("0x1F")]
    [InlineData("0o17")]
    [InlineData("1:30")]
    [InlineData(".inf")]
    public void Texts_that_YAML_might_take_for_something_else_are_written_back_in_quotes(string text)
    {
        ConfigMap map = ConfigMap.Parse($"a: {text}\nb: {text}\n", "r");
        Assert.Equal(text, map.RequiredString("a"));

        Assert.Equal($"a: \"{text}\"\nb: \"{text}\"\n", map.ToYaml());
    }

    [Fact]
    public void A_switch_read_as_a_text_stays_one()
    {
        ConfigMap map = ConfigMap.Parse("name: true\ndouble: true\n", "r");
        Assert.Equal("true", map.RequiredString("name"));
        Assert.True(map.RequiredBool("double"));

        Assert.Equal("name: \"true\"\ndouble: true\n", map.ToYaml());
    }

    [Fact]
    public void A_configuration_is_written_back_with_its_comments_and_the_defaults_used()
    {
        ConfigMap recipe = ConfigMap.Parse(
            """
            # What this is.
            # In two lines.
            steps: 50_000   # enough
            agent: # the learner
              # Weighs the future.
              discount: 0.99
              text: |
                # no comment
                words
              layers:
                # The first.
                - units: 8
                - units: 2 # last
              mixed: [1, [2, "3"], {}]
            nothing:
            # The end.
            """,
            "r");
        recipe.Set("agent.discount=0.5");
        recipe.Map("agent").Int("batch", 64);
        recipe.Map("agent").String("optimizer", "adam");
        recipe.Map("agent").Map("epsilon").Float("to", 0.05f);
        recipe.Map("agent").Map("unused");
        recipe.Ints("hidden", [4, 5]);
        recipe.String("name", "on");
        recipe.OptionalInt("limit");

        string yaml = recipe.ToYaml();

        Assert.Equal(
            """
            # What this is.
            # In two lines.
            steps: 50000  # enough
            agent:  # the learner
              # Weighs the future.
              discount: 0.5
              text: "# no comment\nwords\n"
              layers:
                # The first.
                - units: 8
                - units: 2  # last
              mixed: [1, [2, "3"], {}]
              batch: 64  # default
              optimizer: adam  # default
              epsilon:
                to: 0.05  # default
            nothing: null
            hidden: [4, 5]  # default
            name: "on"  # default
            # The end.

            """.ReplaceLineEndings("\n"),
            yaml);
        Assert.Equal(yaml, ConfigMap.Parse(yaml, "r").ToYaml());
    }

    [Fact]
    public void A_default_recorded_once_does_not_become_a_setting()
    {
        ConfigMap map = ConfigMap.Parse("a: 1", "r");

        Assert.Equal(3, map.Int("b", 3));
        Assert.Equal(4, map.Int("b", 4));
        Assert.Null(map.OptionalInt("b"));
        Assert.Throws<ConfigurationException>(() => map.RequiredInt("b"));
    }
}
