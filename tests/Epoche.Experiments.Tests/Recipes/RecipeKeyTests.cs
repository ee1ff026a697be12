using System.Text.RegularExpressions;

namespace Epoche.Experiments.Tests.Recipes;

/// <summary>Every key of a recipe changes the outcome of a training, and no key is missing here.</summary>
public sealed partial class RecipeKeyTests
{
    /// <summary>A training of a moment in which everything happens: warm-up, bursts of updates, target copies, evaluations.</summary>
    private const string Dqn = """
        kind: dqn
        environment: CartPole-v1
        steps: 600
        warm_up_steps: 100
        train_every_steps: 8
        updates_per_train: 2
        target_every_steps: 20
        batch_size: 16
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        epsilon: {start: 1, end: 0.1, steps: 400}
        evaluation: {every_steps: 100, episodes: 5, final_episodes: 20}
        """;

    private const int SyntheticExamples = 400;

    private const string Supervised = """
        kind: supervised
        data: mnist
        epochs: 3
        batch_size: 16
        validation_examples: 100
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        """;

    private const string Variational = """
        kind: bayesian
        data: mnist
        inference: variational
        epochs: 2
        steps: 60
        batch_size: 16
        validation_examples: 100
        network: {hidden: [8]}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 1e6}
        prediction: {samples: 10}
        refusal: {rule: threshold, scores: {entropy: 1}, coverage: 0.8}
        """;

    private const string Ensemble = """
        kind: bayesian
        data: mnist
        inference: ensemble
        epochs: 2
        steps: 60
        batch_size: 16
        validation_examples: 100
        network: {hidden: [8]}
        ensemble: {members: 2}
        optimizer: {kind: adam, learning_rate: 1e-2, clip_norm: 0.5}
        refusal: {rule: threshold, scores: {entropy: 1, neighbours: 1}, distance_examples: 100, coverage: 0.8}
        """;

    /// <summary>Key, a value other than the recipe's, and settings under which the key matters where it does not always.</summary>
    public static TheoryData<string, string, string> DqnKeys => new()
    {
        { "name", "other", "" },
        { "seed", "1", "" },
        { "environment", "CartPole-v0", "epsilon.end=0 optimizer.learning_rate=5e-3 network.hidden=[64] updates_per_train=16 steps=8000" },
        { "environments", "4", "" },
        { "frames", "2", "" },
        { "steps", "700", "" },
        { "episodes", "5", "" },
        { "discount", "0.9", "" },
        { "distribution", "{kind: quantiles, atoms: 5}", "" },
        { "munchausen", "{share: 0.5}", "" },
        { "temperature", "2", "" },
        { "double", "true", "evaluation.every_steps=null updates_per_train=16 target_every_steps=200" },
        { "loss", "mse", "" },
        { "huber_delta", "0.1", "" },
        { "batch_size", "8", "" },
        { "warm_up_steps", "150", "" },
        { "train_every_steps", "4", "" },
        { "updates_per_train", "3", "" },
        { "target_every_steps", "30", "" },
        { "target_every_updates", "7", "target_every_steps=null target_every_updates=5" },
        { "target_tau", "0.5", "" },
        { "normalize_observations", "true", "" },
        { "network.convolutions", "[{filters: 3, kernel_size: 4}]", "environment=Catch-8x8" },
        { "network.hidden", "[9]", "" },
        { "network.activation", "tanh", "" },
        { "network.kernel", "he-normal", "" },
        { "network.bias", "uniform-fan-in", "" },
        { "network.dropout", "0.2", "" },
        { "network.dueling", "true", "" },
        { "network.embedding", "3", "environment=FrozenLake-v1" },
        { "network.noise", "0.5", "" },
        { "optimizer.kind", "rmsprop", "" },
        { "optimizer.learning_rate", "{schedule: cosine, from: 1e-2, to: 1e-3, steps: 50}", "" },
        { "optimizer.clip_norm", "null", "" },
        { "optimizer.clip_value", "0.001", "" },
        { "optimizer.beta1", "0.8", "" },
        { "optimizer.beta2", "0.9", "" },
        { "optimizer.epsilon", "1e-3", "" },
        { "replay.capacity", "50", "" },
        { "replay.n_step", "3", "" },
        { "replay.priorities", "{exponent: 0.5}", "" },
        { "epsilon.start", "0.8", "" },
        { "epsilon.end", "0.2", "" },
        { "epsilon.steps", "300", "" },
        { "evaluation.every_steps", "150", "" },
        { "evaluation.episodes", "6", "" },
        { "evaluation.final_episodes", "21", "" },
        { "evaluation.stop_at_return", "5", "" },
        { "evaluation.confirm_episodes", "50", "evaluation.stop_at_return=5" },
        { "evaluation.confirm_environment", "CartPole-wide", "evaluation.stop_at_return=5" },
        { "evaluation.stop_when_perfect", "false", "environment=CartPole-v0 evaluation.episodes=1 evaluation.confirm_episodes=1 "
            + "epsilon.end=0 optimizer.learning_rate=5e-3 network.hidden=[64] updates_per_train=16 steps=8000" },
    };

