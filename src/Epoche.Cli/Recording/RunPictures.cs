using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Cli.Training;

namespace Epoche.Cli.Recording;

/// <summary>
/// What a run is shown by: <c>episode.gif</c>, <c>evaluation.png</c> or <c>confusion.png</c>, and <c>report.html</c>. The GIF is made beside the final evaluation, on a
/// thread of its own; whatever fails here is told and fails nothing else.
/// </summary>
internal sealed class RunPictures : IDisposable
{
    public const string GifName = "episode.gif", EvaluationName = "evaluation.png", ConfusionName = "confusion.png", ReportName = "report.html";

    private const double GifSeconds = 3;
    private const int ReturnBars = 30;

    private readonly RunFolder _folder;
    private readonly TrainingOutcome _outcome;
    private readonly RunRecorder _recorder;
    private readonly TextWriter _warnings;
    private readonly Task<byte[]>? _gif;

    public RunPictures(RunFolder folder, Recipe recipe, TrainingOutcome outcome, RunRecorder recorder, TextWriter warnings, CancellationToken cancellation)
    {
        (_folder, _outcome, _recorder, _warnings) = (folder, outcome, recorder, warnings);
        if (recipe is DqnRecipe dqn && outcome is { Status: RunStatus.Complete, Model: NetworkModel agent })
        {
            _gif = Task.Run(() => Gif(dqn, agent.Network, cancellation), cancellation);
        }
    }

    /// <summary>
    /// Records and writes the pictures, and ends the record of the run. Before its result is written: a run that is killed here has none yet, and resuming it does all of this again.
    /// </summary>
    public void Record(RunStatus status, EvaluationResult? evaluation) => Try(() =>
    {
        if (status == RunStatus.Complete)
        {
            Pictures(_outcome.EnvSteps > 0 ? _outcome.EnvSteps : _outcome.Updates, evaluation);
        }

        _recorder.End(status);
    });

    /// <summary>Makes the report, once the result is in the run's folder.</summary>
    public void MakeReport() => Try(() => Report.Save(Report.FromRun(_folder.Path), Path.Combine(_folder.Path, ReportName)));

    public void Dispose() => ((IAsyncResult?)_gif)?.AsyncWaitHandle.WaitOne();

    private void Try(Action make)
    {
        try
        {
            make();
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C: the run is complete without its pictures, and 'epoche report' makes them.
        }
        catch (Exception exception)
        {
            Warn(exception);
        }
    }

    private void Warn(Exception exception) => _warnings.WriteLine($"warning: the run is complete, but not all of its pictures: {exception.Message}");

    /// <summary>The first episode of the final evaluation, or the first seconds of it; empty where the game has no picture.</summary>
    public static byte[] Gif(DqnRecipe recipe, Sequential model, CancellationToken cancellation)
    {
        if (recipe.Environment.Picture is not { } game)
        {
            return [];
        }

        using IBatchEnvironment environment = recipe.CreateEnvironment(1);
        int steps = (int)Math.Ceiling(GifSeconds / game.StepSeconds);
        EpisodeRecording episode = EpisodeRecording.Play(environment, new GreedyPolicy(model), Seeds.FinalEvaluation(recipe.Seed), steps, cancellation);
        return EpisodeGif.Of(new EpisodeFilm(episode, game), cancellation).ToArray();
    }

    private void Pictures(long step, EvaluationResult? evaluation)
    {
        IRunWriter writer = _recorder.Writer;
        switch (evaluation)
        {
            case EpisodeEvaluation { Returns.Count: > 0 } episodes:
                RunHistogram histogram = RunHistogram.Of([.. episodes.Returns.Select(value => (float)value)], ReturnBars);
                HistogramChart chart = new() { Title = "Returns of the final evaluation", XLabel = "return of an episode", Histogram = histogram };
                writer.Write(new RunEvent(RunTags.EvaluationReturns, step, histogram));
                Keep(EvaluationName, RunTags.EvaluationPicture, step, Png.Encode(Report.ToPicture(chart, 640, 360)));
                break;
            case ExampleEvaluation { Confusion.Count: > 0 } examples:
                Keep(ConfusionName, RunTags.Confusion, step, Png.Encode(ConfusionPicture.Draw(examples.Confusion)));
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
        WholeFile.Write(Path.Combine(_folder.Path, file), picture);
    }
}
