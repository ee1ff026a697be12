using System.Diagnostics;

namespace Epoche.Cli.Play;

/// <summary>A person plays one episode in the terminal.</summary>
internal sealed class HumanGame(IBatchEnvironment environment, IDrawable game, TerminalScreen screen, Func<ConsoleKeyInfo?> readKey)
{
    private readonly EnvironmentSpec _spec = environment.Spec;
    private readonly TransitionBuffers _buffers = new(environment);
    private readonly Keyboard _keyboard = new(game.ActionNames, KeyActions(environment.Spec, game));
    private readonly int[] _action = new int[1];

    /// <summary>Whether keys can mean the game's actions.</summary>
    public static bool CanBePlayed(EnvironmentSpec spec, IDrawable game) => KeyActions(spec, game) > 0;

    /// <summary>Plays until the episode ends, the person leaves, or <paramref name="cancellation"/>.</summary>
    /// <returns>The steps, the return, and whether the episode came to its end.</returns>
    public (int Steps, double Return, bool IsOver) Play(ulong seed, double stepSeconds, CancellationToken cancellation)
    {
        TerminalPanel panel = new(_spec, game.ActionNames);
        int steps = 0;
        double sum = 0;
        environment.Reset(seed, _buffers.Observations);
        environment.WriteActionMasks(_buffers.ActionMasks);
        Show(
            _buffers.Observations,
            panel.Lines(0, 0, [], -1, _keyboard.Help, "q leaves", "", game.WaitsForPlayer ? "it waits for you" : "any key starts"));
        if (!game.WaitsForPlayer && !Await(() => readKey() is { } key && _keyboard.Press(key) is var goesOn ? goesOn : null, cancellation))
        {
            return (0, 0, false);
        }

        Stopwatch watch = Stopwatch.StartNew();
        while (!cancellation.IsCancellationRequested)
        {
            if (!(game.WaitsForPlayer ? AwaitAction(cancellation) : TakeKeys()))
            {
                return (steps, sum, false);
            }

            Step();
            BatchTransition result = _buffers.View;
            steps++;
            sum += result.Rewards[0];
            bool isOver = result.Ended(0);
            Show(
                isOver ? result.FinalObservations : result.Observations,
                panel.Lines(steps, sum, [], -1, _keyboard.Help, isOver ? "the end" : "q leaves"));
            double pause = isOver ? 1.5 : game.WaitsForPlayer ? 0 : (steps * stepSeconds) - watch.Elapsed.TotalSeconds;
            if (pause > 0)
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(pause));
            }

            if (isOver)
            {
                return (steps, sum, true);
            }
        }

        return (steps, sum, false);
    }

    /// <summary>A key for each discrete action; left, none and right for one number whose directions have names; else 0.</summary>
    private static int KeyActions(EnvironmentSpec spec, IDrawable game) => spec.Actions switch
    {
        { IsDiscrete: true } => spec.Actions.Count,
        { IsContinuous: true, Count: 1 } when game.ActionNames.Count == 3 => 3,
        _ => 0,
    };

    /// <summary>Steps with the action chosen: of a number its lowest value, 0 or its highest.</summary>
    private void Step()
    {
        if (_spec.Actions.IsDiscrete)
        {
            environment.Step(_action, _buffers.View);
            return;
        }

        float low = _spec.Actions.Low[0], high = _spec.Actions.High[0];
        environment.Step((float[])[_action[0] switch { 0 => low, 1 => Math.Clamp(0, low, high), _ => high }], _buffers.View);
    }

    /// <summary>Takes what was pressed since the last step; false to leave.</summary>
    private bool TakeKeys()
    {
        while (readKey() is { } key)
        {
            if (!_keyboard.Press(key))
            {
                return false;
            }
        }

        int action = _keyboard.Next();
        _action[0] = IsAllowed(action) ? action : _buffers.ActionMasks.IndexOf(true);
        return true;
    }

    /// <summary>Waits for a key that means an allowed action; false to leave.</summary>
    private bool AwaitAction(CancellationToken cancellation) => Await(
        () =>
        {
            if (readKey() is not { } key)
            {
                return null;
            }

            if (Keyboard.Leaves(key))
            {
                return false;
            }

            if (_keyboard.Meaning(key) is not { } action || !IsAllowed(action))
            {
                return null;
            }

            _action[0] = action;
            return true;
        },
        cancellation);

    private bool IsAllowed(int action) => _buffers.ActionMasks.Length == 0 || _buffers.ActionMasks[action];

    private static bool Await(Func<bool?> answer, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (answer() is { } value)
            {
                return value;
            }

            cancellation.WaitHandle.WaitOne(20);
        }

        return false;
    }

    private void Show(ReadOnlySpan<float> observation, IReadOnlyList<string> lines)
    {
        game.Draw(observation, screen.Picture);
        screen.Show(lines);
    }
}