    /// <summary>Keys of sections that a recipe need not have.</summary>
    public static TheoryData<string, string, string> DqnVariantKeys => new()
    {
        { "distribution.atoms", "9", "distribution.kind=quantiles distribution.atoms=5" },
        { "distribution.low", "-5", "distribution.kind=categorical distribution.low=0 distribution.high=20" },
        { "distribution.high", "30", "distribution.kind=categorical distribution.low=0 distribution.high=20" },
        { "munchausen.temperature", "1", "munchausen.share=0.9" },
        { "munchausen.share", "0.5", "munchausen.temperature=1" },
        { "munchausen.floor", "-0.01", "munchausen.temperature=1" },
        { "replay.priorities.exponent", "0.2", "replay.priorities.floor=1e-6" },
        { "replay.priorities.importance", "{start: 0.9, end: 1, updates: 50}", "replay.priorities.exponent=0.6" },
        { "replay.priorities.scale", "memory", "replay.priorities.exponent=0.6" },
        { "replay.priorities.floor", "1", "replay.priorities.exponent=0.6" },
    };

    public static TheoryData<string, string, string> SupervisedKeys => new()
    {
        { "name", "other", "" },
        { "seed", "1", "" },
        { "epochs", "2", "" },
        { "steps", "20", "" },
        { "batch_size", "8", "" },
        { "validation_examples", "50", "" },
        { "augmentation.crop", "2", "" },
        { "augmentation.flip_horizontal", "0.5", "" },
        { "augmentation.flip_vertical", "0.5", "" },
        { "augmentation.shift", "1", "" },
        { "augmentation.rotation", "10", "" },
        { "augmentation.scale", "0.1", "" },
        { "augmentation.elastic", "0.5", "" },
        { "augmentation.noise", "0.1", "" },
        { "network.convolutions", "[{filters: 3, kernel_size: 7, strides: 7}]", "" },
        { "optimizer.groups", "[{names: '*/bias', frozen: true}]", "" },
        { "optimizer.groups.0.names", "dense_2", "optimizer.groups=[{\"names\":\"dense\",\"learning_rate_factor\":0.1}]" },
        { "optimizer.groups.0.learning_rate_factor", "0.2", "optimizer.groups=[{\"names\":\"dense\"}]" },
        { "optimizer.groups.0.weight_decay", "0.2", "optimizer.kind=adamw optimizer.groups=[{\"names\":\"*/bias\"}]" },
        { "optimizer.groups.0.frozen", "true", "optimizer.groups=[{\"names\":\"dense\"}]" },
        { "weight_averaging.kind", "ema", "" },
        { "weight_averaging.kind", "swa", "validation_examples=0 epochs=8" },
        { "weight_averaging.decay", "0.5", "" },
        { "weight_averaging.warm_up", "true", "" },
        { "weight_averaging.from", "0.2", "weight_averaging.kind=swa weight_averaging.every=3" },
        { "weight_averaging.every", "3", "weight_averaging.kind=swa" },
        { "network.hidden", "[9]", "" },
        { "network.activation", "tanh", "" },
        { "network.kernel", "he-normal", "" },
        { "network.bias", "uniform-fan-in", "" },
        { "network.dropout", "0.2", "" },
        { "optimizer.kind", "rmsprop-graves", "" },
        { "optimizer.learning_rate", "{schedule: linear, from: 1e-2, to: 1e-3}", "" },
        { "optimizer.learning_rate", "{schedule: linear, from: 1e-2, to: 1e-2, warm_up_steps: 10}", "" },
        { "optimizer.clip_norm", "null", "" },
        { "optimizer.clip_value", "0.001", "" },
        { "optimizer.momentum", "0.5", "optimizer.kind=sgd" },
        { "optimizer.nesterov", "true", "optimizer.kind=sgd optimizer.momentum=0.5" },
        { "optimizer.weight_decay", "0.1", "optimizer.kind=sgd" },
        { "optimizer.weight_decay", "0.1", "optimizer.kind=adamw" },
        { "optimizer.decay", "0.5", "optimizer.kind=rmsprop" },
        { "optimizer.epsilon", "1e-3", "optimizer.kind=rmsprop" },
        { "optimizer.decay", "0.5", "optimizer.kind=rmsprop-graves" },
        { "optimizer.momentum", "0.5", "optimizer.kind=rmsprop-graves" },
    };

