using System.Globalization;

namespace Epoche.Cli.Runs;

/// <summary>
/// One process at work on a run: keeps others away, loads the newest checkpoint, saves new ones when they are due, and tells the
/// companions.
/// </summary>
internal sealed class RunSession : ICheckpointing, IDisposable
{
    /// <summary>The variable that says how many seconds lie between checkpoints.</summary>
    public const string PaceVariable = "EPOCHE_CHECKPOINT_SECONDS";

    private readonly RunFolder _folder;
    private readonly Checkpoints _checkpoints;
    private readonly IReadOnlyList<IRunCompanion> _companions;
    private readonly TextWriter _messages;
    private readonly bool _isNew;
    private long _begun; // the step of the checkpoint that may still be being written

    private RunSession(RunFolder folder, bool isNew, TextWriter messages, IReadOnlyList<IRunCompanion> companions)
    {
        (_folder, _isNew, _messages, _companions) = (folder, isNew, messages, companions);
        try
        {
            _checkpoints = Checkpoints.Open(folder.CheckpointsPath, Pace() with
            {
                BeforeValid = step =>
                {
                    foreach (IRunCompanion companion in companions)
                    {
                        companion.BeforeCheckpoint(step);
                    }
                },
            });
        }
        catch (FolderInUseException exception)
        {
            throw new CliException(
                $"Another process works on the run '{folder.Path}', and only one may. Wait until it ends, or end it.",
                ExitCode.Failure,
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The run '{folder.Path}' cannot be written to: {exception.Message}", ExitCode.Failure, exception);
        }
    }

    /// <summary>Whether the training went on from a checkpoint.</summary>
    public bool IsResumed { get; private set; }

    /// <param name="folder">The run.</param>
    /// <param name="isNew">Whether it was made just now.</param>
    /// <param name="messages">Where to say what a person should know.</param>
    /// <param name="companions">What is written beside the training.</param>
    /// <exception cref="CliException">Another process works on the run, or it cannot be written to.</exception>
    public static RunSession Open(RunFolder folder, bool isNew, TextWriter messages, params IReadOnlyList<IRunCompanion> companions) =>
        new(folder, isNew, messages, companions);

    /// <summary>Loads the newest intact checkpoint into a training, if there is one.</summary>
    /// <param name="state">All that the training depends on.</param>
    /// <returns>Whether the training goes on.</returns>
    /// <exception cref="DataFormatException">The checkpoint is that of another training.</exception>
    public bool TryLoad(IStateful state)
    {
        bool goesOn = IsResumed = _checkpoints.TryLoad(state);
        foreach (DataFormatException damage in _checkpoints.Damages)
        {
            _messages.WriteLine($"A checkpoint is damaged and was passed over: {damage.Message}");
        }

        if (!_isNew)
        {
            _messages.WriteLine(goesOn
                ? $"Going on from step {Format.Count(_checkpoints.Step!.Value)}."
                : "There is no intact checkpoint yet: starting from the recipe, with the same result.");
        }

        foreach (IRunCompanion companion in _companions)
        {
            companion.Begin(goesOn ? _checkpoints.Step + 1 : _isNew ? null : 0);
        }

        return goesOn;
    }

    /// <summary>Saves a checkpoint where one is due. Costs a look at the clock where none is.</summary>
    /// <exception cref="CliException">It, or the one before, cannot be written.</exception>
    public bool SaveIfDue(IStateful state, long step)
    {
        try
        {
            bool isBegun = _checkpoints.SaveIfDue(state, step);
            _begun = isBegun ? step : _begun;
            return isBegun;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(step, exception);
        }
    }

    /// <summary>Saves a checkpoint now.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public void Save(IStateful state, long step)
    {
        try
        {
            _checkpoints.Save(state, step);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(step, exception);
        }
    }

    /// <summary>Waits for the checkpoint that is being written, and lets others work on the run.</summary>
    /// <exception cref="CliException">It could not be written.</exception>
    public void Dispose()
    {
        try
        {
            _checkpoints.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(_begun, exception);
        }
    }

    /// <summary>How often to save: as the library does, unless the user says otherwise, at whatever cost.</summary>
    private static CheckpointOptions Pace()
    {
        CheckpointOptions usual = new();
        if (Environment.GetEnvironmentVariable(PaceVariable) is not { Length: > 0 } text)
        {
            return usual;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= 1e6
            ? usual with { First = TimeSpan.FromSeconds(seconds), Every = TimeSpan.FromSeconds(seconds), MostShare = 1 }
            : throw new CliException($"{PaceVariable} is '{text}'; expected the seconds between checkpoints, such as 0.5, or nothing.");
    }

    private CliException Unwritten(long step, Exception cause)
    {
        string kept = _checkpoints.Step is { } last ? $"The one of step {Format.Count(last)} is intact" : "There was none before";
        return new(
            $"The checkpoint of step {Format.Count(step)} cannot be written: {cause.Message}\n  {kept}: mend the cause, then 'epoche resume {_folder.Path}' goes on, with the same result.", ExitCode.Failure, cause);
    }
}
