using System.Buffers;

namespace Epoche.Simulation;

/// <summary>What emulators show and take: raw screens and the buttons of a game.</summary>
/// <param name="Name">The game's, for messages and lists.</param>
/// <param name="Height">Rows of the screen.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Channels">3 for red, green and blue, 1 for greys.</param>
/// <param name="Actions">What the actions are called, in their order: <c>NOOP</c>, <c>FIRE</c> and so on.</param>
internal sealed record EmulatorSpec(string Name, int Height, int Width, int Channels, IReadOnlyList<string> Actions)
{
    /// <summary>Whether the game may wait for the fire button.</summary>
    public bool WaitsForFire => Actions.Count >= 3 && Actions[1] == "FIRE";

    /// <summary>The bytes of a screen.</summary>
    public int Bytes => Height * Width * Channels;
}

/// <summary>
/// Some emulators side by side, each with a game of its own, advanced frame by frame. They never begin a game by themselves.
/// </summary>
internal interface IEmulators : IDisposable
{
    EmulatorSpec Spec { get; }

    int Count { get; }

    IEmulators WithCount(int count);

    /// <summary>Begins games.</summary>
    /// <param name="which">Where.</param>
    /// <param name="seeds">With which seeds, below 2³¹.</param>
    void Begin(ReadOnlySpan<bool> which, ReadOnlySpan<ulong> seeds);

    /// <summary>Plays frames, fewer where a game is over.</summary>
    /// <param name="which">Where.</param>
    /// <param name="actions">The button of each.</param>
    /// <param name="frames">How many, 1 to 255.</param>
    void Advance(ReadOnlySpan<bool> which, ReadOnlySpan<int> actions, int frames);

    /// <summary>The last screen of a game, or the one before it where the last advance had two frames.</summary>
    ReadOnlySpan<byte> Screen(int index, bool before);

    /// <summary>The points of the last advance.</summary>
    double Points(int index);

    /// <summary>Whether the game is over.</summary>
    bool IsOver(int index);

    /// <summary>Whether the game was cut off.</summary>
    bool IsCut(int index);

    /// <summary>The lives that are left; 0 in games that have none.</summary>
    int Lives(int index);

    /// <summary>Writes all that the frames to come depend on.</summary>
    void SaveState(IBufferWriter<byte> destination);

    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    void RestoreState(ReadOnlySpan<byte> state);
}
