namespace Epoche.Experiments;

/// <summary>
/// Passes on what an interrupted run has not recorded yet. Behind its last checkpoint a run still reports, about the step of that
/// checkpoint: the final evaluation, pictures. When it is resumed it does so again, and TensorBoard, which drops only later steps, would
/// show both.
/// </summary>
internal sealed class UnrecordedEvents : IRunWriter
{
    private readonly IRunWriter _inner;
    private readonly HashSet<(string Name, long Step)> _recorded = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal); // the last of each name

    /// <param name="inner">Where to.</param>
    /// <param name="earlier">What the run has recorded.</param>
    /// <param name="resumeStep">The first step that is recorded again.</param>
    public UnrecordedEvents(IRunWriter inner, RunLog earlier, long resumeStep)
    {
        _inner = inner;
        foreach (string name in earlier.ScalarNames)
        {
            Note(name, earlier.Scalars(name).Select(point => point.Step), resumeStep);
        }

        foreach (string name in earlier.OtherNames)
        {
            Note(name, earlier.Others(name).Select(e => e.Step), resumeStep);
            if (earlier.Others(name)[^1].Text is { } text)
            {
                _texts[name] = text;
            }
        }
    }

    public void Write(in RunEvent runEvent)
    {
        bool isRecorded = _recorded.Contains((runEvent.Name, runEvent.Step))
            || (runEvent.Text is { } text && _texts.GetValueOrDefault(runEvent.Name) == text);
        if (!isRecorded)
        {
            _inner.Write(runEvent);
        }
    }

    /// <summary>Only the last step before it can be reported once more.</summary>
    private void Note(string name, IEnumerable<long> steps, long resumeStep)
    {
        foreach (long step in steps.Where(step => step == resumeStep - 1))
        {
            _recorded.Add((name, step));
        }
    }
}