    /// <summary>The keys that classifiers with doubt have beside those of others.</summary>
    public static TheoryData<string, string, string> VariationalKeys => new()
    {
        { "inference", "ensemble", "prediction=null" },
        { "inference", "laplace", "inference=ensemble prediction=null" },
        { "inference", "dropout", "network.dropout=0.2 inference=ensemble prediction=null" },
        { "validation_examples", "50", "" },
        { "augmentation.shift", "1", "" },
        { "optimizer.clip_norm", "0.5", "optimizer.kind=sgd optimizer.learning_rate=1e-5" },
        { "variational.prior_scale", "0.1", "" },
        { "variational.start", "random", "" },
        { "variational.initial_scale", "0.01", "" },
        { "variational.elbo", "trace", "" },
        { "variational.estimator", "flipout", "" },
        { "variational.estimator", "local-reparameterization", "" },
        { "variational.particles", "2", "" },
        { "variational.kl_weight", "{schedule: linear, from: 0, to: 1}", "" },
        { "variational.scale_likelihood", "false", "" },
        { "prediction.samples", "11", "" },
        { "prediction.forced", "outputs", "prediction.samples=3" },
        { "prediction.forced_samples", "1", "prediction.forced=outputs" },
        { "prediction.fit_temperature", "true", "" },
        { "refusal.rule", "median", "refusal={\"rule\":\"percentile\",\"probability\":0.2}" },
        { "refusal.at", "90", "refusal={\"rule\":\"percentile\",\"at\":10,\"probability\":0.5}" },
        { "refusal.probability", "0.9", "refusal={\"rule\":\"median\",\"probability\":0.2}" },
        { "refusal.scores.entropy", "null", "refusal.scores.neighbours=1" },
        { "refusal.scores.max-probability", "1", "refusal.scores.entropy=null refusal.scores.neighbours=1" },
        { "refusal.scores.mutual-information", "1", "" },
        { "refusal.scores.mahalanobis", "1", "" },
        { "refusal.scores.neighbours", "1", "" },
        { "refusal.coverage", "0.5", "" },
    };

    public static TheoryData<string, string, string> EnsembleKeys => new()
    {
        { "ensemble.members", "3", "" },
        { "outliers.scribbles", "0.5", "" },
        { "outliers.misdrawn", "0.5", "" },
        { "outliers.halves", "0.5", "" },
        { "network.dropout", "0.2", "" },
        { "optimizer.clip_value", "0.001", "" },
        { "refusal.scores.mahalanobis-inputs", "1", "" },
        { "refusal.scores.class-mahalanobis", "1", "" },
        { "refusal.scores.class-mahalanobis-inputs", "1", "" },
        { "refusal.scores.neighbours-inputs", "1", "" },
        { "refusal.scores.neighbours", "3", "" },
        { "refusal.distance_examples", "200", "" },
        { "refusal.neighbour", "5", "" },
    };

