using Epoche.Simulation;

namespace Epoche;

/// <summary>All environments that come with the library: a plain table.</summary>
public static class EnvironmentRegistry
{
    /// <summary>CartPole's batch form computes in single precision, and CartPole magnifies a difference 1.08-fold a step.</summary>
    private const float CartPoleTolerance = 1e-3f;

    /// <summary>Single precision beside double, over the 200 or 999 steps of an episode in the valley.</summary>
    private const float SwingTolerance = 1e-4f;

    /// <summary>Acrobot magnifies a difference a thousandfold in 500 random steps, and is chaotic once it swings high.</summary>
    private const float AcrobotTolerance = 1e-2f;

    /// <summary>Every entry, in the order of the table.</summary>
    public static IReadOnlyList<EnvironmentEntry> All { get; } =
    [
        new("CartPole-v1", "Balance a pole on a cart for 500 steps.", () => new CartPole(), count => new CartPoleBatch(count))
        {
            BatchTolerance = CartPoleTolerance,
        },
        new("CartPole-v0", "The same for 200 steps.", () => new CartPole(CartPoleOptions.V0), count =>
            new CartPoleBatch(count, CartPoleOptions.V0)) { BatchTolerance = CartPoleTolerance },
        new(
            "CartPole-wide", "CartPole-v1 from first states half again as far out.", () => new CartPole(CartPoleOptions.Wide),
            count => new CartPoleBatch(count, CartPoleOptions.Wide))
        {
            BatchTolerance = CartPoleTolerance,
        },
        new(
            "Pendulum-v1", "Swing a pendulum up and hold it there, by a torque.", () => new Pendulum(),
            count => BatchEnvironment.Of(() => new Pendulum(), count)),
        new("Catch-8x8", "Catch falling balls with a bar, on 8×8 cells.", () => new Catch(), count => new CatchBatch(count))
        {
            Player = new(1, spec => new CatchPlayer(spec)),
        },
        new("Catch-16x16", "The same on 16×16 cells, with up to four balls in the air.", () => new Catch(16), count =>
            new CatchBatch(count, 16)) { Player = new(1, spec => new CatchPlayer(spec)) },
        new("Cave-48x48", "Fly through a tunnel and past blocks, with one button.", () => new Cave(), count => new CaveBatch(count))
        {
            Frames = 4, Player = new(32, spec => new CavePlayer(spec)), Measure = new("blocks passed", steps => Cave.BlocksPassed(steps)),
        },
        new("FrozenLake-v1", "Cross slippery ice between holes, on 4×4 cells.", () => new FrozenLake(), count => FrozenLake.Batch(count))
        {
            Player = Best(new FrozenLake().Table),
        },
        new("FrozenLake8x8-v1", "The same on 8×8 cells.", () => new FrozenLake(8), count => FrozenLake.Batch(count, 8))
        {
            Player = Best(new FrozenLake(8).Table),
        },
        new("CliffWalking-v1", "Walk along a cliff, near or far.", () => new CliffWalking(), CliffWalking.Batch)
        {
            Player = Best(CliffWalking.Table),
        },
        new("Taxi-v3", "Fetch a passenger and bring them where they want to go.", () => new Taxi(), Taxi.Batch)
        {
            Player = Best(Taxi.Table),
        },
        DeepSeaOf(10, "Dive to a treasure that only 10 right steps in a row reach."),
        DeepSeaOf(20, "The same with 20 rows."),
        DeepSeaOf(30, "The same with 30 rows."),
        DeepSeaOf(50, "The same with 50 rows."),
        new("MountainCar-v0", "Swing a weak car out of a valley.", () => new MountainCar(), MountainCar.Batch)
        {
            BatchTolerance = SwingTolerance, Player = new(1, _ => new SwingPlayer(speed: 1, width: 2)),
        },
        new(
            "MountainCarContinuous-v0", "The same with a force of any strength, and with little effort.", () => new MountainCarContinuous(),
            MountainCarContinuous.Batch)
        {
            BatchTolerance = SwingTolerance, Player = new(1, _ => new SwingPlayer(speed: 1, width: 2)),
        },
        new("Acrobot-v1", "Swing two links up by a motor between them.", () => new Acrobot(), Acrobot.Batch)
        {
            BatchTolerance = AcrobotTolerance, Player = new(1, _ => new SwingPlayer(speed: 5, width: 6)),
        },
        PartialEntries.CartPole(CartPoleTolerance),
        PartialEntries.Pendulum,
        PartialEntries.MountainCarContinuous(SwingTolerance),
        ChainOf(10, "Remember a bit for 10 steps."),
        ChainOf(20, "The same for 20 steps."),
        ChainOf(50, "The same for 50 steps."),
        MazeOf(10, "Turn at the end of a corridor of 10 steps as a sign at its start said."),
        MazeOf(30, "The same with a corridor of 30 steps."),
        FinanceEntries.Life("LifeFinance-v0", "Save for a life, by the rules of a published lesson.", new()),
        FinanceEntries.Life("LifeFinance-v1", "The same life with honest finance.", LifeFinanceOptions.V1),
        FinanceEntries.MertonProblem("Divide wealth between a risky and a safe asset: the optimum is known."),
        .. MinAtarEntries.All,
    ];

    private static EnvironmentEntry DeepSeaOf(int size, string summary) =>
        new($"DeepSea-{size}", summary, () => new DeepSea(size), count => DeepSea.Batch(count, size))
        {
            Player = new(1, _ => new DeepSeaPlayer(new(size, DeepSeaRules.PublishedMapping))),
        };

    private static EnvironmentEntry ChainOf(int length, string summary) => new(
        $"MemoryChain-{length}", summary, () => new MemoryChain(length), count => BatchEnvironment.Of(() => new MemoryChain(length), count))
    {
        Player = new(1, MemoryPlayer.OfChain),
    };

    private static EnvironmentEntry MazeOf(int length, string summary) =>
        new($"TMaze-{length}", summary, () => new TMaze(length), count => BatchEnvironment.Of(() => new TMaze(length), count))
        {
            Player = new(1, _ => MemoryPlayer.OfMaze()),
        };

    /// <summary>The player of a game whose rules are a table; the table of best actions is made when it is asked for.</summary>
    private static ScriptedPlayer Best(TransitionTable table) => new(1, spec => new TablePlayer(table, spec.TimeLimit!.Value));

    /// <summary>The entry with a name, compared without case.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest and lists all.</exception>
    public static EnvironmentEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (EnvironmentEntry entry in All)
        {
            if (entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return entry;
            }
        }

        string[] names = [.. All.Select(entry => entry.Name)];
        string meant = NearestName.Find(name, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        throw new ArgumentException(
            $"There is no environment '{name}'.{meant} The environments are: {string.Join(", ", names)}.", nameof(name));
    }
}
