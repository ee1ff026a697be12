namespace Epoche.Experiments;

/// <summary>What an answer is made of: the section <c>prediction</c> of a recipe.</summary>
internal sealed record PredictionRecipe
{
    /// <summary>Networks that are drawn for a prediction; those of an ensemble are what they are.</summary>
    public required int Samples { get; init; }

    /// <summary>How many of them make the answer when it is forced; null: all, by their mean probability.</summary>
    public required int? ForcedSamples { get; init; }

    /// <summary>Whether the networks' outputs are divided by the temperature that suits validation examples best.</summary>
    public required bool FitsTemperature { get; init; }

    /// <param name="map">The section.</param>
    /// <param name="inference">How the classifier comes to know what it does not know.</param>
    /// <param name="validation">How many validation examples there are.</param>
    public static PredictionRecipe Read(ConfigMap map, InferenceKind inference, int validation)
    {
        bool outputs = ChoiceReader.Read(map, "forced", "probabilities", ["probabilities", "outputs"]) == "outputs";
        if (inference == InferenceKind.Ensemble && map.Contains("samples"))
        {
            throw map.Error("samples", "is for what draws networks; an ensemble predicts by its members, see ensemble.members");
        }

        int samples = inference == InferenceKind.Ensemble ? 1 : map.Int("samples", 100, Bounds.Between(1, 10_000));
        if (outputs && inference != InferenceKind.Variational)
        {
            throw map.Error("forced", "takes raw outputs from 'inference: variational' alone");
        }

        bool fits = map.Bool("fit_temperature", false);
        if (fits && validation < 2)
        {
            throw map.Error("fit_temperature", "asks for validation examples; set validation_examples, such as 5000");
        }

        return new PredictionRecipe
        {
            FitsTemperature = fits,
            Samples = samples,
            ForcedSamples = outputs ? map.Int("forced_samples", samples, Bounds.Between(1, samples)) : null,
        };
    }
}
