namespace Epoche.Cli.Play;

/// <summary>
/// Which action a person wants. A terminal tells when a key goes down but not when it is released: where a game has an action for doing
/// nothing ("stay"), a press counts for one step; elsewhere the last one counts until the next.
/// </summary>
internal sealed class Keyboard
{
    private const int MostWaiting = 3; // presses beyond these come too late to be meant
    private const string Shot = "fire"; // the space bar, which elsewhere means up

    // What the arrow keys mean, by the games' own words.
    private static readonly string[] s_left = ["left", "west"], s_right = ["right", "east"], s_up = ["rise", "up", "north"],
        s_down = ["sink", "down", "south"];

    private readonly IReadOnlyList<string> _names;
    private readonly int _actions, _idle;
    private readonly Queue<int> _waiting = new();
    private int _held;

    public Keyboard(IReadOnlyList<string> names, int actions)
    {
        (_names, _actions) = (names, actions);
        _idle = names.ToList().IndexOf("stay");
        _held = Math.Max(0, _idle);
    }

    /// <summary>The keys in words.</summary>
    public string Help => string.Join(
        "  ",
        Enumerable.Range(0, _actions).Where(a => a != _idle).Select(a => $"{KeyName(a)} {(a < _names.Count ? _names[a] : $"action {a}")}"));

    /// <summary>Takes a key; false where it means to leave the game.</summary>
    public bool Press(ConsoleKeyInfo key)
    {
        if (Leaves(key))
        {
            return false;
        }

        if (Meaning(key) is not { } action)
        {
            return true;
        }

        if (_idle < 0)
        {
            _held = action;
        }
        else if (_waiting.Count < MostWaiting)
        {
            _waiting.Enqueue(action);
        }

        return true;
    }

    /// <summary>The action that a key means; null for none, also for the keys that leave the game.</summary>
    public int? Meaning(ConsoleKeyInfo key) => ActionOf(key) is var action && action >= 0 && action < _actions ? action : null;

    /// <summary>Whether a key leaves the game.</summary>
    public static bool Leaves(ConsoleKeyInfo key) => key.Key is ConsoleKey.Escape or ConsoleKey.Q;

    /// <summary>The action of the next step.</summary>
    public int Next() => _waiting.TryDequeue(out int action) ? action : _held;

    private int ActionOf(ConsoleKeyInfo key)
    {
        string[] wanted = key.Key switch
        {
            ConsoleKey.LeftArrow or ConsoleKey.A => s_left,
            ConsoleKey.RightArrow or ConsoleKey.D => s_right,
            ConsoleKey.Spacebar when _names.Contains(Shot) => [Shot],
            ConsoleKey.UpArrow or ConsoleKey.W or ConsoleKey.Spacebar => s_up,
            ConsoleKey.DownArrow or ConsoleKey.S => s_down,
            ConsoleKey.P => ["pickup"],
            ConsoleKey.O => ["dropoff"],
            _ => [],
        };
        return wanted.Length > 0 ? _names.ToList().FindIndex(name => wanted.Contains(name))
            : char.IsAsciiDigit(key.KeyChar) ? key.KeyChar - '0' : -1;
    }

    private string KeyName(int action) => (action < _names.Count ? _names[action] : "") switch
    {
        var name when s_left.Contains(name) => "←",
        var name when s_right.Contains(name) => "→",
        var name when s_up.Contains(name) => "↑",
        var name when s_down.Contains(name) => "↓",
        Shot => "space",
        "pickup" => "p",
        "dropoff" => "o",
        _ => $"{action}",
    };
}
