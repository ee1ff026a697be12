namespace Epoche.Tables;

/// <summary>How the columns of a table become numbers where nobody says how.</summary>
internal static class FeatureChoice
{
    private const int MostCategories = 50, SentenceWords = 3, HashedWidth = 64;

    /// <exception cref="ArgumentException">No column is left.</exception>
    public static IReadOnlyList<TableFeature> Of(Table rows, string target)
    {
        Task<TableFeature?>[] choices =
            [.. rows.Columns.Where(column => column.Name != target).Select(column => Background.Run(() => Of(column)))];
        TableFeature[] features = [.. choices.Select(choice => choice.GetAwaiter().GetResult()).OfType<TableFeature>()];
        return features.Length > 0
            ? features
            : throw new ArgumentException(
                $"No column beside the target '{target}' holds what can be learned from; the columns are "
                + $"{string.Join(", ", rows.Columns.Select(column => column.Name))}.");
    }

    private static TableFeature? Of(TableColumn column)
    {
        if (column.Missing == column.Count)
        {
            return null;
        }

        if (column.Kind == ColumnKind.Number)
        {
            return TableFeature.Number(column.Name) with { HasIndicator = null };
        }

        if (column.Kind == ColumnKind.Date)
        {
            return TableFeature.Date(column.Name) with { HasIndicator = null };
        }

        Dictionary<string, int> counts = FeatureFit.Counts(column);
        int known = column.Count - column.Missing;
        if (counts.Count <= MostCategories && (counts.Count <= 2 || 2 * counts.Count <= known))
        {
            return TableFeature.OneHot(column.Name);
        }

        long words = counts.Keys.Sum(text => (long)WordsOf.Text(text).Count());
        return words > (long)SentenceWords * counts.Count ? TableFeature.Hashed(column.Name, HashedWidth)
            : 2 * counts.Count <= known ? TableFeature.OneHot(column.Name, most: MostCategories)
            : null;
    }
}
