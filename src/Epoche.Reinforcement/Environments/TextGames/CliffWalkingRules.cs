namespace Epoche.Simulation;

/// <summary>The cliff of Sutton and Barto (example 6.6) and the table of transitions along it.</summary>
internal static class CliffWalkingRules
{
    public const int Rows = 4, Columns = 12, Start = (Rows - 1) * Columns, Goal = (Rows * Columns) - 1;

    private const int Directions = 4;

    public static TransitionTable Table { get; } = new(Rows * Columns, Directions, outcomes: 1, [Start], Outcome);

    public static EnvironmentSpec Spec { get; } = new()
    {
        Name = "CliffWalking-v1",
        Observation = [1],
        Layout = ObservationLayout.Index(Table.States),
        Actions = ActionSpec.Discrete(Directions),
        TimeLimit = 1000,
        BestReturn = -13,
    };

    public static bool IsCliff(int state) => state is > Start and < Goal;

    /// <summary>Up 0, right 1, down 2, left 3.</summary>
    private static Outcome Outcome(int state, int action, int way)
    {
        (int down, int right) = action switch { 0 => (-1, 0), 1 => (0, 1), 2 => (1, 0), _ => (0, -1) };
        int row = Math.Clamp((state / Columns) + down, 0, Rows - 1), column = Math.Clamp((state % Columns) + right, 0, Columns - 1);
        int next = (row * Columns) + column;
        return IsCliff(next) ? new(Start, Reward: -100, Terminated: false) : new(next, Reward: -1, next == Goal);
    }
}
