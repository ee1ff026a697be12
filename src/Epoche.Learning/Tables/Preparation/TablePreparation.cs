using Epoche.Tables;

namespace Epoche;

/// <summary>
/// What turns rows of a <see cref="Table"/> into the inputs of a model, and its outputs into what was asked for. It is fitted on training
/// rows alone, saved with the model (<see cref="Model.Info"/>) and applied alike wherever rows come from: in training, by
/// <c>model.Predict(table)</c>, by recipes and by a service. It does not change once it is there, and serves any number of threads.
/// </summary>
/// <example>
/// <code>
/// (Table training, Table test) = Table.Read("customers.csv").StratifiedSplit("left", 0.2, seed: 1);
/// TablePreparation preparation = TablePreparation.ForClasses(training, "left");
/// Dataset data = preparation.ToDataset(training);
/// </code>
/// </example>
public sealed partial class TablePreparation
{
    private const int RowsAtOnce = 1 << 14;

    private readonly FittedFeature[] _features;
    private readonly TableTarget _target;
    private readonly int _width;

    internal TablePreparation(IReadOnlyList<FittedFeature> features, TableTarget target, CsvOptions options)
    {
        (_features, _target, Options) = ([.. features], target, options);
        _width = _features.Sum(feature => feature.Width);
    }

    /// <summary>The column that is predicted.</summary>
    public string Target => _target.Column;

    /// <summary>The names of the classes, in the order of their numbers; none where a number is predicted.</summary>
    public IReadOnlyList<string> Classes => _target.Classes;

    /// <summary>
    /// Of predicted numbers, what is taken off and what is divided by, so that a network learns numbers near 1: the mean and the standard
    /// deviation of the training rows. <see cref="ToUnits"/> is the way back. 0 and 1 for classes.
    /// </summary>
    public (float Offset, float Divisor) TargetScale => ((float)_target.Offset, (float)_target.Divisor);

    /// <summary>Rows of a window that one input holds; 1 where an input is one row.</summary>
    public int Window => _target.Window;

    /// <summary>How many rows behind the last of a window the predicted one lies; 0 where an input is one row.</summary>
    public int Horizon => _target.Horizon;

    /// <summary>The shape of one input: [numbers], or of a series [window, numbers].</summary>
    public Shape InputShape => Horizon == 0 ? [_width] : [Window, _width];

    /// <summary>What each number of a row is, such as <c>age</c> or <c>city=Oslo</c>.</summary>
    public IReadOnlyList<string> InputNames => [.. _features.SelectMany(feature => feature.Names)];

    /// <summary>The columns that rows must have.</summary>
    public IReadOnlyList<string> Columns => [.. _features.Select(feature => feature.Column).Distinct(StringComparer.Ordinal)];

    internal ReadOnlySpan<FittedFeature> Features => _features;

    internal TableTarget Predicted => _target;

    internal CsvOptions Options { get; }

