namespace Epoche;

/// <summary>What came of trying a classifier on sets of images it knows and does not know.</summary>
public sealed record DoubtReport
{
    /// <summary>The run's folder, as the user would type it.</summary>
    public required string Run { get; init => field = NotNull.Of(value); }

    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init => field = NotNull.Of(value); }

    /// <summary>The seed of its training.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the rule of refusal does, in one sentence.</summary>
    public required string Rule { get; init => field = NotNull.Of(value); }

    /// <summary>What the rule promises; null where nothing is promised.</summary>
    public required string? Promise { get; init; }

    /// <summary>How a picture becomes an input, and an input is shown as a picture.</summary>
    public required ImageInput Input { get; init => field = NotNull.Of(value); }

    /// <summary>Networks that a prediction asks.</summary>
    public required int Samples { get; init; }

    /// <summary>The sets that were there, the test set first.</summary>
    public required IReadOnlyList<SetOutcome> Sets { get; init => field = NotNull.Of(value); }

    /// <summary>The sets that were not, each with the reason.</summary>
    public required IReadOnlyList<DoubtSet> Skipped { get; init => field = NotNull.Of(value); }

    /// <summary>What more there is to say about the test set.</summary>
    public required TestOutcome Test { get; init => field = NotNull.Of(value); }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(DoubtReport), PrintMembers);
}

/// <summary>What came of one set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What it is, in words.</param>
/// <param name="Images">How many images it has.</param>
/// <param name="Refused">The share that is refused.</param>
/// <param name="Auroc">
/// How well doubt tells its images from those of the test set, 0.5 to 1; of the test set, wrong answers from right ones. NaN where there
/// are none.
/// </param>
/// <param name="Fpr95">
/// The share that is taken for images of the test set where 95% of those are recognized; of the test set, of wrong answers. NaN where there
/// are none.
/// </param>
public sealed record SetOutcome(string Name, string What, int Images, double Refused, double Auroc, double Fpr95)
{
    /// <summary>Its name.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>What it is, in words.</summary>
    public string What { get; init => field = NotNull.Of(value); } = NotNull.Of(What);

    /// <summary>The name of the test set, which the others are compared with.</summary>
    public const string Test = "test";

    /// <summary>Some of its images, with what was made of them.</summary>
    public IReadOnlyList<PanelImage> Panels { get; init => field = NotNull.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SetOutcome), PrintMembers);
}

/// <summary>What more there is to say about the test set.</summary>
/// <param name="Evaluation">Accuracy, ECE, Brier score, NLL, coverage, accuracy of what is answered.</param>
/// <param name="Aurc">The area under the curve of risk over coverage.</param>
/// <param name="CoverageAt999">The largest share that could be answered with 99.9% of the answers right, on that curve.</param>
public sealed record TestOutcome(ExampleEvaluation Evaluation, double Aurc, double CoverageAt999)
{
    /// <summary>Accuracy, ECE, Brier score, NLL, coverage, accuracy of what is answered.</summary>
    public ExampleEvaluation Evaluation { get; init => field = NotNull.Of(value); } = NotNull.Of(Evaluation);

    /// <summary>The share of the test images that is answered.</summary>
    public double Coverage => Measured(ExampleEvaluation.Coverage);

    /// <summary>The share of right answers among those given; NaN where none is.</summary>
    public double AnsweredAccuracy => Measured(ExampleEvaluation.AnsweredAccuracy);

    /// <summary>Curves of risk over coverage: of the rule's own doubt, and of others.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<(double Coverage, double Risk)> Points)> RiskCoverage
    {
        get;
        init => field = NotNull.Of(value);
    } = [];

    /// <summary>Confidence and accuracy, bin by bin, of bins that are not empty.</summary>
    public IReadOnlyList<(double Confidence, double Accuracy, int Count)> Reliability { get; init => field = NotNull.Of(value); } = [];

    /// <summary>One of the measurements of the evaluation; NaN where it was not made.</summary>
    /// <param name="name">The name of the metric.</param>
    public double Measured(string name) => Evaluation.Measured(name) ?? double.NaN;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(TestOutcome), PrintMembers);
}

/// <summary>One image with what was made of it.</summary>
/// <param name="Pixels">The image, as the model takes it.</param>
/// <param name="Truth">Its class; null where it is of none.</param>
/// <param name="Verdict">What was answered.</param>
/// <param name="Histograms">For each class, how the draws spread over ln probability: 20 bars from −20 to 0.</param>
public sealed record PanelImage(float[] Pixels, int? Truth, Verdict Verdict, IReadOnlyList<float[]> Histograms)
{
    /// <summary>The image.</summary>
    public float[] Pixels { get; init => field = NotNull.Of(value); } = NotNull.Of(Pixels);

    /// <summary>What was answered.</summary>
    public Verdict Verdict { get; init => field = NotNull.Of(value); } = NotNull.Of(Verdict);

    /// <summary>For each class, how the draws spread over ln probability: 20 bars from −20 to 0.</summary>
    public IReadOnlyList<float[]> Histograms { get; init => field = NotNull.Of(value); } = NotNull.Of(Histograms);

    /// <inheritdoc/>
    public override string ToString() => $"{Verdict}";
}
