namespace Epoche.Experiments;

/// <summary>An off-policy actor-critic as a kind of recipe: how its own keys are read, and its agent made.</summary>
/// <param name="Name">What the key <c>kind</c> says.</param>
/// <param name="ActorOutputs">How many numbers its actor gives, of an environment.</param>
/// <param name="SquashesActor">Whether the actor ends in tanh.</param>
/// <param name="Read">Options from its own keys, without what all of them share.</param>
/// <param name="Create">The agent.</param>
internal sealed record ActorCriticMethod(
    string Name,
    Func<ActionSpec, int> ActorOutputs,
    bool SquashesActor,
    Func<ConfigMap, ActorCriticOptions> Read,
    Func<EnvironmentSpec, ActorCriticOptions, Agent> Create)
{
    public static ActorCriticMethod Ddpg { get; } = new(
        "ddpg", actions => actions.Count, true, ReadDdpg, (spec, options) => new DdpgAgent(spec, (DdpgOptions)options));

    public static ActorCriticMethod Td3 { get; } = new(
        "td3", actions => actions.Count, true, ReadTd3, (spec, options) => new Td3Agent(spec, (Td3Options)options));

    public static ActorCriticMethod Sac { get; } = new(
        "sac", actions => actions.IsDiscrete ? actions.Count : 2 * actions.Count, false, ReadSac,
        (spec, options) => new SacAgent(spec, (SacOptions)options));

    private static DdpgOptions ReadDdpg(ConfigMap map)
    {
        DdpgOptions defaults = new() { Actor = _ => [], Critic = _ => [] };
        return defaults with
        {
            TargetEveryUpdates = map.Int("target_every_updates", defaults.TargetEveryUpdates, Bounds.AtLeast(1)),
        };
    }

    private static Td3Options ReadTd3(ConfigMap map)
    {
        Td3Options defaults = new() { Actor = _ => [], Critic = _ => [] };
        return defaults with
        {
            PolicyDelay = map.Int("policy_delay", defaults.PolicyDelay, Bounds.AtLeast(1)),
            TargetNoise = map.Float("target_noise", defaults.TargetNoise, Bounds.NonNegative),
            TargetNoiseLimit = map.Float("target_noise_limit", defaults.TargetNoiseLimit, Bounds.NonNegative),
        };
    }

    private static SacOptions ReadSac(ConfigMap map)
    {
        SacOptions defaults = new() { Actor = _ => [], Critic = _ => [] };
        ConfigMap entropy = map.Map("entropy");
        if (entropy.TryGet("coefficient", out ConfigNode? coefficient))
        {
            foreach (string key in (string[])["initial", "target", "optimizer"])
            {
                if (entropy.TryGet(key, out ConfigNode? node))
                {
                    throw node.Error("is of a coefficient that is learned, and entropy.coefficient is set; remove one of them");
                }
            }

            return defaults with { EntropyCoefficient = coefficient.AsFloat(Bounds.NonNegative) };
        }

        return defaults with
        {
            InitialEntropyCoefficient = entropy.Float("initial", defaults.InitialEntropyCoefficient, Bounds.Positive),
            TargetEntropy = entropy.TryGet("target", out ConfigNode? target) ? target.AsFloat() : null,
            EntropyOptimizer = entropy.OptionalMap("optimizer") is { } optimizer
                ? ActorCriticKeys.ReadOptimizer(optimizer, clips: false).Optimizer
                : defaults.EntropyOptimizer,
        };
    }
}
