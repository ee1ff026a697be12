using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche.Benchmarks.Cases;

/// <summary>Environments through the batch interface: one core, random actions drawn beforehand, resets included.</summary>
internal static class EnvironmentCases
{
    private const int Count = 4096, Tables = 8;

    public static IEnumerable<BenchCase> All =>
    [
        new("cartpole-env", $"{Tables} steps of {Count:N0} CartPoles", () => Step("CartPole-v1"))
        {
            Events = Count * Tables, UsesWorkers = false,
        },
        Dynamics<BreakoutGame>(), Dynamics<AsterixGame>(), Dynamics<FreewayGame>(), Dynamics<SpaceInvadersGame>(), Dynamics<SeaquestGame>(),
        Screens(),
    ];

    /// <summary>Atari's pipeline in a step of a game: of four frames the last two, in colours, become one small picture.</summary>
    private static BenchCase Screens()
    {
        const int games = 8, count = 256;
        return new("atari-screen", $"{count} pairs of 210×160 screens in colours to 84×84 greys and numbers, {games} games in turn", () =>
        {
            EmulatorSpec spec = new("screens", 210, 160, 3, ["NOOP"]);
            ScreenKernels kernels = new(spec, 84);
            byte[] screens = new byte[2 * games * spec.Bytes], picture = new byte[84 * 84];
            float[] numbers = new float[picture.Length];
            Rng rng = Rng.Stream(0, "screens");
            foreach (ref byte value in screens.AsSpan())
            {
                value = (byte)rng.NextUInt64();
            }

            return () =>
            {
                for (int i = 0; i < count; i++)
                {
                    Span<byte> two = screens.AsSpan(i % games * 2 * spec.Bytes, 2 * spec.Bytes);
                    kernels.Shrink(two[spec.Bytes..], two[..spec.Bytes], picture);
                    PixelKernels.Expand(picture, byte.MaxValue, numbers);
                }
            };
        })
        {
            Events = count, UsesWorkers = false,
        };
    }

    /// <summary>A game of MinAtar without its pictures: 64 at a time, as in the recipes and beside the picture's cost.</summary>
    private static BenchCase Dynamics<TGame>()
        where TGame : struct, IMinAtarGame
    {
        const int games = 64, frames = 256;
        return new(
            $"minatar-{TGame.Rules.Title.ToLowerInvariant()}", $"{frames} frames of {games} games of {TGame.Rules.Title}, without pictures",
            () =>
            {
                MinAtarLanes<TGame> lanes = new(games, new());
                RandomActions actions = new(TGame.Rules.Spec(new()).Actions, games, frames, seed: 0);
                lanes.Reset(0);
                return () =>
                {
                    for (int frame = 0; frame < frames; frame++)
                    {
                        ReadOnlySpan<int> chosen = actions[frame].Indices;
                        for (int i = 0; i < games; i++)
                        {
                            lanes.Advance(i, chosen[i], out bool terminated);
                            if (terminated)
                            {
                                lanes.Begin(i);
                            }
                        }
                    }
                };
            })
        {
            Events = games * frames, UsesWorkers = false,
        };
    }

    private static Action Step(string name)
    {
        IBatchEnvironment environment = EnvironmentRegistry.Find(name).CreateBatch(Count);
        RandomActions actions = new(environment.Spec.Actions, Count, Tables, seed: 0);
        TransitionBuffers buffers = new(environment);
        environment.Reset(0, buffers.Observations);
        return () =>
        {
            for (int table = 0; table < Tables; table++)
            {
                environment.Step(actions[table], buffers.View);
            }
        };
    }
}
