using System.Buffers;

namespace Epoche.Simulation;

/// <summary>
/// A game of bricks with Atari's screens, buttons, lives and pace, for machines without an emulator or its games: 160×210 pixels in
/// colours, five lives, and a ball that waits for the fire button. It is none of Atari's games, and no figure of it compares to any.
/// </summary>
internal sealed class FakeEmulators : IEmulators
{
    private const int StateVersion = 1;

    private readonly FakeGame[] _games;
    private readonly byte[] _screens; // two of each, the newer at the game's own place
    private readonly double[] _points;

    public FakeEmulators(int count)
    {
        _games = new FakeGame[count];
        _points = new double[count];
        _screens = new byte[checked(count * 2 * Spec.Bytes)];
    }

    public EmulatorSpec Spec { get; } = new("atari:fake", FakeGame.Height, FakeGame.Width, 3, ["NOOP", "FIRE", "RIGHT", "LEFT"]);

    public int Count => _games.Length;

    public IEmulators WithCount(int count) => new FakeEmulators(count);

    public void Begin(ReadOnlySpan<bool> which, ReadOnlySpan<ulong> seeds)
    {
        for (int i = 0; i < Count; i++)
        {
            if (which[i])
            {
                _games[i] = FakeGame.Start(seeds[i]);
                _points[i] = 0;
                _games[i].Draw(Place(i, before: false));
                Place(i, before: false).CopyTo(Place(i, before: true));
            }
        }
    }

    public void Advance(ReadOnlySpan<bool> which, ReadOnlySpan<int> actions, int frames)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!which[i])
            {
                continue;
            }

            _points[i] = 0;
            for (int frame = 0; frame < frames && _games[i].Lives > 0; frame++)
            {
                _points[i] += _games[i].Advance(actions[i]);
                if (frame >= frames - 2 || _games[i].Lives == 0)
                {
                    if (frame > 0)
                    {
                        Place(i, before: false).CopyTo(Place(i, before: true));
                    }

                    _games[i].Draw(Place(i, before: false));
                }
            }
        }
    }

    public ReadOnlySpan<byte> Screen(int index, bool before) => Place(index, before);

    public double Points(int index) => _points[index];

    public bool IsOver(int index) => _games[index].Lives == 0;

    public bool IsCut(int index) => false;

    public int Lives(int index) => _games[index].Lives;

    public void SaveState(IBufferWriter<byte> destination)
    {
        StateWriter writer = new(destination);
        writer.WriteHeader(StateVersion, Spec.Name, Count);
        foreach (FakeGame game in _games)
        {
            FakeGame copy = game;
            writer.WriteCopy(ref copy);
        }
    }

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        reader.ReadHeader(StateVersion, Spec.Name, Count);
        for (int i = 0; i < Count; i++)
        {
            reader.ReadCopy(ref _games[i]);
            reader.Require(_games[i].IsPossible);
            _games[i].Draw(Place(i, before: false));
        }

        reader.End();
    }

    public void Dispose()
    {
    }

    private Span<byte> Place(int index, bool before) => _screens.AsSpan(((2 * index) + (before ? 1 : 0)) * Spec.Bytes, Spec.Bytes);
}
