using System.Text;
using Epoche.Cli.Recipes;

namespace Epoche.Cli.Tests;

/// <summary>A recipe that cannot be used names the key, the line and what is wrong, before anything is written.</summary>
public sealed class RecipeErrorTests
{
    /// <summary>A recipe that can be used, whatever becomes of the built-in ones.</summary>
    private const string Good = """
        kind: dqn
        environment: CartPole-v1
        steps: 10
        target_every_steps: 1
        epsilon: {start: 1, end: 0.1, steps: 5}
        optimizer: {kind: adam, learning_rate: 1e-3}
        """;

    [Theory]
    [InlineData("batchsize=32", "unknown key 'batchsize'; did you mean 'batch_size'?")]
    [InlineData("agent.discount=0.9", "unknown key 'agent.discount'; did you mean 'discount'?")]
    [InlineData("learning_rate=1", "unknown key 'learning_rate'; did you mean 'optimizer.learning_rate'?")]
    [InlineData("optimizer.lr=1", "unknown key 'optimizer.lr'")]
    [InlineData("optimizer.momentum=0.5", "unknown key 'optimizer.momentum'")]
    [InlineData("discount=1.5", "discount must be between 0 and 1; received 1.5")]
    [InlineData("batch_size=0", "batch_size must be between 1 and 65536; received 0")]
    [InlineData("batch_size=many", "batch_size must be a whole number; received many")]
    [InlineData("loss=hubber", "did you mean 'huber'?")]
    [InlineData("environment=CartPool-v1", "did you mean 'CartPole-v1'?")]
    [InlineData("environment=Pendulum-v1", "must have discrete actions")]
    [InlineData("kind=dqm", "did you mean 'dqn'?")]
    [InlineData("network.activation=rellu", "did you mean 'relu'?")]
    [InlineData("network.convolutions=[{filters: 4, kernel_size: 3}]", "network.convolutions needs images [height, width, channels]; the inputs have the shape [4]")]
    [InlineData("optimizer.kind=adan", "did you mean 'adam'?")]
    [InlineData("target_every_updates=10", "contradicts target_every_steps")]
    [InlineData("target_every_steps=null", "the key 'target_every_steps' is missing")]
    [InlineData("steps=null", "the key 'steps' is missing")]
    [InlineData("replay.capacity=2", "replay.capacity must be between 3 and")]
    [InlineData("epsilon.start=1.1", "epsilon.start must be between 0 and 1")]
    [InlineData("evaluation.stop_at_return=.nan", "stop_at_return")]
    [InlineData("seed=-1", "seed")]
    [InlineData("nonsense", "expected KEY=VALUE")]
    public void An_override_that_cannot_be_used_is_refused(string assignment, string message)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["good.yaml"], Good);

        CliRun run = CliRun.Of("train", directory["good.yaml"], "--set", assignment, "--runs", directory["runs"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
        Assert.Contains(assignment.EndsWith("=null", StringComparison.Ordinal) ? "good.yaml" : assignment, run.Error); // where it was written
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Theory]
    [InlineData("iso-8859-1", "the bytes at ")]
    [InlineData("utf-16", "the bytes at 0 are not")]
    public void A_recipe_must_be_utf8(string encoding, string message)
    {
        using TemporaryDirectory directory = new();
        Encoding other = Encoding.GetEncoding(encoding);
        string path = directory["café.yaml"];
        File.WriteAllBytes(path, [.. other.GetPreamble(), .. other.GetBytes(Good + "\nname: café\n")]);

        CliRun run = CliRun.Of("train", path, "--runs", directory["runs"], "--quiet");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: {path}: expected UTF-8 text; {message}", run.Error);
        Assert.Contains("save the file as UTF-8", run.Error);
        Assert.False(Directory.Exists(directory["runs"]));

        File.WriteAllText(path, Good + "\nname: café\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("café", RecipeReader.Read(RecipeCatalog.Find(path), []).Name);
    }

    [Fact]
    public void The_recipe_of_a_run_must_be_utf8_too()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["run"]);
        File.WriteAllBytes(Path.Combine(directory["run"], "recipe.yaml"), [.. "# caf"u8, 0xE9, .. "\nkind: dqn\n"u8]);

        foreach (string command in (string[])["show", "eval", "resume", "report"])
        {
            CliRun run = CliRun.Of(command, directory["run"]);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("expected UTF-8 text; the bytes at 5 are not: save the file as UTF-8", run.Error);
        }
    }

    [Theory]
    [InlineData("inference=bayes", "inference must be one of variational, ensemble, dropout, laplace; received bayes")]
    [InlineData("inference=dropout", "inference is dropout, and the network has none; set network.dropout, such as 0.5")]
    [InlineData("variational.prior_scale=1", "variational belongs to 'inference: variational', and inference is ensemble")]
    [InlineData("ensemble.members=1", "ensemble.members must be between 2 and 100; received 1")]
    [InlineData("prediction.samples=5", "prediction.samples is for what draws networks")]
    [InlineData("prediction.forced=outputs", "prediction.forced takes raw outputs from 'inference: variational' alone")]
    [InlineData("outliers={\"scribbles\":0}", "outliers names none")]
    [InlineData("drawings=99", "drawings must be between 100 and")]
    [InlineData("drawings=2000", "validation_examples must be between 0 and 1")]
    [InlineData("refusal.rule=threshhold", "did you mean 'threshold'?")]
    [InlineData("refusal.rule=median", "the key 'probability' is missing in 'refusal'")]
    [InlineData("refusal.scores.entropie=1", "unknown key 'refusal.scores.entropie'")]
    [InlineData("refusal.scores={}", "refusal.scores must name at least one with its share, such as {entropy: 1}")]
    [InlineData("refusal.coverage=1", "refusal.coverage must be above 0 and below 1; received 1")]
    [InlineData("validation_examples=0", "refusal.rule is threshold, which is found on validation examples; set validation_examples to 40 or more")]
    public void A_recipe_for_doubt_that_cannot_be_used_is_refused(string assignment, string message)
    {
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of("train", "refuse", "--set", assignment, "--runs", directory["runs"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Theory]
    [InlineData("network.dropout=0.5", "network has dropout, which is noise beside that of the posterior")]
    [InlineData("optimizer.clip_value=1", "optimizer has clip_value, which variational inference does not know")]
    [InlineData("drawings=70000", "unknown key 'drawings'")]
    [InlineData("outliers={\"halves\":0.1}", "outliers are for networks that are trained by a loss")]
    [InlineData("variational.initial_scale=0.1", "variational.initial_scale belongs to 'start: network'")]
    [InlineData("variational.estimator=flipout", "variational.estimator belongs to 'start: network'")]
    [InlineData("prediction.fit_temperature=true", "prediction.fit_temperature asks for validation examples")]
    public void Settings_that_variational_inference_contradicts_are_refused(string assignment, string message)
    {
        CliRun run = CliRun.Of("train", "mnist-bnn-reference", "--set", assignment);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("[{filters: 4, kernel_size: 9}]", "a kernel of 9×9 over an image [8, 8, 1]")]
    [InlineData("[{filters: 4, kernel_size: 4}, {filters: 2, kernel_size: 3, dilation: 3}]", "network.convolutions.1 does not fit: a kernel of 3×3, dilated 3, over an image [5, 5, 4]")]
    [InlineData("[{filters: 4, kernel_size: 4, max_pool: 6}]", "pooling of 6×6 over an image [8, 8, 1]")]
    [InlineData("[{filters: 0, kernel_size: 4}]", "network.convolutions.0.filters must be between 1 and")]
    [InlineData("[{filters: 4}]", "the key 'kernel_size' is missing")]
    [InlineData("[{filters: 4, kernel_size: 4, padding: full}]", "must be one of valid, same")]
    [InlineData("[{filters: 4, kernel_size: 4, stride: 2}]", "did you mean 'strides'?")]
    [InlineData("3", "must be a list")]
    public void Convolutions_that_cannot_be_used_are_refused(string convolutions, string message)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["catch.yaml"], Good.Replace("CartPole-v1", "Catch-8x8", StringComparison.Ordinal));

        CliRun run = CliRun.Of("train", directory["catch.yaml"], "--set", $"network.convolutions={convolutions}", "--runs", directory["runs"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("kind: dqn\nenvironment: CartPole-v1\nsteps: 10\ntarget_every_steps: 1\nepsilon: 0.1\noptimizer: {kind: adam, learning_rate: 1e-3}\ndouble: maybe\n", ":7: double must be true or false; received maybe")]
    [InlineData("kind: dqn\nenvironment: CartPole-v1\nsteps: 10\ntarget_every_steps: 1\nepsilon: 0.1\noptimizer: {kind: adam, learning_rate: 1e-3}\nloss: mse\nhuber_delta: 2\n", ":8: huber_delta belongs to 'loss: huber'")]
    [InlineData("kind: dqn\nenvironment: CartPole-v1\nsteps: 10\ntarget_every_steps: 1\nepsilon: 0.1\noptimizer:\n  kind: sgd\n  learning_rate: 1e-3\n  nesterov: true\n", ":9: optimizer.nesterov needs a momentum above 0")]
    [InlineData("kind: dqn\nenvironment: CartPole-v1\nsteps: 10\nsteps: 11\n", ":4: steps is there twice")]
    [InlineData("environment: CartPole-v1\n", "the key 'kind' is missing")]
    [InlineData("kind: [", ":")]
    public void A_file_that_cannot_be_used_is_refused_with_its_line(string yaml, string message)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["my.yaml"], yaml);

        CliRun run = CliRun.Of("train", directory["my.yaml"], "--runs", directory["runs"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(directory["my.yaml"], run.Error);
        Assert.Contains(message, run.Error);
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Fact]
    public void Every_built_in_recipe_can_be_read_and_its_resolved_form_says_the_same()
    {
        foreach (string name in RecipeCatalog.Names)
        {
            RecipeText text = RecipeCatalog.BuiltIn(name);
            Recipe recipe = RecipeReader.Read(text, []);

            Recipe again = RecipeReader.Read(new RecipeText("other", "other.yaml", recipe.ResolvedYaml), []);

            Assert.Equal(name, recipe.Name);
            Assert.Equal(name, again.Name);
            Assert.NotEmpty(text.Summary);
            Assert.Equal(Keys(recipe.ResolvedYaml), Keys(again.ResolvedYaml));
        }
    }

    private static IEnumerable<string> Keys(string yaml) => yaml.Split('\n').Select(l => l.Split('#')[0].TrimEnd()).Where(l => l.Length > 0);
}
