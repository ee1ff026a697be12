using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// A bar that is redrawn in one line of a terminal while an epoch runs, and a line for each epoch that stays:
/// <see cref="ProgressLines"/> for people who watch. Where the output goes into a file or a pipe, it writes those lines only. A writer that
/// fails is left alone from then on; training goes on.
/// </summary>
/// <example><code>
/// trainer.Fit(model, data, SoftmaxCrossEntropy, new() { Callbacks = [new ProgressBar(Console.Out, !Console.IsOutputRedirected)] });
/// </code></example>
public sealed class ProgressBar : TrainingCallback
{
    private const int BarWidth = 24;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output;
    private readonly bool _isTerminal;
    private readonly TimeProvider _clock;
    private readonly ProgressLines _lines;
    private bool _hasFailed;
    private long _start, _drawn, _updates;
    private double _losses, _weights;
    private int _width;

    /// <summary>Makes the callback.</summary>
    /// <param name="output">Where to draw, such as <c>Console.Out</c>; it stays open.</param>
    /// <param name="isTerminal">
    /// Whether a carriage return goes back to the beginning of the line: <c>!Console.IsOutputRedirected</c>.
    /// </param>
    /// <param name="shown">The measurements that the line of an epoch shows, in this order; none: all but the gradient norm.</param>
    /// <param name="clock">What tells the time; default: the system's.</param>
    public ProgressBar(TextWriter output, bool isTerminal, IEnumerable<string>? shown = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        (_output, _isTerminal, _clock) = (output, isTerminal, clock ?? TimeProvider.System);
        _lines = new ProgressLines(_output, shown: shown, within: _isTerminal ? TimeSpan.MaxValue : null, clock: clock);
    }

    /// <inheritdoc/>
    public override void OnBegin(FitContext fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        _lines.OnBegin(fit);
        (_hasFailed, _width) = (false, 0);
        Restart();
    }

    /// <inheritdoc/>
    public override void OnUpdate(FitContext fit, StepReport update)
    {
        ArgumentNullException.ThrowIfNull(fit);
        _lines.OnUpdate(fit, update);
        (_losses, _weights, _updates) = (_losses + (update.Loss * update.Weight), _weights + update.Weight, _updates + 1);
        if (_isTerminal && _clock.GetElapsedTime(_drawn) >= s_interval)
        {
            _drawn = _clock.GetTimestamp();
            Draw(Line(fit));
        }
    }

    /// <inheritdoc/>
    public override void OnEpoch(FitContext fit, EpochReport epoch)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(epoch);
        Draw("");
        _lines.OnEpoch(fit, epoch);
        Restart();
    }

    /// <inheritdoc/>
    public override void OnEnd(FitContext fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        Draw("");
        _lines.OnEnd(fit);
    }

    private void Restart() => (_start, _drawn, _updates, _losses, _weights) = (_clock.GetTimestamp(), _clock.GetTimestamp(), 0, 0, 0);

    private string Line(FitContext fit)
    {
        StringBuilder line = new();
        double seconds = _clock.GetElapsedTime(_start).TotalSeconds;
        if (fit.UpdatesPerEpoch is { } all)
        {
            long done = Math.Min(fit.Updates, all);
            int filled = (int)(BarWidth * done / all);
            line.Append('[').Append('=', filled).Append(' ', BarWidth - filled).Append("] ");
            line.Append(CultureInfo.InvariantCulture, $"{100 * done / all,3}%  epoch {fit.Epoch} of {fit.Epochs}  loss "
                + $"{_losses / _weights:G4}  {_updates / seconds:N0} updates/s  {(all - done) * seconds / _updates:F0} s left");
        }
        else
        {
            line.Append(CultureInfo.InvariantCulture, $"epoch {fit.Epoch} of {fit.Epochs}  update {_updates:N0}  loss "
                + $"{_losses / _weights:G4}  {_updates / seconds:N0} updates/s");
        }

        return line.ToString();
    }

    /// <summary>Puts a text where the last one was.</summary>
    private void Draw(string text)
    {
        if (_hasFailed || (text.Length == 0 && _width == 0))
        {
            return;
        }

        try
        {
            _output.Write($"\r{text.PadRight(_width)}");
            _output.Write(text.Length == 0 ? "\r" : "");
            _output.Flush();
            _width = text.Length;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _hasFailed = true;
        }
    }
}
