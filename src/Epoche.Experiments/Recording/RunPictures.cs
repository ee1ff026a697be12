namespace Epoche.Experiments;

/// <summary>
/// What a run is shown by: <c>episode.gif</c>, <c>evaluation.png</c>, <c>confusion.png</c> or <c>predictions.png</c>, and
/// <c>report.html</c>. The GIF is made beside the final evaluation, on a thread of its own; whatever fails here is reported and fails
/// nothing else.
/// </summary>
internal sealed class RunPictures : IDisposable
{
    public const string GifName = "episode.gif", EvaluationName = "evaluation.png", ConfusionName = "confusion.png";
    public const string PredictionsName = "predictions.png", ReportName = "report.html";

    private const double GifSeconds = 3;
    private const int ReturnBars = 30;

    private static readonly (string File, string Tag)[] s_recorded =
    [
        (EvaluationName, RunTags.EvaluationPicture), (ConfusionName, RunTags.Confusion), (GifName, RunTags.EvaluationEpisode),
        (PredictionsName, RunTags.Predictions),
    ];

    private readonly RunFolder _folder;
    private readonly IRunRecorder _recorder;
    private readonly Action<string> _warn;
    private readonly Task<byte[]>? _gif;

    /// <summary>Begins with the film where the run is complete and the recipe trains an agent; the model is in the folder.</summary>
    public RunPictures(
        RunFolder folder, Recipe recipe, RunStatus status, IRunRecorder recorder, Action<string> warn, CancellationToken cancellation)
    {
        (_folder, _recorder, _warn) = (folder, recorder, warn);
        if (status == RunStatus.Complete && recipe.Capability<IPlaysGames>() is { } player)
        {
            _gif = Background.Run(() => Gif(player, folder, recipe.Seed, cancellation), cancellation);
        }
    }

    /// <summary>
    /// Records and writes the pictures, and ends the record of the run. Before its result is written: a run that is killed here has none
    /// yet, and resuming it does all of this again.
    /// </summary>
    /// <returns>The status; a run whose pictures were cut off is interrupted, and gets them when it is resumed.</returns>
    public RunStatus Record(RunStatus status, long step, EvaluationResult? evaluation)
    {
        try
        {
            if (status == RunStatus.Complete)
            {
                Try(() => Pictures(step, evaluation));
            }
        }
        catch (OperationCanceledException)
        {
            status = RunStatus.Interrupted;
        }

        _recorder.End(status);
        return status;
    }

    /// <summary>Makes more of them, which show the result.</summary>
    public void Illustrate(RunResult result, Action make)
    {
        _folder.Pending = result;
        try
        {
            Try(make);
        }
        finally
        {
            _folder.Pending = null;
        }
    }

    private void Try(Action make)
    {
        try
        {
            make();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Warn(exception);
        }
    }

    private void Warn(Exception exception) => _warn($"warning: the run is complete, but not all of its pictures: {exception.Message}");

    public void Dispose()
    {
        if (_gif is { IsCompleted: false } gif)
        {
            ((IAsyncResult)gif).AsyncWaitHandle.WaitOne();
        }
    }

    /// <summary>The first episode of the final evaluation, or the first seconds of it; empty where the game has no picture.</summary>
    public static byte[] Gif(IPlaysGames player, RunFolder folder, ulong seed, CancellationToken cancellation)
    {
        if (player.Environment.Picture is not { } game)
        {
            return [];
        }

        using IBatchEnvironment environment = player.CreateEnvironment(1);
        int steps = (int)Math.Ceiling(GifSeconds / game.StepSeconds);
        EpisodeRecording episode = EpisodeRecording.Play(
            environment, player.LoadPolicy(folder), Seeds.FinalEvaluation(seed), steps, cancellation);
        return EpisodeGif.Of(new EpisodeFilm(episode, game), cancellation).ToArray();
    }

    /// <summary>The pictures that a run has recorded, by their files: what is in its event files, it can have again.</summary>
    public static IEnumerable<(string File, ReadOnlyMemory<byte> Picture)> Recorded(RunFolder folder)
    {
        RunLog log = RunLog.Read(folder.Path);
        foreach ((string file, string tag) in s_recorded)
        {
            if (log.Others(tag) is [.., { Image: { } image }])
            {
                yield return (file, image.Encoded);
            }
        }
    }

    private void Pictures(long step, EvaluationResult? evaluation)
    {
        switch (evaluation)
        {
            case EpisodeEvaluation { Returns.Count: > 0 } episodes:
                RunHistogram histogram = RunHistogram.Of([.. episodes.Returns.Select(value => (float)value)], ReturnBars);
                HistogramChart chart = new()
                {
                    Title = "Returns of the final evaluation",
                    XLabel = "return of an episode",
                    Histogram = histogram,
                };
                _recorder.Writer.Write(new RunEvent(RunTags.FinalReturns, step, histogram));
                Keep(EvaluationName, RunTags.EvaluationPicture, step, Png.Encode(Report.ToPicture(chart, 640, 360)));
                break;
            case ExampleEvaluation { Confusion.Count: > 0 } examples:
                Keep(ConfusionName, RunTags.Confusion, step, Png.Encode(ConfusionPicture.Draw(examples.Confusion)));
                break;
            case NumberEvaluation { Pairs.Count: > 0 } numbers:
                Keep(PredictionsName, RunTags.Predictions, step, Png.Encode(Report.ToPicture(PredictionChart.Of(numbers), 640, 520)));
                break;
        }

        if (_gif?.GetAwaiter().GetResult() is { Length: > 0 } gif)
        {
            Keep(GifName, RunTags.EvaluationEpisode, step, gif);
        }
    }

    private void Keep(string file, string tag, long step, byte[] picture)
    {
        _recorder.Writer.Image(tag, step, picture);
        Try(() => AtomicFile.Write(Path.Combine(_folder.Path, file), picture)); // recorded it is anyway, and can be written again
    }
}
