using System.Buffers;
using System.Runtime.InteropServices;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>One of the games without sticky actions, to be played by hand, looked at cell by cell, and put into any state.</summary>
internal sealed class MinAtarPlay
{
    public const int None = 0, Left = 1, Up = 2, Right = 3, Down = 4, Fire = 5;

    private readonly MinAtar _game;
    private readonly float[] _screen;
    private Rng _rng;

    public MinAtarPlay(MinAtarGame game, ulong seed = 0, bool ramping = true, double sticky = 0)
    {
        _game = new(game, new() { StickyProbability = sticky, AllActions = true, Ramping = ramping });
        _screen = new float[_game.Spec.Observation.ElementCount];
        _rng = Rng.Stream(seed, "env");
        _game.Reset(ref _rng, _screen);
    }

    public StepResult Step(int action) => _game.Step(action, ref _rng, _screen);

    /// <summary>The same action for some frames; the result of the last.</summary>
    public StepResult Step(int action, int frames)
    {
        StepResult result = default;
        for (int i = 0; i < frames; i++)
        {
            result = Step(action);
        }

        return result;
    }

    /// <summary>The cells of a channel, by row and column.</summary>
    public (int Row, int Column)[] Cells(int channel)
    {
        int channels = _game.Spec.Observation[2];
        return
        [
            .. Enumerable.Range(0, 100).Where(cell => _screen[(cell * channels) + channel] == 1).Select(cell => (cell / 10, cell % 10)),
        ];
    }

    /// <summary>The same in words: <c>9,4</c>, or several behind each other.</summary>
    public string At(int channel) => string.Join(' ', Cells(channel).Select(cell => $"{cell.Row},{cell.Column}"));

    /// <summary>Saves the state, changes the numbers of it, and goes on from there.</summary>
    public void Change<T>(Action<T[]> change)
        where T : unmanaged
    {
        ArrayBufferWriter<byte> writer = new();
        _game.SaveState(writer);
        byte[] state = writer.WrittenSpan.ToArray();
        T[] numbers = MemoryMarshal.Cast<byte, T>(state.AsSpan(sizeof(int))).ToArray(); // behind the last action
        change(numbers);
        MemoryMarshal.AsBytes<T>(numbers).CopyTo(state.AsSpan(sizeof(int)));
        _game.RestoreState(state);
    }
}
