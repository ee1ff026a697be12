namespace Epoche;

/// <summary>A trained classifier with the rule by which it says "I don't know".</summary>
public sealed class RefusingClassifier
{
    private readonly int _samples;
    private readonly int? _forcedSamples;

    internal RefusingClassifier(Predictive predictive, RefusalRule rule, DataSetEntry data, int samples, int? forcedSamples) =>
        (Predictive, Rule, Data, _samples, _forcedSamples) = (predictive, rule, data, samples, forcedSamples);

    /// <summary>What predicts.</summary>
    public Predictive Predictive { get; }

    /// <summary>When it refuses.</summary>
    public RefusalRule Rule { get; }

    /// <summary>What it learned.</summary>
    public DataSetEntry Data { get; }

    /// <summary>How a picture becomes its input: as its model says, or, where that is of a version that did not, as its data are.</summary>
    /// <exception cref="ExperimentException">Its input is a row of a table.</exception>
    public ImageInput Input => Predictive.Info.Image ?? Data.Pictures ?? throw new ExperimentException(
        $"The classifier of {Data.Name} takes rows of a table, no pictures; 'epoche classify' takes CSV files for it.");

    /// <summary>The names of its classes: the model's labels, or their numbers.</summary>
    public IReadOnlyList<string> Labels => Answers.Labels(Predictive);

    /// <summary>The rule of a run, with the folder it is in; null where the run has none.</summary>
    /// <param name="run">Any run.</param>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public static (RefusalRule Rule, string Path)? ReadRule(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        string path = RulePath(run);
        return RefusalFile.Exists(path) ? (RefusalFile.Load(path), path) : null;
    }

    /// <summary>Where the rule of a run is.</summary>
    internal static string RulePath(RunFolder run) => Path.Combine(run.Path, "refusal");

    /// <summary>What its networks say, as many draws as the recipe asks for.</summary>
    /// <param name="images">[images, pixels].</param>
    public Prediction Predict(Tensor images) => Prediction.Of(Predictive, images, _samples);

    /// <summary>A verdict in words: "7", "3 or 8", "I don't know".</summary>
    /// <param name="verdict">One of the rule's.</param>
    public string Describe(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return Answers.Text(verdict, Labels);
    }

    /// <summary>How good the answers to examples are, forced and free.</summary>
    /// <param name="examples">Images and their classes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ExampleEvaluation Evaluate(Dataset examples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        cancellation.ThrowIfCancellationRequested();
        Tensor images = examples.Inputs(), labels = examples.Targets();
        Prediction prediction = Predict(images);
        cancellation.ThrowIfCancellationRequested();
        return RefusalEvaluation.Of(prediction, labels, Forced(images, prediction), Rule.Decide(prediction));
    }

    /// <summary>The answer to each image where refusing is not allowed.</summary>
    /// <param name="images">[images, pixels].</param>
    /// <param name="prediction">What the networks say of them.</param>
    internal int[] Forced(Tensor images, Prediction prediction)
    {
        if (_forcedSamples is not { } samples)
        {
            return prediction.Best();
        }

        Tensor outputs = Predictive.PredictOutputs(images, samples).Mean(axis: 0).ArgMax(-1);
        return [.. outputs.ToArray().Select(c => (int)c)];
    }
}
