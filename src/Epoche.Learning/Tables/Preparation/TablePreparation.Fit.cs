using Epoche.Tables;

namespace Epoche;

public sealed partial class TablePreparation
{
    /// <summary>Fits what predicts a class.</summary>
    /// <param name="training">The rows to learn from, and no others: what is found in them may know nothing of those held out.</param>
    /// <param name="target">The column of the class: texts, or numbers each of which is a class. Rows that miss it do not count.</param>
    /// <param name="features">
    /// How columns become numbers. Default: each column but the target by its kind. Numbers are scaled by mean and deviation, with the
    /// median for missing ones; dates become days, month and weekday; both say whether a cell is missing where one of the training rows is.
    /// Texts of up to 50 categories become <see cref="TableFeature.OneHot"/>, sentences <see cref="TableFeature.Hashed"/>, and of
    /// other texts the 50 categories that are most frequent count; those that differ in more than half of the rows, such as names, and
    /// columns that hold nothing are left out.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A column is missing, holds nothing or another kind than its feature takes; or all rows are of one class.
    /// </exception>
    public static TablePreparation ForClasses(Table training, string target, params IReadOnlyList<TableFeature> features) =>
        Fit(training, target, features, rows => TableTarget.OfClasses(rows, target));

    /// <summary>Fits what predicts a number.</summary>
    /// <param name="training">The rows to learn from, and no others.</param>
    /// <param name="target">The column of the number. Rows that miss it do not count.</param>
    /// <param name="features">How columns become numbers. Default: as of <see cref="ForClasses"/>.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing, holds nothing or another kind than its feature takes; or all targets are one number.
    /// </exception>
    public static TablePreparation ForNumber(Table training, string target, params IReadOnlyList<TableFeature> features) =>
        Fit(training, target, features, rows => TableTarget.OfNumber(rows, target));

    /// <summary>Fits what predicts the next numbers of a series from windows of it, the target's own past included.</summary>
    /// <param name="training">The rows to learn from in the order of time, the first ones of the series.</param>
    /// <param name="target">The column of the number.</param>
    /// <param name="window">Rows of a window, 1 or more.</param>
    /// <param name="horizon">How many rows behind the last of the window the predicted one lies, 1 or more.</param>
    /// <param name="features">How columns become numbers. Default: the target alone, scaled.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of rows is below 1.</exception>
    /// <exception cref="ArgumentException">As of <see cref="ForNumber"/>.</exception>
    public static TablePreparation ForSeries(
        Table training, string target, int window, int horizon = 1, params IReadOnlyList<TableFeature> features)
    {
        CountChecks.AtLeast(1, window);
        CountChecks.AtLeast(1, horizon);
        ArgumentNullException.ThrowIfNull(features);
        return Fit(
            training, target, features.Count > 0 ? features : [TableFeature.Number(target)],
            rows => TableTarget.OfNumber(rows, target) with { Window = window, Horizon = horizon });
    }

    private static TablePreparation Fit(
        Table training, string target, IReadOnlyList<TableFeature> features, Func<Table, TableTarget> fitTarget)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(features);
        Elements.RequireNoNull(features, nameof(features));
        TableColumn column = training[target];
        if (column.Missing == training.Count)
        {
            throw new ArgumentException($"The target '{target}' is missing in all {training.Count} rows.");
        }

        Table rows = column.Missing == 0
            ? training
            : training.Select([.. Enumerable.Range(0, training.Count).Where(row => !column.IsMissing(row))]);
        TableTarget fitted = fitTarget(rows);
        if (fitted.Horizon == 0 && features.FirstOrDefault(feature => feature.Column == target) is not null)
        {
            throw new ArgumentException($"Column '{target}' is the target and cannot be a feature as well.", nameof(features));
        }

        IReadOnlyList<TableFeature> chosen = features.Count > 0 ? features : FeatureChoice.Of(rows, target);
        Task<FittedFeature>[] tasks = [.. chosen.Select(feature => Background.Run(() => FeatureFit.Fit(feature, rows)))];
        return new([.. tasks.Select(task => task.GetAwaiter().GetResult())], fitted, training.Options ?? new());
    }
}
