namespace Epoche.Experiments;

/// <summary>Reads a <c>sampler</c>: its name, or a map with <c>kind</c> and settings.</summary>
internal static class SamplerReader
{
    private static readonly string[] s_kinds = ["tpe", "gp", "auto", "cmaes", "nsga2", "sobol", "random", "grid"];

    /// <exception cref="ConfigurationException">There is no such sampler, or a setting is out of range.</exception>
    public static Sampler Read(ConfigNode node)
    {
        ConfigMap? map = node as ConfigMap;
        string kind = map?.RequiredChoice("kind", s_kinds) ?? node.AsChoice(s_kinds);
        return kind switch
        {
            "tpe" => Tpe(map),
            "gp" => new GpSampler(),
            "auto" => new AutoSampler(),
            "cmaes" => new CmaEsSampler(),
            "nsga2" => new Nsga2Sampler(),
            "sobol" => new SobolSampler(),
            "grid" => new GridSampler(),
            _ => new RandomSampler(),
        };
    }

    private static TpeSampler Tpe(ConfigMap? map)
    {
        TpeSampler defaults = new();
        return map is null ? defaults : new()
        {
            StartupTrials = map.Int("startup", defaults.StartupTrials, Bounds.AtLeast(1)),
            Candidates = map.Int("candidates", defaults.Candidates, Bounds.AtLeast(1)),
            Rules = map.TryGet("rules", out ConfigNode? rules) && rules.AsChoice(["optuna5", "optuna4"]) == "optuna4"
                ? TpeRules.Optuna4 : TpeRules.Optuna5,
        };
    }
}
