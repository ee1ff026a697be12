namespace Epoche;

/// <summary>
/// Stops when a measured number has not become better for some epochs, and puts the weights of the best epoch back, whatever ended the
/// training: patience, the last epoch, a
/// cancellation, an exception. The optimizer keeps the state it had at the end.
/// </summary>
public sealed class EarlyStopping : TrainingCallback, IStateful
{
    private readonly int _patience;
    private readonly Func<MonitoredMetric> _watch;
    private MonitoredMetric _watched;
    private int _waited;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">What is watched; see <see cref="EpochReport.Measurements"/>.</param>
    /// <param name="patience">Epochs in a row without a better number after which it stops, 1 or more.</param>
    /// <param name="higherIsBetter">Whether the number should rise, as an accuracy should.</param>
    /// <param name="leastChange">By how much it must be better than the best to count, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public EarlyStopping(string monitor = RunTags.ValidationLoss, int patience = 5, bool higherIsBetter = false, float leastChange = 0)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        CountChecks.AtLeast(1, patience);
        _patience = patience;
        _watch = () => new MonitoredMetric(monitor, higherIsBetter, leastChange);
        _watched = _watch();
    }

    /// <summary>The epoch with the best number, from 1; 0 before the first.</summary>
    public int BestEpoch => (int)_watched.Best.Step;

    /// <summary>The best number; NaN before the first.</summary>
    public double BestValue => _watched.Value;

    int IStateful.StateVersion => 2;

    string IStateful.StateKind => $"{nameof(EarlyStopping)} by {_watched.Text}";

    /// <inheritdoc/>
    public override void OnBegin(FitContext fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        (_watched, _waited) = (_watch(), 0);
        _watched.Keep(fit.Trainer.Weights);
    }

    /// <inheritdoc/>
    public override void OnEpoch(FitContext fit, EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(epoch);
        if (_watched.Improves(epoch, fit.Trainer.Weights))
        {
            _waited = 0;
        }
        else if (++_waited >= _patience)
        {
            fit.Stop($"no better {_watched.Name} for {_patience} epochs; best was epoch {BestEpoch} with {_watched.BestText}");
        }
    }

    /// <inheritdoc/>
    public override void OnEnd(FitContext fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        _watched.Best.CopyTo([.. fit.Trainer.Parameters]);
        _watched.Best.ForgetWeights();
    }

    void IStateful.SaveState(StateSaver to)
    {
        to.Part("best", _watched.Best);
        to.Write("waited", _waited);
    }

    void IStateful.LoadState(StateLoader from)
    {
        from.RequireVersion(2);
        _watched.Load(from);
        _waited = from.Int32("waited", least: 0);
    }
}