    [Theory]
    [MemberData(nameof(VariationalKeys))]
    public void Every_key_of_variational_inference_has_an_effect(string key, string value, string context) =>
        HasEffect(Variational, key, value, context);

    [Theory]
    [MemberData(nameof(EnsembleKeys))]
    public void Every_key_of_an_ensemble_has_an_effect(string key, string value, string context) =>
        HasEffect(Ensemble, key, value, context);

    [Theory]
    [MemberData(nameof(DqnKeys))]
    [MemberData(nameof(DqnVariantKeys))]
    public void Every_key_of_deep_q_learning_has_an_effect(string key, string value, string context) => HasEffect(Dqn, key, value, context);

    [Theory]
    [MemberData(nameof(SupervisedKeys))]
    public void Every_key_of_a_classifier_has_an_effect(string key, string value, string context) =>
        HasEffect(Supervised, key, value, context);

    [Fact]
    public void A_recipe_says_how_many_drawings_there_are()
    {
        string[] settings = ["data=digits", "drawings=340"];
        ClassifierRecipe recipe = (ClassifierRecipe)RecipeReader.Read(new RecipeText("test", "test.yaml", Supervised), settings);

        DataSetParts data = recipe.Data.Load();

        Assert.Equal(3 * 240 / 16, recipe.TotalSteps);
        Assert.Equal(340, data.Train.Count);
        Assert.Equal(DrawnCharacters.Digits(60_000, seed: 1)
            .Input(339), data.Train.Input(339)); // the first of those that there are without it
        Assert.Equal(10_000, data.InDistribution.Examples.Count);
    }

    [Fact]
    public void No_key_is_missing_in_these_tests()
    {
        // 'kind' has its effect in the choice of the other keys; 'data' has one value so far.
        Assert.Equal(KnownKeys(Dqn), Sorted(DqnKeys.Select(r => r.Data.Item1).Append("kind")));
        Assert.Equal(
            KnownKeys(Supervised),
            Sorted(SupervisedKeys.Where(r => r.Data.Item3.Length == 0).Select(r => r.Data.Item1).Concat(
                ["kind", "data", "optimizer.beta1", "optimizer.beta2", "optimizer.epsilon"])));
        string[] doubting =
        [
            .. KnownKeys(Variational).Concat(KnownKeys(Ensemble)).Except(["outliers"]), "refusal.at", "refusal.probability",
            "prediction.forced_samples", "outliers.scribbles", "outliers.misdrawn", "outliers.halves",
        ];
        Assert.Equal(
            Sorted(doubting), Sorted(KnownKeys(Supervised).Where(
                key => key != "optimizer.groups" && key.Split('.')[0] is not "weight_averaging")
                .Concat(VariationalKeys.Concat(EnsembleKeys).Select(r => r.Data.Item1))));
    }

    private static void HasEffect(string yaml, string key, string value, string context)
    {
        string[] settings = context.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        string before = Outcome(yaml, settings);
        string after = Outcome(yaml, [.. settings, $"{key}={value}"]);

        Assert.NotEqual(before, after);
        Assert.Equal(before, Outcome(yaml, settings)); // the difference is the key's, not the run's
    }

    /// <summary>Everything that a user sees of a run but its times.</summary>
    private static string Outcome(string yaml, string[] settings) =>
        RecipeReader.Read(new RecipeText("test", "test.yaml", yaml), settings) switch
    {
        DqnRecipe dqn => Outcome(new DqnKind(), dqn),
        RecurrentDqnRecipe recurrent => Outcome(new RecurrentDqnKind(), recurrent),
        ActorCriticRecipe actorCritic => Outcome(new ActorCriticKind(actorCritic.Method), actorCritic),
        TableRecipe table => Outcome(new TableKind(), table),
        DaggerRecipe dagger => Outcome(new DaggerKind(), dagger),
        PolicyGradientRecipe policy => Outcome(new PolicyGradientKind(policy.Method), policy),
        SupervisedRecipe supervised => Outcome(new SupervisedKind(), OfSynthetic(supervised)),
        BayesianRecipe bayesian => Outcome(new BayesianKind(), OfSynthetic(bayesian), model => $"{model.Rule}"),
        var other => throw new ArgumentException($"{other}"),
    };

