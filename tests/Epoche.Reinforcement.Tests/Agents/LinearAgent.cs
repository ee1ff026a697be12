namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>What a <see cref="LinearAgent"/> does wrong.</summary>
public enum Flaw
{
    None,
    ForgetsItsStream,
    ForgetsWhatItSaw,
    DrawsWhileReporting,
    DrawsWhenAskedForItsPolicy,
    IgnoresAnOption,
    IgnoresTheSeed,
    Allocates,
    LearnsNothing,
}

internal sealed record LinearOptions : AgentOptions
{
    public float Rate { get; init; } = 0.1f;

    public float Epsilon { get; init; } = 0.2f;
}

/// <summary>
/// One-step Q-learning with a linear function (Sutton and Barto 2018, section 10.1), as small as an agent can be,
/// with a flaw where one is asked for.
/// </summary>
internal sealed class LinearAgent : Agent
{
    private readonly LinearOptions _options;
    private readonly Flaw _flaw;
    private readonly Sequential _model = [];
    private float[] _before = [], _after = [];
    private int[] _actions = [];
    private float[] _targets = [];
    private Rng _exploration;
    private long _updates;

    public LinearAgent(EnvironmentSpec spec, LinearOptions options, Flaw flaw = Flaw.None)
        : base(spec, options)
    {
        (_options, _flaw) = (options, flaw);
        _model.Add(new Dense(spec.Actions.Count));
        _model.Build(spec.Observation, flaw == Flaw.IgnoresTheSeed ? 0 : options.Seed);
        _exploration = Rng.Stream(flaw == Flaw.IgnoresTheSeed ? 0 : options.Seed, "exploration");
    }

    public override Model Model => _model;

    public override long Updates => _updates;

    public override IPolicy PolicyOf(Model model)
    {
        if (_flaw == Flaw.DrawsWhenAskedForItsPolicy)
        {
            _exploration.NextSingle();
        }

        return new GreedyPolicy(model);
    }

    protected internal override void Allocate(int environments) =>
        (_before, _after, _actions, _targets) =
            (new float[environments * Width], new float[environments * Width], new int[environments], new float[environments]);

    protected internal override void Begin(ReadOnlySpan<float> observations) => observations.CopyTo(_before);

    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        for (int i = 0; i < _actions.Length; i++)
        {
            float epsilon = _flaw == Flaw.IgnoresAnOption ? 0.2f : _options.Epsilon;
            actions.Indices[i] = _exploration.NextSingle() < epsilon ? _exploration.NextInt(Spec.Actions.Count) : Greedy(_before, i);
        }

        actions.Indices.CopyTo(_actions);
    }

    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at)
    {
        result.Observations.CopyTo(_after);
        for (int i = 0; i < _actions.Length; i++)
        {
            float next = result.Terminated[i] ? 0 : Value(_after, i, Greedy(_after, i));
            _targets[i] = result.Rewards[i] + (0.99f * next);
        }
    }

    protected internal override long LearningsDue(AgentStep at) => 1;

    protected internal override void Learn()
    {
        for (int i = 0; i < _actions.Length && _flaw != Flaw.LearnsNothing; i++)
        {
            float step = _options.Rate * (_targets[i] - Value(_before, i, _actions[i]));
            for (int f = 0; f < Width; f++)
            {
                _model.Parameters.Values[(f * Spec.Actions.Count) + _actions[i]] += step * _before[(i * Width) + f];
            }
        }

        _updates++;
        _before = _flaw == Flaw.Allocates ? new float[_before.Length] : _before;
        _after.CopyTo(_before, 0);
    }

    protected internal override void Report(IRunWriter writer, long step) =>
        writer.Scalar(RunTags.Epsilon, step, _flaw == Flaw.DrawsWhileReporting ? _exploration.NextSingle() : _options.Epsilon);

    protected internal override void Save(StateSaver to)
    {
        to.Part("model", _model.Parameters);
        to.Write("updates", _updates);
        to.Write("exploration", _exploration);
        to.Write<float>("before", _before);
    }

    protected internal override void Load(StateLoader from)
    {
        from.Part("model", _model.Parameters);
        _updates = from.Int64("updates");
        _exploration = _flaw == Flaw.ForgetsItsStream ? _exploration : from.Random("exploration");
        if (_flaw != Flaw.ForgetsWhatItSaw)
        {
            from.Read<float>("before", _before);
        }
    }

    private int Width => Spec.Observation.ElementCount;

    private float Value(float[] observations, int i, int action)
    {
        float value = 0;
        for (int f = 0; f < Width; f++)
        {
            value += observations[(i * Width) + f] * _model.Parameters.Values[(f * Spec.Actions.Count) + action];
        }

        return value;
    }

    private int Greedy(float[] observations, int i)
    {
        int best = 0;
        for (int action = 1; action < Spec.Actions.Count; action++)
        {
            best = Value(observations, i, action) > Value(observations, i, best) ? action : best;
        }

        return best;
    }
}
