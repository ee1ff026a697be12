namespace Epoche.Simulation;

/// <summary>The numbers that both forms of Catch share.</summary>
internal sealed class CatchRules
{
    public const int BarWidth = 3, StepsBetweenBalls = 5, Left = 1, Right = 2;
    public const int TimeLimit = 501; // the original ends an episode once more than 500 steps have passed
    public const float BarPixel = 1, BallPixel = 0.5f;

    private const int Nearest = 3;

    private readonly byte[][] _columns; // by the newest ball's column: where the next one may appear

    public CatchRules(int size)
    {
        int farthest = size switch
        {
            8 => size,
            16 => 6, // the bar moves by five from ball to ball and reaches one or two columns further
            _ => throw new ArgumentOutOfRangeException(nameof(size), $"Catch is played on 8×8 or 16×16 cells; received {size}."),
        };
        Size = size;
        _columns =
        [
            .. Enumerable.Range(0, size).Select(newest =>
                Enumerable.Range(0, size).Where(column => Math.Abs(column - newest) is int gap && gap >= Nearest && gap <= farthest)
                    .Select(column => (byte)column).ToArray()),
        ];
        Spec = new()
        {
            Name = $"Catch-{size}x{size}",
            Observation = [size, size, 1],
            PixelSteps = 2,
            Actions = ActionSpec.Discrete(3),
            TimeLimit = TimeLimit,
            // A ball lands every five steps, the first one after it fell all the way.
            BestReturn = ((TimeLimit - BottomRow) / StepsBetweenBalls) + 1,
        };
    }

    public int Size { get; }

    public int BottomRow => Size - 1;

    public int LastBar => Size - BarWidth;

    public EnvironmentSpec Spec { get; }

    /// <summary>The bar's leftmost cell at a reset: the last place is never drawn.</summary>
    public int FirstBar(ref Rng rng) => rng.NextInt(LastBar);

    public int FirstColumn(ref Rng rng) => rng.NextInt(Size);

    /// <summary>Drawing from the columns allowed is drawing from all until one is allowed, in a fixed number of draws.</summary>
    public int NextColumn(int newest, ref Rng rng) => _columns[newest][rng.NextInt(_columns[newest].Length)];

    public bool Covers(int bar, int column) => (uint)(column - bar) < BarWidth;

    public void ShowBar(int bar, Span<float> observation) => observation.Slice((BottomRow * Size) + bar, BarWidth).Fill(BarPixel);
}
