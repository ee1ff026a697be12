using System.Buffers;

namespace Epoche.Simulation;

/// <summary>One of the games behind <see cref="MinAtar"/>, whatever the type of its state.</summary>
internal abstract class MinAtarCore
{
    public abstract MinAtarRules Rules { get; }

    public static MinAtarCore Of(MinAtarGame game) => game switch
    {
        MinAtarGame.Breakout => new Core<BreakoutGame>(),
        MinAtarGame.Asterix => new Core<AsterixGame>(),
        MinAtarGame.Freeway => new Core<FreewayGame>(),
        MinAtarGame.SpaceInvaders => new Core<SpaceInvadersGame>(),
        MinAtarGame.Seaquest => new Core<SeaquestGame>(),
        _ => throw new ArgumentOutOfRangeException(
            nameof(game), $"MinAtar has the games {string.Join(", ", Enum.GetNames<MinAtarGame>())}; received {game}."),
    };

    public abstract IBatchEnvironment Batch(int count, MinAtarOptions options);

    public abstract void Begin(ref Rng rng);

    public abstract float Advance(int action, bool ramping, ref Rng rng, out bool terminated);

    public abstract void Show(Span<float> screen);

    public abstract void Save(StateWriter writer);

    public abstract void Restore(ref StateReader reader);

    private sealed class Core<TGame> : MinAtarCore
        where TGame : struct, IMinAtarGame
    {
        private TGame _game;

        public override MinAtarRules Rules => TGame.Rules;

        public override IBatchEnvironment Batch(int count, MinAtarOptions options) => new MinAtarBatch<TGame>(count, options);

        public override void Begin(ref Rng rng) => _game.Begin(ref rng);

        public override float Advance(int action, bool ramping, ref Rng rng, out bool terminated) =>
            _game.Advance(action, ramping, ref rng, out terminated);

        public override void Show(Span<float> screen) => _game.Show(screen);

        public override void Save(StateWriter writer) => writer.WriteCopy(in _game);

        public override void Restore(ref StateReader reader)
        {
            reader.ReadCopy(ref _game);
            reader.Require(_game.IsPossible);
        }
    }
}
