namespace Epoche.Learning.Tests.Configuration;

public sealed class ConfigOverrideTests
{
    private readonly ConfigMap _recipe = ConfigMap.Parse(
        "steps: 10\nagent:\n  discount: 0.9 # d\n  layers:\n    - units: 8\n    - units: 2\n", "r.yaml");

    [Fact]
    public void A_dotted_path_replaces_a_value()
    {
        _recipe.Set("agent.discount=0.95");
        _recipe.Set("steps = 20");
        _recipe.Set("agent.layers.1.units=3");
        _recipe.Set("agent.hidden=[4, 5]");
        _recipe.Set("logging.every=7");
        _recipe.Set("logging.where={folder: x=y}");

        Assert.Equal(0.95f, _recipe.Map("agent").RequiredFloat("discount"));
        Assert.Equal(20, _recipe.RequiredInt("steps"));
        Assert.Equal([8, 3], _recipe.Map("agent").RequiredList("layers").Select(l => l.AsMap().RequiredInt("units")));
        Assert.Equal([4, 5], _recipe.Map("agent").Ints("hidden", []));
        Assert.Equal(7, _recipe.Map("logging").RequiredInt("every"));
        Assert.Equal("x=y", _recipe.Map("logging").Map("where").RequiredString("folder"));
        _recipe.RejectUnknown();
    }

    [Fact]
    public void Nothing_after_the_equals_sign_restores_the_default()
    {
        _recipe.Set("agent.discount=");

        Assert.Equal(0.5f, _recipe.Map("agent").Float("discount", 0.5f));
    }

    [Fact]
    public void An_unknown_path_is_refused_and_the_argument_is_named()
    {
        _recipe.Set("agent.discuont=0.95");
        _recipe.RequiredInt("steps");
        _recipe.Map("agent").Float("discount", 0.9f);
        Assert.All(_recipe.Map("agent").RequiredList("layers"), layer => layer.AsMap().RequiredInt("units"));
        _recipe.Map("agent").Float("momentum", 0);

        ConfigurationException error = Assert.Throws<ConfigurationException>(_recipe.RejectUnknown);

        Assert.Equal(
            "--set agent.discuont=0.95: unknown key 'agent.discuont'; did you mean 'discount'? Known keys: discount, layers, momentum.",
            error.Message);
        Assert.Equal(0, error.Line);
    }

    [Theory]
    [InlineData("discount=0.95", "unknown key 'discount'; did you mean 'agent.discount'? ")] // a level too high
    [InlineData("model.agent.discount=0.95", "unknown key 'model.agent.discount'; did you mean 'agent.discount'? ")] // too low
    [InlineData("model.discuont=0.95", "unknown key 'model.discuont'; did you mean 'agent.discount'? ")] // elsewhere
    [InlineData("agnet.discount=0.95", "unknown key 'agnet.discount'; did you mean 'agent'? ")]
    [InlineData("temperature=0.95", "unknown key 'temperature'. Known keys: ")]
    public void A_key_at_another_level_is_found(string assignment, string message)
    {
        _recipe.Set(assignment);
        _recipe.RequiredInt("steps");
        _recipe.Map("agent").Float("discount", 0.9f);
        Assert.All(_recipe.Map("agent").RequiredList("layers"), layer => layer.AsMap().RequiredInt("units"));

        ConfigurationException error = Assert.Throws<ConfigurationException>(_recipe.RejectUnknown);

        Assert.StartsWith($"--set {assignment}: {message}", error.Message);
    }

    [Fact]
    public void A_value_out_of_bounds_names_the_argument()
    {
        _recipe.Set("agent.discount=1.5");

        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => _recipe.Map("agent").RequiredFloat("discount", Bounds.Unit));

        Assert.Equal("--set agent.discount=1.5: agent.discount must be between 0 and 1; received 1.5", error.Message);
    }

    [Theory]
    [InlineData("agent.discount", "expected KEY=VALUE with a dotted key, such as optimizer.learning_rate=1e-3")]
    [InlineData("=3", "expected KEY=VALUE with a dotted key, such as optimizer.learning_rate=1e-3")]
    [InlineData("agent..x=3", "expected KEY=VALUE with a dotted key, such as optimizer.learning_rate=1e-3")]
    [InlineData("steps.x=3", "'steps' is 10, which has no key 'x'")]
    [InlineData("agent.layers.2.units=3", "'2' is no item of the list 'agent.layers'; expected an index from 0 to 1")]
    [InlineData("agent.layers.first=3", "'first' is no item of the list 'agent.layers'; expected an index from 0 to 1")]
    [InlineData("agent.x=*a", "agent.x: anchors and aliases (& and *) are not accepted; write the value out, or put it in "
        + "quotes if it is a text")]
    public void A_malformed_argument_is_refused(string assignment, string message) =>
        Assert.Equal($"--set {assignment}: {message}", Assert.Throws<ConfigurationException>(() => _recipe.Set(assignment)).Message);

    [Theory]
    [InlineData("a=[1")]
    [InlineData("a={x: 1, x: 2}")]
    [InlineData("a=\"open")]
    [InlineData("a=1\n---\n2")]
    public void A_value_that_is_no_yaml_is_refused(string assignment)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => _recipe.Set(assignment));

        Assert.StartsWith($"--set {assignment.Replace("\n", "\\u000a", StringComparison.Ordinal)}: ", error.Message);
        Assert.Equal(0, error.Line);
    }

    [Fact]
    public void A_path_cannot_nest_deeper_than_a_file()
    {
        string path = string.Join('.', Enumerable.Repeat("a", 33));

        Assert.Contains("33 parts", Assert.Throws<ConfigurationException>(() => _recipe.Set(path + "=1")).Message);
    }
}
