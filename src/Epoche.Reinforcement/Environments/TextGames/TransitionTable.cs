namespace Epoche.Simulation;

/// <summary>What an action may lead to.</summary>
/// <param name="State">The next state.</param>
/// <param name="Reward">The reward of the step.</param>
/// <param name="Terminated">Whether the task is over.</param>
internal readonly record struct Outcome(int State, float Reward, bool Terminated);

/// <summary>
/// The rules of a game with few states, written out: for each state and action the outcomes, all of the same probability, and the states
/// in which episodes start, all of the same probability too. Never changes.
/// </summary>
internal sealed class TransitionTable
{
    private readonly Outcome[] _outcomes; // [states, actions, outcomes]
    private readonly int[] _starts;
    private readonly bool[] _masks; // [states, actions]; empty where every action is allowed everywhere

    /// <summary>Asks the rules for every state and action.</summary>
    /// <param name="states">How many states there are.</param>
    /// <param name="actions">How many actions.</param>
    /// <param name="outcomes">How many outcomes each action has; one may be listed several times.</param>
    /// <param name="starts">The states in which episodes start.</param>
    /// <param name="rule">Gives an outcome by state, action and its number.</param>
    /// <param name="allows">Whether a state allows an action; null where all are.</param>
    public TransitionTable(
        int states, int actions, int outcomes, int[] starts, Func<int, int, int, Outcome> rule, Func<int, int, bool>? allows = null)
    {
        (States, Actions, Outcomes, _starts) = (states, actions, outcomes, starts);
        _outcomes = new Outcome[states * actions * outcomes];
        _masks = allows is null ? [] : new bool[states * actions];
        for (int i = 0; i < _outcomes.Length; i++)
        {
            int pair = i / outcomes;
            _outcomes[i] = rule(pair / actions, pair % actions, i % outcomes);
        }

        for (int pair = 0; pair < _masks.Length; pair++)
        {
            _masks[pair] = allows!(pair / actions, pair % actions);
        }
    }

    public int States { get; }

    public int Actions { get; }

    /// <summary>How many outcomes, each as probable as the others, an action has.</summary>
    public int Outcomes { get; }

    /// <summary>Where episodes start, each state with the same probability.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>All outcomes, <c>[states, actions, outcomes]</c>.</summary>
    public ReadOnlySpan<Outcome> All => _outcomes;

    /// <summary>Which actions each state allows, <c>[states, actions]</c>; empty where every action is allowed everywhere.</summary>
    public ReadOnlySpan<bool> Masks => _masks;

    /// <summary>What an action may lead to in a state.</summary>
    public ReadOnlySpan<Outcome> Of(int state, int action) => _outcomes.AsSpan(((state * Actions) + action) * Outcomes, Outcomes);

    /// <summary>The actions that a state allows; empty where every action is allowed everywhere.</summary>
    public ReadOnlySpan<bool> Mask(int state) => _masks.Length == 0 ? [] : _masks.AsSpan(state * Actions, Actions);

    public bool Allows(int state, int action) => _masks.Length == 0 || _masks[(state * Actions) + action];

    /// <summary>Draws the state that an episode starts in; takes one word of the stream where there are several.</summary>
    public int Start(ref Rng rng) => _starts.Length == 1 ? _starts[0] : _starts[rng.NextInt(_starts.Length)];
}
