namespace Epoche.Simulation;

/// <summary>The numbers of Cave.</summary>
internal static class CaveRules
{
    public const int Size = 48;

    /// <summary>The flyer's left column and its edge length.</summary>
    public const int FlyerColumn = 8, FlyerSize = 2;

    /// <summary>Where an episode starts, and the bound of the vertical speed, in rows and rows a step.</summary>
    public const float StartHeight = 23, Acceleration = 0.5f, MaxSpeed = 2;

    public const int WidestGap = 28, NarrowestGap = 20, ColumnsPerNarrowing = 100, ThinnestWall = 2, ColumnsPerDrift = 4;

    public const int FirstBlock = 60, ColumnsPerBlock = 24, BlockWidth = 2, BlockHeight = 8;

    public const int Hold = 1, TimeLimit = 2000;

    public const float FlyerPixel = 1, WallPixel = 0.5f;

    public static EnvironmentSpec Spec { get; } = new()
    {
        Name = "Cave-48x48",
        Observation = [Size, Size, 1],
        PixelSteps = 2,
        Actions = ActionSpec.Discrete(2),
        TimeLimit = TimeLimit,
        BestReturn = TimeLimit,
    };
}
