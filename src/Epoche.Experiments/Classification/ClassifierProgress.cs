namespace Epoche.Experiments;

/// <summary>What a person watches while a classifier is trained.</summary>
internal static class ClassifierProgress
{
    private const double Smoothing = 0.02;

    public static IReadOnlyList<string> Metrics { get; } = [RunTags.ValidationAccuracy, RunTags.ValidationLoss, RunTags.TrainLoss];

    public static ProgressDescription Of(ClassifierRecipe recipe) => new()
    {
        Headline = new("loss", RunTags.TrainLoss) { Smoothing = Smoothing },
        Figures =
        [
            new("validation accuracy", RunTags.ValidationAccuracy, ProgressFormat.Percent),
            new("updates/s", RunTags.UpdatesPerSecond, ProgressFormat.Count),
            new("images/s", RunTags.UpdatesPerSecond, ProgressFormat.Count) { Scale = recipe.BatchSize },
        ],
        Position = report => new(
            (double)report.Step / recipe.TotalSteps,
            $"epoch {Math.Min(report.Epochs + 1, recipe.Epochs)} of {recipe.Epochs}, "
            + $"{Format.Count(report.Step)} of {Format.Count(recipe.TotalSteps)} updates"),
    };
}
