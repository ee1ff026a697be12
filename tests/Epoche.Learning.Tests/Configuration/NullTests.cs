namespace Epoche.Learning.Tests.Configuration;

/// <summary>Null, and paths of nothing, are named where they are given. The walk over the whole API is among the tests of the architecture.</summary>
public sealed class NullTests
{
    [Fact]
    public void An_argument_that_is_null_is_named()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2]);

        Assert.Equal("inputs", Assert.Throws<ArgumentNullException>(() => new Dataset((float[])null!, [2], [0f], [1])).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentNullException>(() => new Dataset([0f, 1f], [2], null!, [1])).ParamName);
        Assert.Equal("Optimizer", Assert.Throws<ArgumentNullException>(() => new TrainerOptions { Optimizer = null! }).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => net.Save(null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => Model.Load(null!)).ParamName);
        Assert.Equal("Element 1 of parameters is null. (Parameter 'parameters')", Assert.Throws<ArgumentException>(
            () => new Trainer(new() { Optimizer = new Sgd(0.1f) }, net.Parameters, null!)).Message);
    }

    /// <summary>It wrote model.yaml into the current folder.</summary>
    [Fact]
    public void An_empty_path_is_refused()
    {
        Sequential net = new Sequential { new Dense(1) }.Build([2]);

        Assert.Equal("path", Assert.Throws<ArgumentException>(() => net.Save("")).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => ModelFile.SaveWeights(net, "")).ParamName);
        Assert.False(File.Exists("model.yaml"));
    }
}
