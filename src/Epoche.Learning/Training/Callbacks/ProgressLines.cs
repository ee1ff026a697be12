using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// Writes how the training goes as plain lines: one an epoch with what was measured and the time that is left, and within long epochs one
/// every few seconds. A writer that fails is left alone from then on; training goes on.
/// </summary>
/// <example><code>
/// trainer.Fit(model, data, SoftmaxCrossEntropy, new() { Callbacks = [new ProgressLines(Console.Out)] });
/// </code></example>
public sealed class ProgressLines : TrainingCallback
{
    private readonly TextWriter _output;
    private readonly int _every;
    private readonly string[] _shown;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _within;
    private bool _hasFailed;
    private long _lastLine, _updates;
    private double _losses, _weights;

    /// <summary>Makes the callback.</summary>
    /// <param name="output">Where to write, such as <c>Console.Out</c>; it stays open.</param>
    /// <param name="every">A line after each so many epochs, and after the first and the last; 1 or more.</param>
    /// <param name="shown">
    /// The measurements to show, in this order; none: all but the gradient norm. Those that an epoch lacks are left out.
    /// </param>
    /// <param name="within">The longest time without a line; default 5 s.</param>
    /// <param name="clock">What tells the time; default: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> or <paramref name="within"/> is not positive.</exception>
    public ProgressLines(
        TextWriter output, int every = 1, IEnumerable<string>? shown = null, TimeSpan? within = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        CountChecks.AtLeast(1, every);
        _within = within ?? TimeSpan.FromSeconds(5);
        CountChecks.Positive(_within.TotalSeconds, nameof(within));
        (_output, _every, _shown, _clock) = (output, every, [.. shown ?? []], clock ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public override void OnBegin(FitContext fit) =>
        (_hasFailed, _losses, _weights, _updates, _lastLine) = (false, 0, 0, 0, _clock.GetTimestamp());

    /// <inheritdoc/>
    public override void OnUpdate(FitContext fit, StepReport update)
    {
        ArgumentNullException.ThrowIfNull(fit);
        (_losses, _weights, _updates) = (_losses + (update.Loss * update.Weight), _weights + update.Weight, _updates + 1);
        TimeSpan passed = _clock.GetElapsedTime(_lastLine);
        if (passed >= _within)
        {
            Line(string.Create(CultureInfo.InvariantCulture,
                $"epoch {fit.Epoch} of {fit.Epochs}  update {fit.Trainer.StepCount:N0}  loss {_losses / _weights:G4}  "
                + $"{_updates / passed.TotalSeconds:N0} updates/s"));
        }
    }

    /// <inheritdoc/>
    public override void OnEpoch(FitContext fit, EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(epoch);
        if (epoch.Epoch != 1 && epoch.Epoch % _every != 0 && epoch.Epoch != fit.Epochs && fit.StopReason is null)
        {
            return;
        }

        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch} of {fit.Epochs}");
        foreach (MetricValue measurement in Shown(epoch))
        {
            line.Append(CultureInfo.InvariantCulture, $"  {measurement.Name} {measurement.Value:G4}");
        }

        line.Append(CultureInfo.InvariantCulture, $"  {Duration(epoch.Seconds)}");
        if (epoch.Epoch < fit.Epochs && fit.StopReason is null)
        {
            line.Append(CultureInfo.InvariantCulture, $", {Duration(epoch.Seconds * (fit.Epochs - epoch.Epoch))} left");
        }

        Line(line.ToString());
    }

    /// <inheritdoc/>
    public override void OnEnd(FitContext fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        if (fit.StopReason is not null)
        {
            Line($"stopped: {fit.StopReason}");
        }
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 60 => FormattableString.Invariant($"{seconds:F1} s"),
        < 3600 => FormattableString.Invariant($"{(int)seconds / 60} min {(int)seconds % 60} s"),
        _ => FormattableString.Invariant($"{(int)(seconds / 3600)} h {(int)(seconds / 60) % 60} min"),
    };

    private IEnumerable<MetricValue> Shown(EpochReport epoch) => _shown.Length == 0
        ? epoch.Measurements.Where(measurement => measurement.Name != RunTags.GradientNorm)
        : _shown.SelectMany(name => epoch.Measurements.Where(measurement => measurement.Name == name));

    private void Line(string text)
    {
        (_losses, _weights, _updates, _lastLine) = (0, 0, 0, _clock.GetTimestamp());
        if (_hasFailed)
        {
            return;
        }

        try
        {
            _output.WriteLine(text);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _hasFailed = true; // a closed pipe, a full disk: nobody watches any more
        }
    }
}
