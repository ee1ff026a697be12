namespace Epoche.Simulation;

/// <summary>The maps of Gymnasium's FrozenLake and the table of transitions on them.</summary>
internal sealed class FrozenLakeRules
{
    public const char Hole = 'H', Goal = 'G', Start = 'S';

    private const int Directions = 4, Ways = 3; // an action goes its way or slips to either side

    private static readonly string[] s_small = ["SFFF", "FHFH", "FFFH", "HFFG"];

    private static readonly string[] s_large =
        ["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"];

    private static readonly FrozenLakeRules s_rules4 = new(s_small), s_rules8 = new(s_large);

    private readonly string[] _map;

    private FrozenLakeRules(string[] map)
    {
        (_map, Size) = (map, map.Length);
        Table = new(Size * Size, Directions, Ways, [0], Outcome);
        ObservationLayout layout = ObservationLayout.Index(Table.States);
        Spec = new()
        {
            Name = Size == 4 ? "FrozenLake-v1" : "FrozenLake8x8-v1",
            Observation = layout.Shape,
            Layout = layout,
            Actions = ActionSpec.Discrete(Directions),
            TimeLimit = Size == 4 ? 100 : 200,
            SolvedAt = Size == 4 ? 0.7 : 0.85,
            BestReturn = 1,
        };
    }

    public int Size { get; }

    public TransitionTable Table { get; }

    public EnvironmentSpec Spec { get; }

    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public static FrozenLakeRules Of(int size) => size switch
    {
        4 => s_rules4,
        8 => s_rules8,
        _ => throw new ArgumentOutOfRangeException(nameof(size), $"FrozenLake has maps of 4 or 8 rows and columns; received {size}."),
    };

    public char Cell(int state) => _map[state / Size][state % Size];

    /// <summary>
    /// Left 0, down 1, right 2, up 3: the directions next to one in this order are those across it. The first outcome is a slip to the
    /// direction before, the last one to that after, as Gymnasium lists them.
    /// </summary>
    private Outcome Outcome(int state, int action, int way)
    {
        if (Cell(state) is Hole or Goal)
        {
            return new(state, Reward: 0, Terminated: true);
        }

        int direction = (action + way + Directions - 1) % Directions, row = state / Size, column = state % Size;
        (int down, int right) = direction switch { 0 => (0, -1), 1 => (1, 0), 2 => (0, 1), _ => (-1, 0) };
        int next = (Math.Clamp(row + down, 0, Size - 1) * Size) + Math.Clamp(column + right, 0, Size - 1);
        return new(next, Cell(next) == Goal ? 1 : 0, Cell(next) is Hole or Goal);
    }
}