    /// <summary>How many whole numbers an index of a column has: the categories found, the missing ones and the unknown ones.</summary>
    /// <param name="column">A column that is a <see cref="TableFeature.Index"/>.</param>
    /// <returns>What <see cref="Embedding"/> takes as its count.</returns>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    public int Categories(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        FittedFeature? index = Array.Find(_features, each => each.Settings.Kind == FeatureKind.Index && each.Column == column);
        return index is not null
            ? index.Settings.Categories.Count + (index.Settings.HasMissing ? 1 : 0) + 1
            : throw new ArgumentException($"There is no index of a column '{column}'; the columns are {string.Join(", ", Columns)}.");
    }

    /// <summary>The inputs of rows: [rows, numbers]; of a series [rows − window + 1, window, numbers].</summary>
    /// <param name="rows">Rows with the columns of training; the target may be missing. Others are passed over.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing or of another kind, a category is unknown where that is an error, or a window has too few rows.
    /// </exception>
    public Tensor Inputs(Table rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        float[] numbers = Numbers(rows);
        return Horizon == 0
            ? Tensor.Wrap(numbers, [rows.Count, _width])
            : Tensor.Wrap(Windows(numbers, rows.Count, rows.Count - Window + 1), [rows.Count - Window + 1, Window, _width]);
    }

    /// <summary>
    /// The inputs of rows with their targets: the numbers of classes, or numbers scaled by <see cref="TargetScale"/>. Rows without a target
    /// are passed over.
    /// </summary>
    /// <param name="rows">Rows with the columns of training and the target.</param>
    /// <param name="weights">
    /// The column of numbers that says what each example counts (<see cref="Dataset.WithWeights"/>); of a series that of the target's row.
    /// Default: all count alike.
    /// </param>
    /// <exception cref="ArgumentException">
    /// As of <see cref="Inputs"/>; there is no target in any row, or one is a class that no training row has; or a weight is missing or
    /// negative, or all are 0.
    /// </exception>
    public Dataset ToDataset(Table rows, string? weights = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (weights is not null)
        {
            float[] numbers = TableWeights.Of(rows, weights);
            if (Horizon == 0)
            {
                float[] each = _target.Numbers(rows);
                numbers = [.. numbers.Where((_, row) => !float.IsNaN(each[row]))];
            }

            Dataset data = ToDataset(rows);
            return data.WithWeights(numbers.AsSpan(numbers.Length - data.Count));
        }

        Shape target = Classes.Count > 0 ? [] : [1];
        if (Horizon > 0)
        {
            int count = rows.Count - Window - Horizon + 1;
            RequireRows(count, rows.Count);
            float[] all = _target.Numbers(rows);
            int missing = Array.FindIndex(all, float.IsNaN);
            return missing < 0
                ? new(Windows(Numbers(rows), rows.Count, count), InputShape, all[^count..], target)
                : throw new ArgumentException($"Each row of a series has a target; '{Target}' is missing in row {missing}.");
        }

        float[] targets = _target.Numbers(rows);
        if (!Array.Exists(targets, float.IsNaN))
        {
            return new(Numbers(rows), InputShape, targets, target);
        }

        int[] known = [.. Enumerable.Range(0, targets.Length).Where(row => !float.IsNaN(targets[row]))];
        return known.Length > 0 ? new(Numbers(rows.Select(known)), InputShape, [.. known.Select(row => targets[row])], target)
            : throw new ArgumentException($"The target '{Target}' is missing in all {rows.Count} rows.");
    }

    /// <summary>
    /// What was asked for, as the table says it: [examples, 1] numbers in its units, or the numbers of classes, [examples]. Predictions of
    /// the same rows are compared with it.
    /// </summary>
    /// <param name="rows">Rows with the target in each; of a series the examples are its windows, as of <see cref="ToDataset"/>.</param>
    /// <exception cref="ArgumentException">
    /// The target is missing, or a class that no training row has; or a series has too few rows.
    /// </exception>
    public Tensor Targets(Table rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        float[] targets = _target.Numbers(rows);
        int missing = Array.FindIndex(targets, float.IsNaN), behind = Horizon == 0 ? 0 : Window + Horizon - 1;
        if (missing >= 0)
        {
            throw new ArgumentException($"The target '{Target}' is missing in row {missing}; leave rows without one out.");
        }

        RequireRows(rows.Count - behind, rows.Count);
        if (Classes.Count == 0)
        {
            TableColumn column = rows[Target]; // as it stands there, and not scaled and back
            targets = [.. Enumerable.Range(behind, rows.Count - behind).Select(row => (float)column.Number(row))];
        }

        return Tensor.Wrap(targets, Classes.Count > 0 ? [targets.Length] : [targets.Length, 1]);
    }

    /// <summary>Brings predicted numbers back into the units of the table: outputs · divisor + offset.</summary>
    /// <param name="outputs">What a network gives; of classes it comes back as it is.</param>
    public Tensor ToUnits(Tensor outputs)
    {
        if (Classes.Count > 0)
        {
            return outputs;
        }

        float[] values = outputs.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((values[i] * _target.Divisor) + _target.Offset);
        }

        return Tensor.Wrap(values, outputs.Shape);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Columns.Count} columns → {InputShape}, target {Target}"
        + (Classes.Count > 0 ? $" ({string.Join(", ", Classes)})" : "");

    private float[] Numbers(Table rows)
    {
        TableColumn[] columns = new TableColumn[_features.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            string name = _features[i].Column;
            columns[i] = rows.Contains(name)
                ? rows[name]
                : throw new ArgumentException(
                    $"The rows have no column '{name}', which the model was trained with; they have "
                    + $"{string.Join(", ", rows.Columns.Select(column => column.Name))}.");
        }

        if ((long)rows.Count * _width > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{rows.Count} rows of {_width} numbers do not fit one array; prepare them in parts, as "
                + $"{nameof(Table)}.{nameof(Table.Stream)} reads them.");
        }

        float[] numbers = GC.AllocateUninitializedArray<float>(rows.Count * _width);
        int parts = (rows.Count + RowsAtOnce - 1) / RowsAtOnce;
        Task<bool>[] tasks =
        [
            .. Enumerable.Range(0, parts).Select(part => Background.Run(() =>
            {
                Write(columns, part * RowsAtOnce, Math.Min(RowsAtOnce, rows.Count - (part * RowsAtOnce)), numbers);
                return true;
            })),
        ];
        foreach (Task<bool> task in tasks)
        {
            task.GetAwaiter().GetResult();
        }

        return numbers;
    }

    private void Write(TableColumn[] columns, int first, int count, float[] numbers)
    {
        int place = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            int begin = (first * _width) + place;
            _features[i].Write(columns[i], first, count, numbers.AsSpan(begin, ((count - 1) * _width) + _features[i].Width), _width);
            place += _features[i].Width;
        }
    }

    private float[] Windows(float[] numbers, int rows, int count)
    {
        RequireRows(count, rows);
        float[] windows = new float[count * Window * _width];
        for (int i = 0; i < count; i++)
        {
            numbers.AsSpan(i * _width, Window * _width).CopyTo(windows.AsSpan(i * Window * _width));
        }

        return windows;
    }

    private void RequireRows(int windows, int rows)
    {
        if (windows < 1)
        {
            throw new ArgumentException(
                $"A window takes {Window} rows, and {Horizon} more where its target is asked for; received {rows} rows.");
        }
    }
}
