namespace Epoche;

/// <summary>
/// How the weights of a training are averaged over its updates: <see cref="TrainerOptions.Averaging"/>. The average is what is evaluated,
/// selected, saved and returned; the weights that learn are never changed by it, so losses and gradients are those of a training without.
/// </summary>
public sealed record WeightAveraging
{
    private WeightAveraging(float? decay, bool warmsUp, long from, long every) =>
        (Decay, WarmsUp, From, Every) = (decay, warmsUp, from, every);

    /// <summary>The share d of the average that an update leaves, in [0, 1); null where all weights that are taken count alike.</summary>
    public float? Decay { get; }

    /// <summary>Whether the decay rises from 0.1 to <see cref="Decay"/>, so that the first weights are soon forgotten.</summary>
    public bool WarmsUp { get; }

    /// <summary>The first update whose weights may be taken, 1 or more. Before one was, the average is what the weights are.</summary>
    public long From { get; }

    /// <summary>Weights are taken after updates whose number is a multiple of this, 1 or more.</summary>
    public long Every { get; }

    /// <summary>What a saved state must have been made by to mean the same.</summary>
    internal string StateKind => Decay is null ? "equal averaging" : "exponential averaging";

    /// <summary>
    /// An exponential moving average (EMA): a = w after the first update, a += (1 − d)·(w − a) after each later one, as PyTorch's
    /// <c>AveragedModel</c> with <c>get_ema_multi_avg_fn</c>. Running statistics of batch normalizations are averaged alike.
    /// </summary>
    /// <param name="decay">d in [0, 1); the average looks back over about 1/(1 − d) updates. Default 0.999.</param>
    /// <param name="warmUp">
    /// Whether d is min(<paramref name="decay"/>, (1 + t)/(10 + t)) when t sets of weights were taken, as in TensorFlow. Default false.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public static WeightAveraging Exponential(float decay = 0.999f, bool warmUp = false) =>
        new(Require.InRange(decay, 0, 1, "decay of an average of weights"), warmUp, 1, 1);

    /// <summary>
    /// Stochastic weight averaging (SWA; Izmailov et al. 2018, arXiv:1803.05407): the mean of the weights after each
    /// <paramref name="every"/>-th update from <paramref name="from"/> on; choose the updates of an epoch, as the paper does. Running
    /// statistics of batch normalizations are those of the average, by one pass over the training data before it is
    /// evaluated or kept (see <see cref="Trainer.UpdateStatistics"/>); where the data are not <see cref="Batches"/> or a
    /// <see cref="Dataset"/>, which can be passed over without moving them, they are the latest of the weights that learn.
    /// </summary>
    /// <param name="from">The first update whose weights may be taken, 1 or more; after three quarters of the training is usual.</param>
    /// <param name="every">Only updates whose number is a multiple of this count, 1 or more. Default 1: each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static WeightAveraging Equal(long from, long every = 1)
    {
        CountChecks.AtLeast(1, from);
        CountChecks.AtLeast(1, every);
        return new(null, false, from, every);
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(WeightAveraging), PrintMembers);

    /// <summary>Whether the weights after this update are taken.</summary>
    internal bool Takes(long update) => update >= From && update % Every == 0;

    /// <summary>The share of the weights that are taken now, after so many others, 1 or more.</summary>
    internal float ShareAfter(long taken) =>
        Decay is not { } decay ? 1f / (taken + 1)
        : 1 - (WarmsUp ? Math.Min(decay, (1f + taken) / (10f + taken)) : decay);
}
