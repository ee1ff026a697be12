using System.Globalization;

namespace Epoche;

/// <summary>
/// The event file of a run. Where it cannot be written the run goes on, says so once, and tries again; where another process writes it,
/// the run goes on without one.
/// </summary>
public sealed class EventRecorder : IRunRecorder
{
    private EventFileWriter? _file;

    private EventRecorder(RecordingContext context, IReadOnlyList<string> metrics, Func<IRunWriter, LoopObserver> observer)
    {
        try
        {
            IRunWriter file = _file = EventFileWriter.Open(context.Folder.Path, new EventFileOptions
            {
                ResumeStep = context.ResumeStep,
                OnFailure = context.Warn,
                OnRecovery = context.Recovered,
            });
            _file.BeginSession(RecipeParameters.Of(context.Recipe), metrics);
            Writer = context.ResumeStep is { } step ? Unrecorded(context.Folder, file, step) : file;
            Describe(context);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            context.Warn(exception);
        }

        Observer = observer(Writer);
    }

    /// <inheritdoc/>
    public LoopObserver Observer { get; }

    /// <inheritdoc/>
    public IRunWriter Writer { get; } = NullRunWriter.Instance;

    /// <summary>Opens the event file of a run, in its folder.</summary>
    /// <param name="context">The run.</param>
    /// <param name="metrics">The tags that a table of runs compares.</param>
    /// <param name="observer">Makes what turns reports into curves of a writer, such as a <see cref="LoopRecorder"/>.</param>
    public static EventRecorder Open(RecordingContext context, IReadOnlyList<string> metrics, Func<IRunWriter, LoopObserver> observer)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(observer);
        return new(context, metrics, observer);
    }

    /// <inheritdoc/>
    public void Flush() => _file?.Flush();

    /// <inheritdoc/>
    public void End(RunStatus status)
    {
        if (status != RunStatus.Interrupted) // an interrupted one may go on
        {
            _file?.EndSession(status == RunStatus.Complete);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private static IRunWriter Unrecorded(RunFolder folder, IRunWriter file, long resumeStep)
    {
        try
        {
            return new UnrecordedEvents(file, RunLog.Read(folder.Path), resumeStep);
        }
        catch (DataFormatException)
        {
            return file; // what stands twice is better than what stands nowhere
        }
    }

    private void Describe(RecordingContext context)
    {
        long step = context.ResumeStep ?? 0;
        Writer.Code(RunTags.Recipe, step, context.Recipe.ResolvedYaml, "yaml");
        IEnumerable<KeyValuePair<string, string>> machine = MachineInfo.Current();
        string threads = Workers.Count.ToString(CultureInfo.InvariantCulture);
        Writer.Text(RunTags.Machine, step, MachineInfo.ToMarkdown([.. machine, new("Threads", threads)]));
    }
}
