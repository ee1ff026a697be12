namespace Epoche;

/// <summary>
/// Lets any agent act in environments and learn: a step is one step of each of them. Owns what is not the agent's mathematics: episodes and
/// their returns, the guard against numbers that are none, the statistics of observations, the environments' state.
/// </summary>
public sealed partial class AgentTraining : ITraining
{
    private readonly ObservationStatistics? _statistics;
    private readonly ScopedSlab[] _weights;
    private readonly ReturnWindow _returns = new();
    private IBatchEnvironment? _environment;
    private TransitionBuffers? _buffers;
    private int[] _indices = [];
    private float[] _values = [];
    private int _environments, _resets;
    private bool _begins; // episodes are to begin with the next step

    /// <summary>Binds an agent, and the environments, where they are known already.</summary>
    /// <exception cref="ArgumentException">The environment has other observations or actions than the agent was made for.</exception>
    /// <exception cref="InvalidOperationException">The agent has a training already.</exception>
    public AgentTraining(Agent agent, IBatchEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        Agent = agent;
        agent.Bind(this);
        _statistics = agent.Settings.NormalizeObservations ? new(agent.Spec.Observation.ElementCount) : null;
        _weights = [new("", agent.Model.Parameters)];
        if (environment is not null)
        {
            Use(environment);
        }
    }

    /// <summary>Who learns.</summary>
    public Agent Agent { get; }

    /// <inheritdoc/>
    public long Step { get; private set; }

    /// <inheritdoc/>
    public long Updates => Agent.Updates;

    /// <inheritdoc/>
    public int Epochs => 0;

    /// <summary>Episodes that have ended so far.</summary>
    public long Episodes => _returns.Episodes;

    /// <summary>The mean return of the last hundred; NaN before the first.</summary>
    public double MeanReturn => _returns.Mean;

    /// <inheritdoc/>
    public IReadOnlyList<ScopedSlab> Weights => _weights;

    /// <summary>Says where to act from now on: in fresh episodes, or, where a state was loaded, in the midst of its own.</summary>
    /// <exception cref="ArgumentException">
    /// The environment is of another kind than the agent was made for, or a loaded state has another number of them.
    /// </exception>
    /// <exception cref="DataFormatException">A loaded state holds none of the environment's.</exception>
    public void Use(IBatchEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        SpaceChecks.RequireSpacesOf(Agent.Spec, environment.Spec);
        if (_loaded is not null)
        {
            Restore(environment);
        }
        else
        {
            _begins = true;
        }

        (_environment, _buffers) = (environment, _begins ? new(environment) : _buffers);
        (_indices, _values) = Agent.Spec.Actions.Room(environment.Count);
    }

    /// <inheritdoc/>
    public void Advance()
    {
        IBatchEnvironment environment = _environment
            ?? throw new InvalidOperationException("There is no environment to act in; call Use first.");
        if (_begins)
        {
            Begin(environment);
        }

        ActionSpec spec = Agent.Spec.Actions;
        Agent.Act(_buffers!.Observations, spec.To(_indices, _values, _buffers.ActionMasks), Step);
        BatchActions actions = spec.Of(_indices, _values);
        BatchTransition result = _buffers.View;
        environment.Step(actions, result);
        AgentStep at = new(Step, Step + environment.Count);
        TransitionGuard.Step(environment.Spec, at.Now, result);
        Agent.Observe(actions, result, at);
        _returns.Add(result);
        _statistics?.Add(result.Observations);
        Step = at.Now;
        long due = Agent.LearningsDue(at);
        bool learns = due > 0;
        if (learns && !Agent.LearnsAsItActed)
        {
            Normalize();
        }

        for (; due > 0; due--)
        {
            Agent.Learn();
        }

        if (learns && Agent.LearnsAsItActed)
        {
            Normalize();
        }
    }

    /// <inheritdoc/>
    public void Report(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Scalar(RunTags.TrainReturn, Step, MeanReturn);
        Agent.Report(writer, Step);
    }

    /// <inheritdoc/>
    public void ReportDistributions(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Agent.ReportDistributions(writer, Step);
    }

    private void Begin(IBatchEnvironment environment)
    {
        if (_environments != environment.Count)
        {
            Allocate(environment.Count);
        }

        float[] observations = _buffers!.Observations;
        environment.Reset(Rng.Stream(Agent.Settings.Seed, "environment", _resets++).NextUInt64(), observations);
        environment.WriteActionMasks(_buffers.ActionMasks);
        TransitionGuard.Observations(environment.Spec, Step, observations);
        _statistics?.Add(observations);
        Agent.Begin(observations, _buffers.ActionMasks);
        _returns.Begin(environment.Count);
        _begins = false;
    }

    private void Allocate(int environments)
    {
        Agent.Allocate(environments);
        _environments = environments;
    }

    /// <summary>
    /// Only where it learns: before, so that acting between two updates sees the statistics that the last update saw; or after, where an
    /// update is to see what acting saw.
    /// </summary>
    private void Normalize()
    {
        IReadOnlyList<Normalization> layers = Agent.Normalizations;
        for (int i = 0; i < layers.Count && _statistics is not null; i++) // a foreach over an interface allocates
        {
            _statistics.WriteTo(layers[i]);
        }
    }
}
