namespace Epoche.Tables;

/// <summary>The column that says what each row counts.</summary>
internal static class TableWeights
{
    /// <summary>A weight for each row.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold a weight in each row.</exception>
    public static float[] Of(Table rows, string name)
    {
        TableColumn column = rows[name];
        float[] weights = new float[rows.Count];
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = column.Kind == ColumnKind.Number ? (float)column.Number(row) : float.NaN;
            if (!(weights[row] >= 0 && float.IsFinite(weights[row])))
            {
                string received = column.Text(row) is { } text ? Shown.Quote(text) : "a missing cell";
                throw new ArgumentException(
                    $"Column '{name}' says what each row counts, a number of 0 or more; row {row} has {received}.", nameof(rows));
            }
        }

        return weights;
    }
}
