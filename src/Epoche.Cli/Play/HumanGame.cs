using System.Diagnostics;

namespace Epoche.Cli.Play;

/// <summary>A person plays one episode in the terminal.</summary>
internal sealed class HumanGame(IBatchEnvironment environment, IDrawable game, TerminalScreen screen, Func<ConsoleKeyInfo?> readKey)
{
    private readonly EnvironmentSpec _spec = environment.Spec;
    private readonly TransitionBuffers _buffers = new(environment);
    private readonly Keyboard _keyboard = new(game.ActionNames, environment.Spec.Actions.Count);

    /// <summary>Plays until the episode ends, the person leaves, or <paramref name="cancellation"/>.</summary>
    /// <returns>The steps, the return, and whether the episode came to its end.</returns>
    public (int Steps, double Return, bool IsOver) Play(ulong seed, double stepSeconds, CancellationToken cancellation)
    {
        TerminalPanel panel = new(_spec, game.ActionNames);
        int[] actions = new int[1];
        int steps = 0;
        double sum = 0;
        environment.Reset(seed, _buffers.Observations);
        Show(_buffers.Observations, panel.Lines(0, 0, [], -1, _keyboard.Help, "q leaves", "", "any key starts"));
        if (!Await(() => readKey() is { } key && _keyboard.Press(key) is var goesOn ? goesOn : null, cancellation))
        {
            return (0, 0, false);
        }

        Stopwatch watch = Stopwatch.StartNew();
        while (!cancellation.IsCancellationRequested)
        {
            while (readKey() is { } key)
            {
                if (!_keyboard.Press(key))
                {
                    return (steps, sum, false);
                }
            }

            actions[0] = _keyboard.Next();
            BatchTransition result = _buffers.View;
            environment.Step(actions, result);
            steps++;
            sum += result.Rewards[0];
            bool isOver = result.Ended(0);
            Show(
                isOver ? result.FinalObservations : result.Observations,
                panel.Lines(steps, sum, [], -1, _keyboard.Help, isOver ? "the end" : "q leaves"));
            double pause = isOver ? 1.5 : (steps * stepSeconds) - watch.Elapsed.TotalSeconds;
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
