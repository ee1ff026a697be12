namespace Epoche.Experiments;

/// <summary>Parameters that are updated otherwise than the rest: the list <c>groups</c> of a section <c>optimizer</c>.</summary>
internal static class GroupRecipe
{
    /// <summary>The groups; none where the list is missing.</summary>
    /// <param name="optimizer">The section.</param>
    /// <param name="kind">The optimizer in it.</param>
    /// <param name="network">The network whose parameters they name.</param>
    /// <param name="input">The shape of its inputs.</param>
    /// <param name="image">The shape of the image in them.</param>
    public static IReadOnlyList<ParameterGroup> ReadAll(
        ConfigMap optimizer, Optimizer kind, NetworkRecipe network, Shape input, Shape image)
    {
        IReadOnlyList<ConfigNode> nodes = optimizer.List("groups");
        if (nodes.Count == 0)
        {
            return [];
        }

        // One unit a layer: names do not depend on sizes, and no large network is made to look at them.
        ParameterSlab parameters = (network with { Hidden = [.. network.Hidden.Select(_ => 1)] }).Create(input, image, outputs: 1)
            .Build(input, seed: 0).Parameters;
        return [.. nodes.Select(node => Read(node.AsMap(), kind, parameters))];
    }

    private static ParameterGroup Read(ConfigMap map, Optimizer kind, ParameterSlab parameters)
    {
        ParameterGroup group = new(map.RequiredString("names"))
        {
            LearningRateFactor = map.OptionalFloat("learning_rate_factor", Bounds.NonNegative),
            WeightDecay = map.OptionalFloat("weight_decay", Bounds.NonNegative),
            Frozen = map.Bool("frozen", false),
        };
        return ParameterGroups.Miss(group, [new ScopedSlab("", parameters)]) is { } miss
            ? throw map.Required("names").Error($"is refused: {miss}")
            : kind.Refusal(group) is { } refusal ? throw map.Required("weight_decay").Error($"is refused: {refusal}")
            : group;
    }
}
