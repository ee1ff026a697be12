namespace Epoche;

/// <content>Of what predicts with doubt: an ensemble, a Bayesian network.</content>
public sealed partial class NumberPrediction
{
    /// <summary>
    /// The mean of several draws and how far apart they are: of an ensemble's members or a Bayesian network's weights, whatever loss they
    /// were trained by.
    /// </summary>
    /// <param name="predictive">What predicts, one number an example.</param>
    /// <param name="inputs">[examples, …].</param>
    /// <param name="samples">How many draws, 2 or more; of an ensemble its members.</param>
    /// <param name="least">The least deviation that counts, above 0, in the unit of the targets. Default 10⁻⁶.</param>
    /// <exception cref="ArgumentException">It predicts more than one number, or one that is not finite.</exception>
    public static NumberPrediction Of(IPredictive predictive, Tensor inputs, int samples, float least = 1e-6f)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        CountChecks.AtLeast(2, samples);
        return OfDraws(predictive.Predict(inputs, samples), samples, least);
    }

    /// <summary>The same for rows of a table, prepared as the model's file says, in the units of the table.</summary>
    /// <param name="predictive">What predicts; its <see cref="Predictive.Info"/> is that of a <see cref="TablePreparation"/>.</param>
    /// <param name="rows">The rows; the target may be missing. Of a series the windows are predicted.</param>
    /// <param name="samples">How many draws, 2 or more; of an ensemble its members.</param>
    /// <param name="least">The least deviation that counts, above 0, in the unit of the targets. Default 10⁻⁶.</param>
    /// <exception cref="InvalidOperationException">The model does not say how rows become inputs.</exception>
    /// <exception cref="ArgumentException">
    /// The rows do not fit the preparation, or more than one number is predicted, or one that is not finite.
    /// </exception>
    public static NumberPrediction Of(Predictive predictive, Table rows, int samples, float least = 1e-6f)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        ArgumentNullException.ThrowIfNull(rows);
        CountChecks.AtLeast(2, samples);
        TablePreparation preparation = TablePrediction.Preparation(predictive.Info);
        return OfDraws(preparation.ToUnits(predictive.Predict(preparation.Inputs(rows), samples)), samples, least);
    }

    private static NumberPrediction OfDraws(Tensor draws, int samples, float least)
    {
        if (draws.Rank < 2 || draws.Count != samples * draws.Length(1))
        {
            throw new ArgumentException(
                $"Intervals are for one number an example; {draws.Shape} was predicted, [samples, examples, outputs].", "predictive");
        }

        int count = draws.Length(1);
        Tensor means = Tensor.Zeros([count]), deviations = Tensor.Zeros([count]);
        ReadOnlySpan<float> values = draws.Values;
        for (int i = 0; i < count; i++)
        {
            double mean = 0, squares = 0;
            for (int s = 0; s < samples; s++)
            {
                double before = values[(s * count) + i] - mean; // Welford 1962
                mean += before / (s + 1);
                squares += before * (values[(s * count) + i] - mean);
            }

            (means.Span[i], deviations.Span[i]) = ((float)mean, (float)Math.Sqrt(squares / (samples - 1)));
        }

        return Of(means, deviations, least);
    }
}
