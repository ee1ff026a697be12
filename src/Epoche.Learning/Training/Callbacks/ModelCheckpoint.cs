namespace Epoche;

/// <summary>
/// Saves a model after each epoch as <c>last.epoche</c>, and whenever a measured number is the best so far as <c>best.epoche</c>,
/// each replaced whole or not at all.
/// </summary>
public sealed class ModelCheckpoint : TrainingCallback, IStateful
{
    private readonly Model _model;
    private readonly Func<MonitoredMetric> _watch;
    private MonitoredMetric _watched;

    /// <summary>Makes the callback.</summary>
    /// <param name="model">What is saved.</param>
    /// <param name="folder">Where to; made when it is missing.</param>
    /// <param name="monitor">What the best is the best of.</param>
    /// <param name="higherIsBetter">Whether that should rise.</param>
    public ModelCheckpoint(Model model, string folder, string monitor = RunTags.ValidationLoss, bool higherIsBetter = false)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _model = model;
        _watch = () => new MonitoredMetric(monitor, higherIsBetter, leastChange: 0);
        _watched = _watch();
        (LastPath, BestPath) = (Path.Combine(folder, "last" + ModelFile.Extension), Path.Combine(folder, "best" + ModelFile.Extension));
    }

    /// <summary>The model after the last epoch.</summary>
    public string LastPath { get; }

    /// <summary>The model after the best epoch.</summary>
    public string BestPath { get; }

    int IStateful.StateVersion => 2;

    string IStateful.StateKind => $"{nameof(ModelCheckpoint)} by {_watched.Text}";

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A layer contains custom code, so that no file can hold the model.</exception>
    public override void OnBegin(FitContext fit)
    {
        ModelFile.RequireSavable(_model); // before an epoch is spent
        _watched = _watch();
        _watched.Keep([]);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public override void OnEpoch(FitContext fit, EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        _model.Save(LastPath);
        if (_watched.Improves(epoch, weights: []))
        {
            _model.Save(BestPath);
        }
    }

    void IStateful.SaveState(StateSaver to) => to.Part("best", _watched.Best);

    void IStateful.LoadState(StateLoader from)
    {
        from.RequireVersion(2);
        _watched.Load(from);
    }
}
