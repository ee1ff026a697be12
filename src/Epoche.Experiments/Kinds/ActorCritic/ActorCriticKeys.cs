namespace Epoche.Experiments;

/// <summary>Reads the keys that recipes of off-policy actor-critics have in common.</summary>
internal static class ActorCriticKeys
{
    /// <summary>A network with its optimizer: the sections <c>actor</c> and <c>critic</c>.</summary>
    public static (NetworkRecipe Network, OptimizerRecipe Optimizer) ReadNetwork(ConfigMap map, Shape observation)
    {
        NetworkRecipe network = NetworkRecipe.Read(map, observation);
        return network.Dropout == 0
            ? (network, ReadOptimizer(map.RequiredMap("optimizer"), clips: true))
            : throw map.Required("dropout").Error("is not for actor-critics, whose targets would be noise; set it to 0");
    }

    /// <summary>An optimizer of one of them.</summary>
    /// <param name="map">The section.</param>
    /// <param name="clips">Whether gradients can be clipped by their norm.</param>
    public static OptimizerRecipe ReadOptimizer(ConfigMap map, bool clips)
    {
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map);
        return optimizer.ClipValue is not null
            ? throw map.Required("clip_value").Error("is not for actor-critics; use clip_norm")
            : !clips && optimizer.ClipNorm is not null
                ? throw map.Required("clip_norm").Error("is not for a single number; remove it")
                : optimizer;
    }

    /// <summary>What is added to actions: the section <c>noise</c>; null where it is null, the default where it is missing.</summary>
    public static ActionNoise? ReadNoise(ConfigMap map, ActionNoise? fallback)
    {
        if (map.OptionalMap("noise") is not { } noise)
        {
            return map.Contains("noise") ? null : fallback;
        }

        const string gaussian = "gaussian", drifting = "ornstein-uhlenbeck";
        if (noise.RequiredChoice("kind", [gaussian, drifting, "none"]) is var kind && kind == "none")
        {
            return null;
        }

        float deviation = noise.RequiredFloat("deviation", Bounds.NonNegative);
        if (kind == gaussian)
        {
            return new GaussianNoise(deviation);
        }

        OrnsteinUhlenbeckNoise defaults = new(deviation);
        OrnsteinUhlenbeckNoise read = new(
            deviation, noise.Float("pull", defaults.Pull, Bounds.Positive), noise.Float("time_step", defaults.TimeStep, Bounds.Positive));
        return read.Pull * read.TimeStep <= 1
            ? read
            : throw noise.Error("pull", "times time_step must be at most 1, or the noise swings by itself");
    }
}
