
namespace Epoche.Cli.Progress;

/// <summary>Shows the progress of experiments, one view after the other: a training, or a part of it, has one of its own.</summary>
/// <param name="messages">Where to.</param>
/// <param name="quiet">Whether to show nothing.</param>
internal sealed class ProgressDisplay(Terminal messages, bool quiet) : IProgress<ExperimentProgress>, IDisposable
{
    private readonly Dictionary<ProgressFigure, double> _smoothed = [];
    private readonly Dictionary<ProgressFigure, List<double>> _curves = [];
    private IProgressView? _view;
    private string _title = "";
    private RateMeter _steps = new(), _updates = new(), _share = new();

    public void Report(ExperimentProgress value)
    {
        string title = value.Position.Part.Length > 0 ? $"{value.Title} · {value.Position.Part}" : value.Title;
        if (_view is null || title != _title)
        {
            Begin(title, value);
        }

        ProgressDescription description = value.Description;
        foreach (ProgressFigure figure in description.Curves.Concat(description.Figures).Prepend(description.Headline))
        {
            Smooth(figure, value[figure.Tag]);
        }

        if (_view!.IsDue)
        {
            _steps.Advance(value.Report.Step);
            _updates.Advance(value.Report.Updates);
            _share.Advance(value.Position.Share);
            _view.Show(Snapshot(value));
        }
    }

    /// <summary>Removes what is shown, so that what follows starts on a clean line.</summary>
    public void Dispose()
    {
        _view?.Dispose();
        _view = null;
    }

    private void Begin(string title, ExperimentProgress value)
    {
        Dispose();
        _title = title;
        _view = ProgressViews.For(messages, quiet, title);
        _smoothed.Clear();
        _curves.Clear();
        (_steps, _updates, _share) = (new(value.Report.Step), new(value.Report.Updates), new(value.Position.Share));
    }

    private void Smooth(ProgressFigure figure, double value)
    {
        if (double.IsFinite(value))
        {
            _smoothed[figure] = _smoothed.TryGetValue(figure, out double before) ? before + (figure.Smoothing * (value - before)) : value;
        }
    }

    private ProgressSnapshot Snapshot(ExperimentProgress value)
    {
        ProgressDescription description = value.Description;
        double share = value.Position.Share, perSecond = _share.PerSecond;
        return new ProgressSnapshot
        {
            Share = share,
            Position = value.Position.Text,
            SecondsLeft = perSecond > 0 ? (1 - share) / perSecond : null,
            Headline = Figure(description.Headline, value),
            Curve = Curve(description.Headline),
            Curves = [.. description.Curves.Select(figure => (Figure(figure, value), Curve(figure)))],
            Figures = [.. description.Figures.Where(_smoothed.ContainsKey).Select(figure => Figure(figure, value))],
        };
    }

    private IReadOnlyList<double> Curve(ProgressFigure figure)
    {
        if (!_curves.TryGetValue(figure, out List<double>? curve))
        {
            _curves[figure] = curve = [];
        }

        if (_smoothed.TryGetValue(figure, out double value))
        {
            curve.Add(value);
        }

        return curve;
    }

    private Figure Figure(ProgressFigure figure, ExperimentProgress value)
    {
        double? number = figure.Tag switch
        {
            RunTags.StepsPerSecond => _steps.PerSecond,
            RunTags.UpdatesPerSecond => _updates.PerSecond,
            _ => _smoothed.TryGetValue(figure, out double known) ? known : null,
        };
        string text = number is { } found ? Write(figure.Format, found * figure.Scale) : "–";
        return new(
            figure.Name, figure.ShowsBest && value.Best is { } best ? $"{text} (best {Write(figure.Format, best.Score.First)})" : text);
    }

    public static string Write(ProgressFormat format, double value) => format switch
    {
        ProgressFormat.Score => Format.Score(value),
        ProgressFormat.Percent => Format.Accuracy(value),
        ProgressFormat.Count => Format.Count(value),
        _ => Format.Small(value),
    };
}