    private static string Outcome<TRecipe, TModel>(RecipeKind<TRecipe, TModel> kind, TRecipe recipe, Func<TModel, string>? describe = null)
        where TRecipe : Recipe
        where TModel : class
    {
        using TemporaryDirectory directory = new();
        RunFolder folder = RunFolder.Create(directory.Path, null, "test", recipe.ResolvedYaml);
        IRunSource runs = new RunSource(new(), directory.Path, new());
        kind.Prepare(recipe, runs);
        using Workload<TModel> workload = kind.CreateWorkload(recipe, new() { Folder = folder, Runs = runs, Notify = _ => { } });
        TrainingLoop loop = new(workload.Training, workload.Options);
        loop.RunToEnd(TestContext.Current.CancellationToken);
        workload.Complete(TestContext.Current.CancellationToken);
        TModel model = workload.CreateModel(loop)!;
        EvaluationResult final = kind.Evaluate(recipe, model, folder, new(Episodes: null, Seed: 9), TestContext.Current.CancellationToken);
        string measurements = string.Join(' ', (final as ExampleEvaluation)?.Measurements ?? []);
        return $"{recipe.Name} {workload.EnvironmentSteps} {workload.Training.Updates} {workload.SelectedBy(loop)} {final} {measurements} "
            + $"{describe?.Invoke(model)} {kind.Models.Hash(model)}";
    }

    /// <summary>As many passes as the recipe asks for, over few examples.</summary>
    private static TRecipe OfSynthetic<TRecipe>(TRecipe recipe)
        where TRecipe : ClassifierRecipe
    {
        int batches = (SyntheticExamples - recipe.ValidationExamples + recipe.BatchSize - 1) / recipe.BatchSize;
        DataSetEntry data = recipe.Data with { Load = Synthetic };
        return recipe with { Data = data, TotalSteps = Math.Min(recipe.TotalSteps, (long)recipe.Epochs * batches) };
    }

    private static DataSetParts Synthetic() => new(Examples(SyntheticExamples, 1), Examples(100, 2), "synthetic examples");

    private static Dataset Examples(int count, ulong seed)
    {
        Rng random = Rng.Stream(seed, "examples");
        float[] pixels = new float[count * 784], labels = new float[count];
        for (int i = 0; i < count; i++)
        {
            int label = random.NextInt(10);
            labels[i] = label;
            for (int p = 0; p < 784; p++)
            {
                pixels[(i * 784) + p] = p % 10 == label ? random.NextSingle() : 0.3f * random.NextSingle();
            }
        }

        return new(pixels, [784], labels, []);
    }

    private static string[] Sorted(IEnumerable<string> keys) => [.. keys.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>All keys that a recipe may have, as the message for an unknown one lists them.</summary>
    private static string[] KnownKeys(string yaml)
    {
        string[] sections =
        [
            "augmentation", "network", "optimizer", "replay", "epsilon", "evaluation", "variational", "ensemble", "prediction", "refusal",
            "refusal.scores", "actor", "actor.optimizer", "critic", "critic.optimizer", "noise", "entropy",
            "sequences", "network.memory", "weight_averaging",
        ];
        return Sorted(Expand(""));

        IEnumerable<string> Expand(string section) => KnownKeys(yaml, section).SelectMany(
            key => sections.Contains(key) ? Expand(key + ".") : [key]);
    }

    private static string[] KnownKeys(string yaml, string section)
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => RecipeReader.Read(new RecipeText("test", "test.yaml", yaml), [$"{section}zzzzzzzz=1"]));
        string known = KnownKeysPattern().Match(error.Message).Groups[1].Value;
        return [.. known.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(key => section + key)];
    }

    [GeneratedRegex(@"Known keys: (.*)\.$")]
    private static partial Regex KnownKeysPattern();
}
