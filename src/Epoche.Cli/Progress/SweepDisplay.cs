namespace Epoche.Cli.Progress;

/// <summary>Shows a sweep: a line for each run that ends, and between them which runs train and how far they are.</summary>
/// <param name="messages">Where to.</param>
/// <param name="quiet">Whether to show nothing while runs train.</param>
internal sealed class SweepDisplay(Terminal messages, bool quiet) : IProgress<SweepProgress>, IDisposable
{
    private readonly Dictionary<string, List<double>> _curves = [];
    private IProgressView? _view;
    private RateMeter? _share;

    public void Report(SweepProgress value)
    {
        if (value.Last is { } ended)
        {
            Dispose();
            _curves.Remove(ended.Name);
            messages.Out.WriteLine($"{SeedTable.Line(ended)} ({value.Ended} of {value.Total})");
        }

        if (value.Running.Count == 0)
        {
            return;
        }

        _share ??= new(value.Share);
        _view ??= ProgressViews.For(messages, quiet, "sweep");
        if (_view.IsDue)
        {
            _share.Advance(value.Share);
            _view.Show(Snapshot(value, _share.PerSecond));
        }
    }

    /// <summary>Says what a person should know, on a line of its own.</summary>
    public void Notice(RunNotice notice)
    {
        Dispose();
        (notice.IsWarning || quiet ? messages.Error : messages.Out).WriteLine(notice.Text);
    }

    /// <summary>Removes what is shown, so that what follows starts on a clean line.</summary>
    public void Dispose()
    {
        _view?.Dispose();
        _view = null;
    }

    private ProgressSnapshot Snapshot(SweepProgress value, double perSecond) => new()
    {
        Share = value.Share,
        Position = $"{value.Ended} of {Format.Count(value.Total, "run")}",
        SecondsLeft = perSecond > 0 ? (1 - value.Share) / perSecond : null,
        Headline = new("training", Format.Count(value.Running.Count)),
        Curves = [.. value.Running.Select(run => (Figure(run.Name, run.Progress), Curve(run.Name, run.Progress)))],
    };

    private static Figure Figure(string name, ExperimentProgress? progress)
    {
        if (progress is null)
        {
            return new(name, "begins");
        }

        ProgressFigure headline = progress.Description.Headline;
        double number = progress[headline.Tag];
        string value = ProgressDisplay.Write(headline.Format, number * headline.Scale);
        return new(name, $"{progress.Position.Text}{(double.IsFinite(number) ? $", {headline.Name} {value}" : "")}");
    }

    private List<double> Curve(string name, ExperimentProgress? progress)
    {
        if (!_curves.TryGetValue(name, out List<double>? curve))
        {
            _curves[name] = curve = [];
        }

        if (progress is not null && progress[progress.Description.Headline.Tag] is var number && double.IsFinite(number))
        {
            curve.Add(number);
        }

        return curve;
    }
}
