using System.Globalization;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Recording;

/// <summary>The event file of a run. Where it cannot be written the run goes on without one, and says so once.</summary>
/// <param name="folder">The run.</param>
/// <param name="recipe">Its recipe.</param>
/// <param name="warnings">Where a failure is told.</param>
internal sealed class RunRecorder(RunFolder folder, Recipe recipe, TextWriter warnings) : IRunCompanion, IDisposable
{
    private static readonly string[] s_metrics = [RunTags.EvaluationReturn, RunTags.TrainReturn, RunTags.TrainLoss];
    private static readonly string[] s_supervisedMetrics = [RunTags.ValidationAccuracy, RunTags.ValidationLoss, RunTags.TrainLoss];

    private EventFileWriter? _file;

    /// <summary>Where to report, once training has begun.</summary>
    public IRunWriter Writer => _file is null ? NullRunWriter.Instance : _file;

    /// <inheritdoc/>
    public void Begin(long? resumeStep)
    {
        try
        {
            _file = EventFileWriter.Open(folder.Path, new EventFileOptions { ResumeStep = resumeStep, OnFailure = Warn });
            long step = resumeStep ?? 0;
            _file.BeginSession(RecipeParameters.Of(recipe), recipe is DqnRecipe ? s_metrics : s_supervisedMetrics);
            _file.Code(RunTags.Recipe, step, recipe.ResolvedYaml, "yaml");
            IEnumerable<KeyValuePair<string, string>> machine = MachineInfo.Current();
            _file.Text(RunTags.Machine, step, MachineInfo.ToMarkdown([.. machine, new("Threads", Workers.Count.ToString(CultureInfo.InvariantCulture))]));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn(exception);
        }
    }

    /// <inheritdoc/>
    public void BeforeCheckpoint(long step) => _file?.Flush();

    /// <summary>Records how the run ended, and closes the file.</summary>
    public void End(RunStatus status)
    {
        if (status != RunStatus.Interrupted) // an interrupted one may go on
        {
            _file?.EndSession(status == RunStatus.Complete);
        }

        Dispose();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Warn(Exception exception) => RecordingWarning.Write(warnings, exception);
}
