namespace Epoche;

/// <summary>
/// Lowers the learning rate when a measured number has not become better for some epochs. The optimizer is made with <see cref="Rate"/>,
/// the training with the callback. Another fit begins with the full rate again, unless it resumes from a checkpoint.
/// </summary>
/// <example><code>
/// ReduceOnPlateau plateau = new(1e-3f);
/// Trainer trainer = new(new() { Optimizer = new Adam(plateau.Rate), Epochs = 50 }, model.Parameters);
/// trainer.Fit(batches, objective, new() { Callbacks = [plateau], Evaluate = … });
/// </code></example>
public sealed class ReduceOnPlateau : TrainingCallback, IStateful
{
    private readonly Func<MonitoredMetric> _watch;
    private readonly ScaledSchedule _rate;
    private readonly float _factor, _least;
    private readonly int _patience;
    private MonitoredMetric _watched;
    private int _waited;
    private bool _hasUpdated;

    /// <summary>Makes the callback.</summary>
    /// <param name="rate">The rate before any reduction, a number or a schedule.</param>
    /// <param name="monitor">What is watched.</param>
    /// <param name="factor">What the rate is multiplied by, in (0, 1).</param>
    /// <param name="patience">Epochs in a row without a better number after which it is lowered, 1 or more.</param>
    /// <param name="higherIsBetter">Whether the number should rise.</param>
    /// <param name="leastChange">By how much it must be better than the best to count, 0 or more.</param>
    /// <param name="leastFactor">What all reductions together do not go below, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ReduceOnPlateau(
        Schedule rate, string monitor = RunTags.ValidationLoss, float factor = 0.5f, int patience = 3, bool higherIsBetter = false,
        float leastChange = 0, float leastFactor = 1e-4f)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(rate);
        CountChecks.AtLeast(1, patience);
        _factor = Require.Positive(Require.InRange(factor, 0, 1, "factor of a reduction"), "factor of a reduction");
        _least = Require.Positive(leastFactor, "least factor");
        _patience = patience;
        _watch = () => new MonitoredMetric(monitor, higherIsBetter, leastChange);
        _watched = _watch();
        _rate = new ScaledSchedule(rate);
    }

    /// <summary>The learning rate with its reductions.</summary>
    public Schedule Rate => _rate;

    /// <summary>The product of all reductions so far, 1 at the start of every fit.</summary>
    public float Factor => _rate.Factor;

    int IStateful.StateVersion => 2;

    string IStateful.StateKind => $"{nameof(ReduceOnPlateau)} by {_watched.Text}";

    /// <inheritdoc/>
    public override void OnBegin(FitContext fit)
    {
        (_watched, _waited, _hasUpdated, _rate.Factor, _rate.WasAsked) = (_watch(), 0, false, 1, false);
        _watched.Keep([]);
    }

    /// <inheritdoc/>
    public override void OnUpdate(FitContext fit, StepReport update) => _hasUpdated = true;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// The optimizer was not made with <see cref="Rate"/>; thrown when the rate is to be lowered for the first time.
    /// </exception>
    public override void OnEpoch(FitContext fit, EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        if (_watched.Improves(epoch, weights: []))
        {
            _waited = 0;
        }
        else if (++_waited >= _patience)
        {
            _waited = 0;
            if (_hasUpdated && !_rate.WasAsked)
            {
                throw new InvalidOperationException(
                    "The learning rate is to be lowered, but the optimizer never asks for it: make it with the Rate of this "
                    + "ReduceOnPlateau, Optimizer = new Adam(plateau.Rate).");
            }

            _rate.Factor = MathF.Max(_least, _rate.Factor * _factor);
        }
    }

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("factor", _rate.Factor);
        to.Write("waited", _waited);
        to.Part("best", _watched.Best);
    }

    void IStateful.LoadState(StateLoader from)
    {
        from.RequireVersion(2);
        (float factor, int waited) = (from.Single("factor"), from.Int32("waited", least: 0));
        if (!(factor > 0 && factor <= 1))
        {
            throw from.Mismatch("factor", "above 0 and at most 1", FormattableString.Invariant($"{factor}"));
        }

        _watched.Load(from);
        (_rate.Factor, _waited) = (factor, waited);
    }

    private sealed class ScaledSchedule(Schedule rate) : Schedule
    {
        public float Factor { get; set; } = 1;

        public bool WasAsked { get; set; }

        public override float At(long step)
        {
            WasAsked = true;
            return rate.At(step) * Factor;
        }

        public override string ToString() => FormattableString.Invariant($"{rate}, lowered on plateaus");
    }
}
