using System.Diagnostics;

namespace Epoche.Cli.Play;

/// <summary>Shows a recorded episode in the terminal, at the game's own speed.</summary>
internal static class TerminalTheatre
{
    public static void Show(EpisodeRecording episode, IDrawable game, TerminalScreen screen, double speed, CancellationToken cancellation)
    {
        TerminalPanel panel = new(episode.Spec, game.ActionNames);
        double sum = 0, seconds = game.StepSeconds / speed;
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i <= episode.Steps.Count && !cancellation.IsCancellationRequested; i++)
        {
            bool isLast = i == episode.Steps.Count;
            EpisodeStep step = episode.Steps[Math.Min(i, episode.Steps.Count - 1)];
            double late = watch.Elapsed.TotalSeconds - (i * seconds);
            if (late < seconds || isLast) // a slow terminal leaves out pictures, not time
            {
                game.Draw(isLast ? [.. episode.Last] : step.Frame, screen.Picture);
                screen.Show(panel.Lines(i, sum, step.Values, step.Action, step.Numbers, [isLast ? "the end" : "Ctrl-C ends"]));
            }

            sum += isLast ? 0 : step.Reward;
            double pause = isLast ? 1.5 : ((i + 1) * seconds) - watch.Elapsed.TotalSeconds;
            if (pause > 0)
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(pause));
            }
        }
    }
}
