using System.Diagnostics;

namespace Epoche.Cli.Progress;

/// <summary>Shows a study: a line for each trial that ends, and between them which trials train and how far they are.</summary>
/// <param name="messages">Where to.</param>
/// <param name="quiet">Whether to show nothing while trials train.</param>
/// <param name="study">The study.</param>
internal sealed class TuningDisplay(Terminal messages, bool quiet, RecipeStudy study) : IProgress<RecipeStudyProgress>, IDisposable
{
    private IProgressView? _view;
    private (long Time, double Share)? _began; // trials differ too much in length for a rate of the latest seconds

    public void Report(RecipeStudyProgress value)
    {
        if (value.Last is { } ended)
        {
            Dispose();
            if (!quiet)
            {
                messages.Out.WriteLine($"{TuningTable.Line(study, ended, value.IsBest)} ({value.Ended} of {value.Total})");
            }
        }

        if (value.Running.Count == 0)
        {
            return;
        }

        _began ??= (Stopwatch.GetTimestamp(), value.Share);
        _view ??= ProgressViews.For(messages, quiet, "tune");
        if (_view.IsDue)
        {
            double made = value.Share - _began.Value.Share, seconds = Stopwatch.GetElapsedTime(_began.Value.Time).TotalSeconds;
            _view.Show(new ProgressSnapshot
            {
                Share = value.Share,
                Position = $"{value.Ended} of {Format.Count(value.Total, "trial")}",
                SecondsLeft = made > 0 ? (1 - value.Share) / made * seconds : null,
                Headline = new("training", Format.Count(value.Running.Count)),
                Curves = [.. value.Running.Select(run => (Figure(run.Trial, run.Seed, run.Progress), (IReadOnlyList<double>)[]))],
            });
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

    private static Figure Figure(int trial, ulong seed, ExperimentProgress? progress) =>
        new($"trial {trial}, seed {seed}", progress is null ? "begins" : progress.Position.Text);
}
