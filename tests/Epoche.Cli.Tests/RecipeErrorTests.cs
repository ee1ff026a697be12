using System.Text;

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

    /// <summary>What it is called in Keras, PyTorch, Stable-Baselines3 or CleanRL.</summary>
    [Theory]
    [InlineData("cartpole", "gamma", "discount")]
    [InlineData("cartpole", "lr", "optimizer.learning_rate")]
    [InlineData("cartpole", "net_arch", "network.hidden")]
    [InlineData("cartpole", "batch", "batch_size")]
    [InlineData("cartpole", "timesteps", "steps")]
    [InlineData("cartpole", "buffer_size", "replay.capacity")]
    [InlineData("cartpole", "exploration_final_eps", "epsilon.end")]
    [InlineData("cartpole-ppo", "ent_coef", "entropy_weight")]
    [InlineData("cartpole-ppo", "total_timesteps", "steps")]
    [InlineData("mnist-mlp", "num_epochs", "epochs")]
    [InlineData("mnist-mlp", "ema", "weight_averaging")]
    public void A_key_of_another_library_is_answered_with_the_one_here(string recipe, string foreign, string key)
    {
        CliRun run = CliRun.Of("train", recipe, "--set", $"{foreign}=1");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"unknown key '{foreign}'; did you mean '{key}'?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "batchsize=32",
        "--set batchsize=32: unknown key 'batchsize'; did you mean 'batch_size'? Known keys: name, seed, kind, environment, "
        + "frames, network, distribution, optimizer, environments, steps, episodes, replay, target_every_steps, "
        + "target_every_updates, discount, epsilon, warm_up_steps, train_every_steps, updates_per_train, batch_size, target_tau, "
        + "double, loss, huber_delta, temperature, munchausen, normalize_observations, evaluation.")]
    [InlineData(
        "agent.discount=0.9",
        "--set agent.discount=0.9: unknown key 'agent.discount'; did you mean 'discount'? Known keys: name, seed, kind, "
        + "environment, frames, network, distribution, optimizer, environments, steps, episodes, replay, target_every_steps, "
        + "target_every_updates, discount, epsilon, warm_up_steps, train_every_steps, updates_per_train, batch_size, target_tau, "
        + "double, loss, huber_delta, temperature, munchausen, normalize_observations, evaluation.")]
    [InlineData(
        "learning_rate=1",
        "--set learning_rate=1: unknown key 'learning_rate'; did you mean 'optimizer.learning_rate'? Known keys: name, seed, "
        + "kind, environment, frames, network, distribution, optimizer, environments, steps, episodes, replay, target_every_steps, "
        + "target_every_updates, discount, epsilon, warm_up_steps, train_every_steps, updates_per_train, batch_size, target_tau, "
        + "double, loss, huber_delta, temperature, munchausen, normalize_observations, evaluation.")]
    [InlineData(
        "optimizer.lr=1",
        "--set optimizer.lr=1: unknown key 'optimizer.lr'; did you mean 'optimizer.learning_rate'? Known keys: kind, learning_rate, "
        + "beta1, beta2, epsilon, clip_norm, clip_value.")]
    [InlineData(
        "optimizer.momentum=0.5",
        "--set optimizer.momentum=0.5: unknown key 'optimizer.momentum'. Known keys: kind, learning_rate, beta1, beta2, epsilon, "
        + "clip_norm, clip_value.")]
    [InlineData("discount=1.5", "--set discount=1.5: discount must be between 0 and 1; received 1.5")]
    [InlineData("batch_size=0", "--set batch_size=0: batch_size must be between 1 and 65536; received 0")]
    [InlineData("batch_size=many", "--set batch_size=many: batch_size must be a whole number; received many")]
    [InlineData("loss=hubber", "--set loss=hubber: loss must be one of huber, mse; received hubber; did you mean 'huber'?")]
    [InlineData(
        "environment=CartPool-v1",
        "--set environment=CartPool-v1: environment must be one of "
        + EnvironmentNames.All + "; received CartPool-v1; did you mean 'CartPole-v1'?")]
    [InlineData(
        "environment=Pendulum-v1",
        "--set environment=Pendulum-v1: environment must have discrete actions, among which deep Q-learning chooses; Pendulum-v1 "
        + "has continuous([-2, 2])")]
    [InlineData(
        "kind=dqm",
        "--set kind=dqm: kind must be one of dqn, recurrent-dqn, table, ppo, a2c, a3c, reinforce, ddpg, td3, sac, supervised, "
        + "regression, bayesian, imitation, dagger; received dqm; did you mean 'dqn'?")]
    [InlineData(
        "network.activation=rellu",
        "--set network.activation=rellu: network.activation must be one of none, relu, tanh, sigmoid, softplus, gelu, silu, "
        + "mish, leaky-relu, elu, softmax, log-softmax, exp, sin; received rellu; did you mean 'relu'?")]
    [InlineData(
        "network.convolutions=[{filters: 4, kernel_size: 3}]",
        "--set network.convolutions=[{filters: 4, kernel_size: 3}]: network.convolutions needs images [height, width, channels]; "
        + "the inputs have the shape [4]")]
    [InlineData(
        "optimizer.kind=adan",
        "--set optimizer.kind=adan: optimizer.kind must be one of sgd, rmsprop, rmsprop-graves, adam, adamw, adamax, nadam, radam, "
        + "lion; received adan; did you mean 'adam'?")]
    [InlineData(
        "target_every_updates=10",
        "--set target_every_updates=10: target_every_updates contradicts target_every_steps, which is set too: the target "
        + "network follows one clock; set the other to null")]
    [InlineData("target_every_steps=null", "good.yaml:1: the key 'target_every_steps' is missing")]
    [InlineData("steps=null", "good.yaml:1: the key 'steps' is missing")]
    [InlineData("replay.capacity=2", "--set replay.capacity=2: replay.capacity must be between 3 and 100000000; received 2")]
    [InlineData("epsilon.start=1.1", "--set epsilon.start=1.1: epsilon.start must be between 0 and 1; received 1.1")]
    [InlineData(
        "evaluation.stop_at_return=.nan",
        "--set evaluation.stop_at_return=.nan: evaluation.stop_at_return must be a number; received .nan")]
    [InlineData("seed=-1", "--set seed=-1: seed must be between 0 and 18446744073709551615; received -1")]
    [InlineData("nonsense", "--set nonsense: expected KEY=VALUE with a dotted key, such as optimizer.learning_rate=1e-3")]
    public void An_override_that_cannot_be_used_is_refused(string assignment, string message)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["good.yaml"], Good);

        CliRun run = CliRun.Of("train", directory["good.yaml"], "--set", assignment, "--runs", directory["runs"]);

        AssertRefused(message, run, directory);
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Theory]
    [InlineData("iso-8859-1", "the bytes at 161 are not")]
    [InlineData("utf-16", "the bytes at 0 are not")]
    [InlineData("utf-16BE", "the bytes at 0 are not")]
    [InlineData("utf-32", "the bytes at 0 are not")]
    public void A_recipe_must_be_utf8(string encoding, string message)
    {
        using TemporaryDirectory directory = new();
        Encoding other = Encoding.GetEncoding(encoding);
        string path = directory["café.yaml"];
        File.WriteAllBytes(path, [.. other.GetPreamble(), .. other.GetBytes(Good + "\nname: café\n")]);

        CliRun run = CliRun.Of("train", path, "--runs", directory["runs"], "--quiet");

        AssertRefused($"café.yaml: expected UTF-8 text; {message}: save the file as UTF-8", run, directory);
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
            string path = Path.Combine("run", "recipe.yaml");
            Assert.Equal(
                (2, $"error: {directory[path]}: expected UTF-8 text; the bytes at 5 are not: save the file as UTF-8\n"),
                (run.ExitCode, run.Error.ReplaceLineEndings("\n")));
        }
    }

    [Theory]
    [InlineData(
        "inference=bayes",
        "--set inference=bayes: inference must be one of variational, ensemble, dropout, laplace; received bayes")]
    [InlineData(
        "inference=dropout",
        "--set inference=dropout: inference is dropout, and the network has none; set network.dropout, such as 0.5, and give "
        + "network.hidden at least one layer")]
    [InlineData(
        "variational.prior_scale=1",
        "--set variational.prior_scale=1: variational belongs to 'inference: variational', and inference is ensemble; leave the "
        + "section out, or set inference to variational")]
    [InlineData("ensemble.members=1", "--set ensemble.members=1: ensemble.members must be between 2 and 100; received 1")]
    [InlineData(
        "prediction.samples=5",
        "--set prediction.samples=5: prediction.samples is for what draws networks; an ensemble predicts by its members, see "
        + "ensemble.members")]
    [InlineData(
        "prediction.forced=outputs",
        "--set prediction.forced=outputs: prediction.forced takes raw outputs from 'inference: variational' alone")]
    [InlineData(
        "outliers={\"scribbles\":0}",
        "--set outliers={\"scribbles\":0}: outliers names none; set outliers.scribbles, outliers.misdrawn or outliers.halves to "
        + "how many for each example, such as 0.2, or leave the section out")]
    [InlineData("drawings=99", "--set drawings=99: drawings must be between 100 and 1000000; received 99")]
    [InlineData("drawings=2000", "refuse.yaml (built in):14: validation_examples must be between 0 and 1999; received 8_000")]
    [InlineData(
        "refusal.rule=threshhold",
        "--set refusal.rule=threshhold: refusal.rule must be one of threshold, median, percentile; received threshhold; did you "
        + "mean 'threshold'?")]
    [InlineData("refusal.rule=median", "refuse.yaml (built in):40: the key 'probability' is missing in 'refusal'")]
    [InlineData(
        "refusal.scores.entropie=1",
        "--set refusal.scores.entropie=1: unknown key 'refusal.scores.entropie'; did you mean 'entropy'? Known keys: "
        + "max-probability, entropy, mutual-information, mahalanobis, mahalanobis-inputs, class-mahalanobis, "
        + "class-mahalanobis-inputs, neighbours, neighbours-inputs.")]
    [InlineData(
        "refusal.scores={}",
        "--set refusal.scores={}: refusal.scores must name at least one with its share, such as {entropy: 1}; there are "
        + "max-probability, entropy, mutual-information, mahalanobis, mahalanobis-inputs, class-mahalanobis, "
        + "class-mahalanobis-inputs, neighbours, neighbours-inputs")]
    [InlineData("refusal.coverage=1", "--set refusal.coverage=1: refusal.coverage must be above 0 and below 1; received 1")]
    [InlineData(
        "validation_examples=0",
        "refuse.yaml (built in):40: refusal.rule is threshold, which is found on validation examples; set validation_examples to "
        + "40 or more, such as 5000")]
    public void A_recipe_for_doubt_that_cannot_be_used_is_refused(string assignment, string message)
    {
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of("train", "refuse", "--set", assignment, "--runs", directory["runs"]);

        AssertRefused(message, run, directory);
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Theory]
    [InlineData(
        "network.dropout=0.5",
        "mnist-bnn-reference.yaml (built in):14: network has dropout, which is noise beside that of the posterior; leave "
        + "network.dropout out, or set inference to dropout")]
    [InlineData(
        "optimizer.clip_value=1",
        "mnist-bnn-reference.yaml (built in):25: optimizer has clip_value, which variational inference does not know; use "
        + "clip_norm")]
    [InlineData(
        "drawings=70000",
        "--set drawings=70000: unknown key 'drawings'. Known keys: name, seed, kind, data, inference, ensemble, network, "
        + "optimizer, batch_size, epochs, steps, validation_examples, outliers, augmentation, variational, refusal, prediction.")]
    [InlineData(
        "outliers={\"halves\":0.1}",
        "--set outliers={\"halves\":0.1}: outliers are for networks that are trained by a loss; variational inference has a "
        + "likelihood, which knows classes alone")]
    [InlineData(
        "variational.initial_scale=0.1",
        "--set variational.initial_scale=0.1: variational.initial_scale belongs to 'start: network'; with 'start: random' the "
        + "scales are drawn")]
    [InlineData(
        "variational.estimator=flipout",
        "--set variational.estimator=flipout: variational.estimator belongs to 'start: network'; with 'start: random' weights "
        + "are drawn")]
    [InlineData(
        "prediction.fit_temperature=true",
        "--set prediction.fit_temperature=true: prediction.fit_temperature asks for validation examples; set "
        + "validation_examples, such as 5000")]
    public void Settings_that_variational_inference_contradicts_are_refused(string assignment, string message)
    {
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of("train", "mnist-bnn-reference", "--set", assignment, "--runs", directory["runs"]);

        AssertRefused(message, run, directory);
    }

    [Theory]
    [InlineData(
        "[{filters: 4, kernel_size: 9}]",
        "--set network.convolutions=[{filters: 4, kernel_size: 9}]: network.convolutions.0 does not fit: a kernel of 9×9 over an "
        + "image [8, 8, 1]; pad it (same), or use smaller or fewer windows")]
    [InlineData(
        "[{filters: 4, kernel_size: 4}, {filters: 2, kernel_size: 3, dilation: 3}]",
        "--set network.convolutions=[{filters: 4, kernel_size: 4}, {filters: 2, kernel_size: 3, dilation: 3}]: "
        + "network.convolutions.1 does not fit: a kernel of 3×3, dilated 3, over an image [5, 5, 4]; pad it (same), or use smaller "
        + "or fewer windows")]
    [InlineData(
        "[{filters: 4, kernel_size: 4, max_pool: 6}]",
        "--set network.convolutions=[{filters: 4, kernel_size: 4, max_pool: 6}]: network.convolutions.0 does not fit: a kernel "
        + "of 4×4 and pooling of 6×6 over an image [8, 8, 1]; pad it (same), or use smaller or fewer windows")]
    [InlineData(
        "[{filters: 0, kernel_size: 4}]",
        "--set network.convolutions=[{filters: 0, kernel_size: 4}]: network.convolutions.0.filters must be between 1 and 65536; "
        + "received 0")]
    [InlineData(
        "[{filters: 4}]",
        "--set network.convolutions=[{filters: 4}]: the key 'kernel_size' is missing in 'network.convolutions.0'")]
    [InlineData(
        "[{filters: 4, kernel_size: 4, padding: full}]",
        "--set network.convolutions=[{filters: 4, kernel_size: 4, padding: full}]: network.convolutions.0.padding must be one of "
        + "valid, same; received full")]
    [InlineData(
        "[{filters: 4, kernel_size: 4, stride: 2}]",
        "--set network.convolutions=[{filters: 4, kernel_size: 4, stride: 2}]: unknown key 'network.convolutions.0.stride'; did "
        + "you mean 'strides'? Known keys: filters, kernel_size, strides, padding, dilation, max_pool.")]
    [InlineData("3", "--set network.convolutions=3: network.convolutions must be a list; received 3")]
    public void Convolutions_that_cannot_be_used_are_refused(string convolutions, string message)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["catch.yaml"], Good.Replace("CartPole-v1", "Catch-8x8", StringComparison.Ordinal));

        CliRun run = CliRun.Of(
            "train", directory["catch.yaml"], "--set", $"network.convolutions={convolutions}", "--runs", directory["runs"]);

        AssertRefused(message, run, directory);
    }

    [Theory]
    [InlineData(
        "kind: dqn\nenvironment: CartPole-v1\nsteps: 10\ntarget_every_steps: 1\nepsilon: 0.1\noptimizer: {kind: adam, "
        + "learning_rate: 1e-3}\ndouble: maybe\n",
        "my.yaml:7: double must be true or false; received maybe")]
    [InlineData(
        "kind: dqn\nenvironment: CartPole-v1\nsteps: 10\ntarget_every_steps: 1\nepsilon: 0.1\noptimizer: {kind: adam, "
        + "learning_rate: 1e-3}\nloss: mse\nhuber_delta: 2\n",
        "my.yaml:8: huber_delta belongs to 'loss: huber', but the loss is mse; remove one of them")]
    [InlineData(
        "kind: dqn\nenvironment: CartPole-v1\nsteps: 10\ntarget_every_steps: 1\nepsilon: 0.1\noptimizer:\n  kind: sgd\n  "
        + "learning_rate: 1e-3\n  nesterov: true\n",
        "my.yaml:9: optimizer.nesterov needs a momentum above 0; set momentum, such as 0.9, or nesterov to false")]
    [InlineData("kind: dqn\nenvironment: CartPole-v1\nsteps: 10\nsteps: 11\n", "my.yaml:4: steps is there twice; first on line 3")]
    [InlineData("environment: CartPole-v1\n", "my.yaml:1: the key 'kind' is missing")]
    [InlineData("kind: [", "my.yaml:2: not valid YAML: While parsing a node, did not find expected node content.")]
    public void A_file_that_cannot_be_used_is_refused_with_its_line(string yaml, string message)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["my.yaml"], yaml);

        CliRun run = CliRun.Of("train", directory["my.yaml"], "--runs", directory["runs"]);

        AssertRefused(message, run, directory);
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

    private static void AssertRefused(string message, CliRun run, TemporaryDirectory directory)
    {
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        string error = run.Error.Replace(directory.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        Assert.Equal($"error: {message}\n", error.ReplaceLineEndings("\n"));
    }

    private static IEnumerable<string> Keys(string yaml) =>
        yaml.Split('\n').Select(l => l.Split('#')[0].TrimEnd()).Where(l => l.Length > 0);
}
