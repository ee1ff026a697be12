using Epoche.Cli.Runs;

namespace Epoche.Cli.Doubt;

/// <summary>What came of trying a classifier on sets of images it knows and does not know.</summary>
internal sealed record DoubtReport
{
    /// <summary>The run's folder, as the user would type it.</summary>
    public required string Run { get; init; }

    public required string Recipe { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>What the rule of refusal does, in one sentence.</summary>
    public required string Rule { get; init; }

    /// <summary>What the rule promises; null where nothing is promised.</summary>
    public required string? Promise { get; init; }

    /// <summary>Networks that a prediction asks.</summary>
    public required int Samples { get; init; }

    /// <summary>The sets that were there, the test set first.</summary>
    public required IReadOnlyList<SetOutcome> Sets { get; init; }

    /// <summary>The sets that were not, each with the reason.</summary>
    public required IReadOnlyList<DoubtSet> Skipped { get; init; }

    public required TestOutcome Test { get; init; }
}

/// <summary>What came of one set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What it is, in words.</param>
/// <param name="Images">How many images it has.</param>
/// <param name="Refused">The share that is refused.</param>
/// <param name="Auroc">How well doubt tells its images from those of the test set, 0.5 to 1; of the test set, wrong answers from right ones. NaN where there are none.</param>
/// <param name="Fpr95">The share that is taken for images of the test set where 95% of those are recognized; of the test set, of wrong answers. NaN where there are none.</param>
internal sealed record SetOutcome(string Name, string What, int Images, double Refused, double Auroc, double Fpr95)
{
    /// <summary>Some of its images, with what was made of them.</summary>
    public IReadOnlyList<PanelImage> Panels { get; init; } = [];
}

/// <summary>What more there is to say about the test set.</summary>
/// <param name="Evaluation">Accuracy, ECE, Brier score, NLL, coverage, accuracy of what is answered.</param>
/// <param name="Aurc">The area under the curve of risk over coverage.</param>
/// <param name="CoverageAt999">The largest share that could be answered with 99.9% of the answers right, on that curve.</param>
internal sealed record TestOutcome(ExampleEvaluation Evaluation, double Aurc, double CoverageAt999)
{
    public double Coverage => Measured(ExampleEvaluation.Coverage);

    public double AnsweredAccuracy => Measured(ExampleEvaluation.AnsweredAccuracy);

    /// <summary>Curves of risk over coverage: of the rule's own doubt, and of others.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<(double Coverage, double Risk)> Points)> RiskCoverage { get; init; } = [];

    /// <summary>Confidence and accuracy, bin by bin, of bins that are not empty.</summary>
    public IReadOnlyList<(double Confidence, double Accuracy, int Count)> Reliability { get; init; } = [];

    public double Measured(string name) => Evaluation.Measured(name) ?? double.NaN;
}

/// <summary>One image with what was made of it.</summary>
/// <param name="Pixels">The image.</param>
/// <param name="Truth">Its class; null where it is of none.</param>
/// <param name="Verdict">What was answered.</param>
/// <param name="Histograms">For each class, see <see cref="LogHistogram"/>.</param>
internal sealed record PanelImage(float[] Pixels, int? Truth, Verdict Verdict, IReadOnlyList<float[]> Histograms);
