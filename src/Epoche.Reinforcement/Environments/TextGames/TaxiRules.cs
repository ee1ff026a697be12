namespace Epoche.Simulation;

/// <summary>The town of Taxi (Dietterich 2000) and the table of transitions in it.</summary>
internal static class TaxiRules
{
    public const int Size = 5, Places = 4, InTaxi = Places, South = 0, North = 1, East = 2, West = 3, PickUp = 4, DropOff = 5;

    private const int ActionCount = 6;

    // A wall between a cell and the one to its east: west of columns 2 above, of 1 and 3 below.
    private static readonly string[] s_walls = [".|...", ".|...", ".....", "|.|..", "|.|.."];

    /// <summary>The cells of the letters R, G, Y and B, row · 5 + column.</summary>
    public static ReadOnlySpan<int> PlaceCells => [0, 4, 20, 23];

    public static TransitionTable Table { get; } =
        new(Size * Size * (Places + 1) * Places, ActionCount, outcomes: 1, [.. Starts()], Outcome, Allows);

    public static EnvironmentSpec Spec { get; } = new()
    {
        Name = "Taxi-v3",
        Observation = [1],
        Layout = ObservationLayout.Index(Table.States),
        Actions = ActionSpec.Discrete(ActionCount),
        MasksActions = true,
        TimeLimit = 200,
        BestReturn = 15,
    };

    public static int Encode(int cell, int passenger, int destination) => (((cell * (Places + 1)) + passenger) * Places) + destination;

    public static (int Cell, int Passenger, int Destination) Decode(int state) =>
        (state / Places / (Places + 1), state / Places % (Places + 1), state % Places);

    /// <summary>Whether nothing stands between a cell and the one to its east.</summary>
    public static bool IsOpenToEast(int cell) => cell % Size < Size - 1 && s_walls[cell / Size][cell % Size] == '.';

    /// <summary>The passenger waits at one place and wants to another: 300 of the 500 states.</summary>
    private static IEnumerable<int> Starts() =>
        from state in Enumerable.Range(0, Size * Size * (Places + 1) * Places)
        let at = Decode(state)
        where at.Passenger != InTaxi && at.Passenger != at.Destination
        select state;

    private static bool Allows(int state, int action)
    {
        (int cell, int passenger, _) = Decode(state);
        return action switch
        {
            South => cell / Size < Size - 1,
            North => cell / Size > 0,
            East => IsOpenToEast(cell),
            West => cell % Size > 0 && IsOpenToEast(cell - 1),
            PickUp => passenger != InTaxi && PlaceCells[passenger] == cell,
            _ => passenger == InTaxi && PlaceCells.Contains(cell),
        };
    }

    /// <summary>Also of what is forbidden: a wall stops the taxi, and a pick-up or drop-off that cannot be costs 10.</summary>
    private static Outcome Outcome(int state, int action, int way)
    {
        (int cell, int passenger, int destination) = Decode(state);
        if (!Allows(state, action))
        {
            return new(state, action is PickUp or DropOff ? -10 : -1, Terminated: false);
        }

        switch (action)
        {
            case PickUp:
                return new(Encode(cell, InTaxi, destination), Reward: -1, Terminated: false);
            case DropOff:
                int place = PlaceCells.IndexOf(cell);
                bool delivered = place == destination;
                return new(Encode(cell, place, destination), delivered ? 20 : -1, delivered);
            default:
                int moved = cell + (action switch { South => Size, North => -Size, East => 1, _ => -1 });
                return new(Encode(moved, passenger, destination), Reward: -1, Terminated: false);
        }
    }
}
