namespace Epoche.Simulation;

/// <summary>The six actions of MinAtar.</summary>
internal static class MinAtarActions
{
    public const int None = 0, Left = 1, Up = 2, Right = 3, Down = 4, Fire = 5;

    public static IReadOnlyList<string> Names { get; } = ["stay", "left", "up", "right", "down", "fire"];

    /// <summary>−1 for left, 1 for right, else 0.</summary>
    public static int Across(int action) => (action == Right ? 1 : 0) - (action == Left ? 1 : 0);

    /// <summary>−1 for up, 1 for down, else 0.</summary>
    public static int Along(int action) => (action == Down ? 1 : 0) - (action == Up ? 1 : 0);
}
