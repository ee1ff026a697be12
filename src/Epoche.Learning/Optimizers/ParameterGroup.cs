namespace Epoche;

/// <summary>
/// Parameters that are updated otherwise than the rest, by their names: <see cref="TrainerOptions.Groups"/>. A parameter may be in several
/// groups: of each setting, the last group that states it counts.
/// </summary>
/// <example><code>
/// Groups = [new("encoder") { LearningRateFactor = 0.1f }, new("*/bias") { WeightDecay = 0 }, new("embedding") { Frozen = true }]
/// </code></example>
/// <param name="Names">
/// A pattern for whole names such as <c>encoder/dense/kernel</c>, in which <c>*</c> stands for any characters and <c>?</c> for one:
/// <c>*/bias</c>, <c>encoder/*</c>. Without either: a layer, a part of the model or one parameter, as for
/// <see cref="ParameterSlab.Freeze"/>. Where a trainer has several models their names begin with <c>model_0/</c>, <c>model_1/</c>, …, and
/// patterns may leave that out.
/// </param>
public sealed record ParameterGroup(string Names)
{
    /// <summary>The pattern.</summary>
    public string Names { get; init => field = NotNull.Of(value); } = NotNull.Of(Names);

    /// <summary>What the learning rate is multiplied by, 0 or more. Default: what it is without this group, 1.</summary>
    public float? LearningRateFactor
    {
        get;
        init => field = value is { } factor ? Require.NotNegative(factor, "learning-rate factor of a group") : null;
    }

    /// <summary>
    /// The weight decay in the place of the optimizer's, 0 or more; of biases too, which else have none. Default: what it is without
    /// this group. Optimizers without weight decay accept 0 alone.
    /// </summary>
    public float? WeightDecay { get; init => field = value is { } decay ? Require.NotNegative(decay, "weight decay of a group") : null; }

    /// <summary>
    /// Whether the parameters are not learned: the trainer freezes them when it is made, as by <see cref="ParameterSlab.Freeze"/>.
    /// Default false: they are as they were.
    /// </summary>
    public bool Frozen { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ParameterGroup), PrintMembers);
}
