namespace Epoche;

/// <summary>All environments that come with the library: a plain table.</summary>
public static class EnvironmentRegistry
{
    /// <summary>CartPole's batch form computes in single precision, and CartPole magnifies a difference 1.08-fold a step.</summary>
    private const float CartPoleTolerance = 1e-3f;

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
    ];

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
