namespace Epoche.Reinforcement.Tests.Agents.Tabular;

/// <summary>
/// Leads a <see cref="TableAgent"/> through transitions that a test writes down, in an environment that is nowhere. Actions are forced by
/// masks, and the states that follow allow every action where a test does not say otherwise.
/// </summary>
internal sealed class TableBench
{
    private readonly int _actions;
    private readonly int[] _chosen = new int[1];
    private long _step;

    public TableBench(TableOptions options, int states = 4, int actions = 2)
    {
        _actions = actions;
        Agent = new(Spec(states, actions), options);
        Agent.Allocate(1);
        Agent.Begin([0]);
    }

    public TableAgent Agent { get; }

    public ref float this[int state, int action] => ref Agent.Model.Parameters.Values[(state * _actions) + action];

    public static EnvironmentSpec Spec(int states, int actions) => new()
    {
        Name = "Nowhere", Observation = [1], Layout = ObservationLayout.Index(states), Actions = ActionSpec.Discrete(actions),
        MasksActions = true,
    };

    /// <summary>What the agent does in a state of its own choice.</summary>
    public int Act(int state, params bool[] allowed)
    {
        bool[] mask = allowed.Length > 0 ? allowed : All();
        Agent.Act([state], new PolicyActions(_chosen) { Allowed = mask }, _step);
        return _chosen[0];
    }

    /// <summary>Forces an action, and lets the agent learn from what came of it.</summary>
    public void Step(
        int state, int action, float reward, int next, bool terminated = false, bool truncated = false, bool[]? allowed = null,
        int start = 3)
    {
        bool[] only = new bool[_actions];
        only[action] = true;
        Assert.Equal(action, Act(state, only));
        Learn(reward, next, terminated, truncated, allowed, start);
    }

    /// <summary>Lets the agent learn from what came of its latest action.</summary>
    public void Learn(
        float reward, int next, bool terminated = false, bool truncated = false, bool[]? allowed = null, int start = 3)
    {
        bool ended = terminated | truncated;
        bool[] follows = allowed ?? All();
        BatchTransition result = new(
            new float[] { ended ? start : next }, new float[] { ended ? next : float.NaN }, new float[] { reward },
            new bool[] { terminated }, new bool[] { truncated })
        {
            ActionMasks = ended ? All() : follows, FinalActionMasks = ended ? follows : new bool[_actions],
        };
        AgentStep at = new(_step, ++_step);
        Agent.Observe(_chosen, result, at);
        for (long due = Agent.LearningsDue(at); due > 0; due--)
        {
            Agent.Learn();
        }
    }

    private bool[] All() => [.. Enumerable.Repeat(true, _actions)];
}
