namespace Epoche.Experiments;

/// <summary>What a network of action values promises on observations, and what came.</summary>
/// <param name="Samples">Observations whose return is known.</param>
/// <param name="Promised">The mean of the greatest action value on them.</param>
/// <param name="Achieved">The mean of the discounted return that followed.</param>
/// <param name="Largest">The largest magnitude of an action value, on all observations.</param>
internal sealed record ValueLook(int Samples, double Promised, double Achieved, double Largest)
{
    /// <summary>Asks a network.</summary>
    public static ValueLook Of(Model model, IReadOnlyList<PlayedSample> samples)
    {
        GreedyPolicy policy = new(model);
        float[] values = new float[model.OutputShape[0]];
        NumberRange promised = default, achieved = default, all = default;
        foreach (PlayedSample sample in samples)
        {
            policy.Values(sample.Observation, values);
            all.Add(values.Max());
            all.Add(values.Min());
            if (sample.Return is { } value)
            {
                promised.Add(values.Max());
                achieved.Add(value);
            }
        }

        return new((int)promised.Count, promised.Mean, achieved.Mean, all.Largest);
    }
}
