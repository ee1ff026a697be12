namespace Epoche;

/// <summary>Models that predict from rows of a table, as they come.</summary>
public static class TablePrediction
{
    /// <summary>
    /// The outputs for the rows of a table, prepared as the model's file says (<see cref="ModelInfo.Table"/>): of a classifier what the
    /// network gives, [rows, classes], such as logits; of a regression numbers in the units of the table, [rows, 1].
    /// </summary>
    /// <param name="model">A model with one input and one output.</param>
    /// <param name="rows">The rows; the target may be missing. Of a series the windows are predicted, [rows − window + 1, 1].</param>
    /// <exception cref="InvalidOperationException">The model does not say how rows become inputs.</exception>
    /// <exception cref="ArgumentException">The rows do not fit the preparation; see <see cref="TablePreparation.Inputs"/>.</exception>
    public static Tensor Predict(this Model model, Table rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        TablePreparation preparation = Preparation(model.Info);
        return preparation.ToUnits(model.Predict(preparation.Inputs(rows)));
    }

    /// <summary>What a model's file says of rows.</summary>
    internal static TablePreparation Preparation(ModelInfo info) => info.Table ?? throw new InvalidOperationException(
        "The model does not say how a row becomes an input: Info.Table is not set. Set model.Info = ModelInfo.Of(preparation) before it is "
        + "saved.");
}
