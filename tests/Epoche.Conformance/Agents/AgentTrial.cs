namespace Epoche.Conformance.Agents;

/// <summary>One training of a subject, and what came of it.</summary>
internal sealed class AgentTrial : IDisposable
{
    private readonly IBatchEnvironment _environment;
    private readonly AgentEvaluation? _evaluation;

    public AgentTrial(
        AgentSubject subject, Agent agent, long steps, ICheckpointing? checkpoints = null, bool evaluates = false, long? reportEvery = null,
        Func<IBatchEnvironment, IBatchEnvironment>? wrap = null)
    {
        _environment = subject.Environment(subject.Environments);
        Training = new(agent, wrap is null ? _environment : wrap(_environment));
        _evaluation = evaluates ? new(agent, _environment, new() { Episodes = 3, ConfirmEpisodes = 3, StopWhenPerfect = false }) : null;
        Loop = new(Training, new()
        {
            Steps = steps,
            Evaluable = _evaluation,
            EvaluateEvery = evaluates ? Math.Max(1, subject.Steps / 5) : null,
            ReportEvery = reportEvery ?? subject.Steps,
            Checkpoints = checkpoints,
        });
    }

    public AgentTraining Training { get; }

    public TrainingLoop Loop { get; }

    /// <summary>Every bit of the weights, every counter and every number that is reported.</summary>
    public string Outcome
    {
        get
        {
            Numbers numbers = new();
            Training.Report(numbers);
            return $"{Weights} {Training.Step} steps, {Training.Updates} updates, {Training.Episodes} episodes, {numbers}";
        }
    }

    public string Weights => Fingerprint.Of<float>(Training.Agent.Model.Parameters.Values);

    public AgentTrial Run()
    {
        Loop.RunToEnd();
        return this;
    }

    /// <summary>Goes on to a later step, as a loop does that was stopped in this process.</summary>
    public AgentTrial RunTo(long step)
    {
        Loop.Options = Loop.Options with { Steps = step };
        new TrainingLoop(Training, Loop.Options).RunToEnd();
        return this;
    }

    public void Dispose()
    {
        _evaluation?.Dispose();
        _environment.Dispose();
    }

    private sealed class Numbers : IRunWriter
    {
        private readonly List<string> _lines = [];

        public void Write(in RunEvent runEvent) => _lines.Add(FormattableString.Invariant($"{runEvent.Name} {runEvent.Value:R}"));

        public override string ToString() => string.Join(", ", _lines);
    }
}
