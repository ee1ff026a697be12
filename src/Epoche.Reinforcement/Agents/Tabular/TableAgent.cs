namespace Epoche;

/// <summary>
/// Learns a table of the values of all states and actions, or, with <see cref="TableOptions.Tiles"/>, a linear function of tiles:
/// Q-learning, double Q-learning, Sarsa, expected Sarsa, with traces or without (Sutton and Barto 2018, chapters 6, 9 and 12). Every step
/// updates, in the order of the environments. While learning, equally good actions are drawn; <see cref="Greedy"/> takes the first of
/// them, so that a table that knows nothing takes action 0 everywhere.
/// </summary>
/// <example><code>
/// TableAgent agent = new(env.Spec, new() { Method = TableMethod.Sarsa, StepSize = 0.5f, Discount = 1 });
/// foreach (TrainingReport r in agent.Train(env, steps: 50_000))
///     Console.WriteLine(r.MeanReturn);
/// </code></example>
public sealed partial class TableAgent : Agent
{
    private readonly TableOptions _options;
    private readonly TableRows _rows;
    private readonly float[] _first = [], _second = []; // the two tables of double Q-learning
    private readonly double[] _q;
    private readonly int[] _visits;
    private EligibilityTraces? _traces;
    private Transition[] _lanes = [];
    private int[] _places = [], _nextPlaces = [], _startPlaces = [];
    private bool[] _allowed = [], _nextAllowed = [], _startAllowed = [];
    private int _environments, _learner;
    private float _epsilon;
    private Rng _exploration;

    /// <summary>Makes the table.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">
    /// Options are out of range, contradict each other or do not fit the environment; or the table would be too large.
    /// </exception>
    public TableAgent(EnvironmentSpec spec, TableOptions options)
        : base(spec, options)
    {
        _options = options;
        _rows = new(spec, options);
        _q = new double[spec.Actions.Count];
        _visits = new int[_rows.Values.Length];
        _exploration = Rng.Stream(options.Seed, "exploration");
        _traces = options.Lambda > 0 ? new(0, _visits.Length) : null;
        if (options.Method == TableMethod.DoubleQLearning)
        {
            (_first, _second) = (_rows.Values.ToArray(), _rows.Values.ToArray());
        }
    }

    /// <summary>The table as a network, from observations to one value for each action; of two tables their mean.</summary>
    public override Model Model => _rows.Model;

    /// <summary>Updates so far: one for each step of each environment.</summary>
    public override long Updates => _updates;

    /// <inheritdoc/>
    public override GreedyPolicy PolicyOf(Model model) => new(model);

    /// <summary>Plays by <see cref="Agent.Best"/>, without exploring. A later, better model needs a new one.</summary>
    public GreedyPolicy Greedy() => new(Best);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments)
    {
        int masks = Spec.MasksActions ? environments * Spec.Actions.Count : 0;
        _environments = environments;
        _lanes = new Transition[environments];
        (_places, _nextPlaces, _startPlaces) = (Rows(), Rows(), Rows());
        (_allowed, _nextAllowed, _startAllowed) = (new bool[masks], new bool[masks], new bool[masks]);
        if (_traces is not null)
        {
            OptionChecks.Fits(environments, _visits.Length, "traces of environments", nameof(environments));
            _traces = new(environments, _visits.Length);
        }

        int[] Rows() => new int[environments * _rows.Each];
    }

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations)
    {
        for (int i = 0; i < _environments; i++)
        {
            _lanes[i] = new() { Next = -1 };
            _traces?.Clear(i);
        }
    }

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        int width = Spec.Observation.ElementCount;
        float epsilon = _options.Epsilon.At(step);
        actions.Allowed.CopyTo(_allowed);
        for (int i = 0; i < _environments; i++)
        {
            ref Transition lane = ref _lanes[i];
            Span<int> rows = Of(_places, i);
            _rows.Find(observations.AsSpan(i * width, width), rows);
            ReadOnlySpan<bool> allowed = ActionMask.Row(_allowed, i, _q.Length);
            Look(_rows.Values, rows);
            bool isChosen = lane.Next >= 0 && (allowed.IsEmpty || allowed[lane.Next]);
            lane.Action = isChosen ? lane.Next : TableTargets.Draw(_q, allowed, epsilon, ref _exploration);
            lane.Next = -1;
            lane.IsGreedy = _q[lane.Action] == TableTargets.Max(_q, allowed);
            actions.Indices[i] = lane.Action;
        }
    }

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at)
    {
        int width = Spec.Observation.ElementCount, masks = Spec.MaskWidth;
        (_epsilon, _learner) = (_options.Epsilon.At(at.Now), 0);
        for (int i = 0; i < _environments; i++)
        {
            ref Transition lane = ref _lanes[i];
            (lane.Reward, lane.Terminated, lane.Ended) = (result.Rewards[i], result.Terminated[i], result.Ended(i));
            _rows.Find(result.Observations.Slice(i * width, width), Of(lane.Ended ? _startPlaces : _nextPlaces, i));
            result.ActionMasks.Slice(i * masks, masks).CopyTo((lane.Ended ? _startAllowed : _nextAllowed).AsSpan(i * masks));
            if (lane.Ended && !lane.Terminated)
            {
                _rows.Find(result.FinalObservations.Slice(i * width, width), Of(_nextPlaces, i));
                result.FinalActionMasks.Slice(i * masks, masks).CopyTo(_nextAllowed.AsSpan(i * masks));
            }
        }
    }

    /// <inheritdoc/>
    protected internal override long LearningsDue(AgentStep at) => _environments;

    private Span<int> Of(int[] places, int environment) => places.AsSpan(environment * _rows.Each, _rows.Each);

    /// <summary>Puts the values of all actions of a state into <see cref="_q"/>.</summary>
    private void Look(ReadOnlySpan<float> table, ReadOnlySpan<int> rows)
    {
        for (int a = 0; a < _q.Length; a++)
        {
            _q[a] = ValueOf(table, rows, a);
        }
    }

    private double ValueOf(ReadOnlySpan<float> table, ReadOnlySpan<int> rows, int action)
    {
        double sum = 0;
        foreach (int row in rows)
        {
            sum += table[(row * _q.Length) + action];
        }

        return rows.Length == 1 ? sum : sum / rows.Length;
    }

    /// <summary>The step that an environment is in.</summary>
    private struct Transition
    {
        /// <summary>The action that was taken, and for Sarsa that which is to be taken next; −1: not chosen yet.</summary>
        public int Action, Next;

        public bool IsGreedy, Terminated, Ended;

        public float Reward;

        /// <summary>What the state before was valued at when it was left, for true online learning.</summary>
        public double Expected;
    }
}
