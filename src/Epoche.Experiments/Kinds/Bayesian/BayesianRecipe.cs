namespace Epoche.Experiments;

/// <summary>How a classifier comes to know what it does not know: the key <c>inference</c> of a recipe.</summary>
internal enum InferenceKind
{
    /// <summary>A distribution over all weights, moved towards the posterior.</summary>
    Variational,

    /// <summary>Several networks that started differently.</summary>
    Ensemble,

    /// <summary>One network whose dropout goes on when it predicts.</summary>
    Dropout,

    /// <summary>One network with a distribution over the weights of its last layer.</summary>
    Laplace,
}

/// <summary>The training of a classifier that can say "I don't know": <c>kind: bayesian</c>.</summary>
internal sealed record BayesianRecipe : ClassifierRecipe, IAblates
{
    public required InferenceKind Inference { get; init; }

    /// <summary>How variational inference runs; null where another one does.</summary>
    public required VariationalRecipe? Variational { get; init; }

    /// <summary>Images of no class that are learned from too; null for none.</summary>
    public required OutlierRecipe? Outliers { get; init; }

    /// <summary>Networks of an ensemble; 1 for other kinds.</summary>
    public required int Members { get; init; }

    public required PredictionRecipe Prediction { get; init; }

    public required RefusalRecipe Refusal { get; init; }

    /// <summary>Networks that a prediction asks.</summary>
    public int Samples => Inference == InferenceKind.Ensemble ? Members : Prediction.Samples;

    public bool IsVariational => Inference == InferenceKind.Variational;

    public RefusingClassifier LoadClassifier(RunFolder run) => Classifier(RefusingModelStore.Instance.Load(run), run);

    public RefusingClassifier Recalibrate(RunFolder run, Dataset examples)
    {
        Predictive predictive = RefusingModelStore.Instance.Load(run).Predictive;
        (Dataset training, Dataset validation) = examples.Split(ValidationExamples, Seed);
        return Classifier(new(predictive, Refusals.Calibrate(this, predictive, training, validation, CancellationToken.None)), run);
    }

    /// <exception cref="ExperimentException">The model is that of another recipe, or the run has no rule.</exception>
    public RefusingClassifier Classifier(RefusingModel model, RunFolder run)
    {
        RequireFits(model.Predictive.InputShape, model.Predictive.OutputShape);
        return new(model.Predictive, model.Rule ?? throw NoRule(run), Data, Samples, Prediction.ForcedSamples);
    }

    public static BayesianRecipe Read(ConfigMap map, ulong seed)
    {
        DataSetEntry data = DataSets.Read(map);
        InferenceKind inference = Enum.Parse<InferenceKind>(
            map.RequiredChoice("inference", ["variational", "ensemble", "dropout", "laplace"]), ignoreCase: true);
        InferenceKeys.Settle(map, inference);
        (int batchSize, int epochs, long? steps, int validation) = ReadPasses(map, data);
        OutlierRecipe? outliers = OutlierRecipe.Read(map);
        long total = StepsOf(OutlierRecipe.ImagesWith(outliers, data.TrainExamples - validation), batchSize, epochs, steps);
        NetworkRecipe network = NetworkRecipe.Read(map.Map("network"), data.Image);
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), total);
        if (inference == InferenceKind.Dropout && network.Dropout == 0)
        {
            throw map.Error(
                "inference",
                "is dropout, and the network has none; set network.dropout, such as 0.5, and give network.hidden at least one layer");
        }

        if (inference == InferenceKind.Variational && network.Dropout > 0)
        {
            throw map.Error(
                "network",
                "has dropout, which is noise beside that of the posterior; leave network.dropout out, or set inference to dropout");
        }

        if (inference == InferenceKind.Variational && optimizer.ClipValue is not null)
        {
            throw map.Error("optimizer", "has clip_value, which variational inference does not know; use clip_norm");
        }

        if (outliers is not null && inference == InferenceKind.Variational)
        {
            throw map.Error(
                "outliers",
                "are for networks that are trained by a loss; variational inference has a likelihood, which knows classes alone");
        }

        return new BayesianRecipe
        {
            Outliers = outliers,
            Seed = seed,
            Data = data,
            Inference = inference,
            BatchSize = batchSize,
            Epochs = epochs,
            Steps = steps,
            ValidationExamples = validation,
            Augmentation = AugmentationRecipe.Read(map, data.Image),
            Network = network,
            Optimizer = optimizer,
            Variational = inference == InferenceKind.Variational ? VariationalRecipe.Read(map.Map("variational"), total) : null,
            Members = inference == InferenceKind.Ensemble ? map.Map("ensemble").Int("members", 5, Bounds.Between(2, 100)) : 1,
            Refusal = RefusalRecipe.Read(map.RequiredMap("refusal"), validation),
            Prediction = PredictionRecipe.Read(map.Map("prediction"), inference, validation),
            TotalSteps = total,
        };
    }

    private static ExperimentException NoRule(RunFolder run)
    {
        string message = run.ReadResult()?.Status == RunStatus.Complete
            ? $"The run '{run.Path}' is complete, but '{RefusingClassifier.RulePath(run)}', which holds its rule of refusal, is not there. "
                + "Copy that folder too, or train again."
            : $"The run '{run.Path}' was interrupted before its rule of refusal was found. 'epoche resume {run.Path}' resumes it.";
        return new(message, ExperimentProblem.Failure);
    }
}
