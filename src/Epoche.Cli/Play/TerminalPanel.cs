using System.Globalization;

namespace Epoche.Cli.Play;

/// <summary>The lines beside a game in the terminal.</summary>
internal sealed class TerminalPanel(EnvironmentSpec spec, IReadOnlyList<string> names)
{
    private const int BarWidth = 24;
    private const string Quiet = "\e[38;2;138;155;180m", Best = "\e[38;2;255;162;77m", Other = "\e[38;2;90;162;255m";

    private float _widest;

    /// <param name="step">Steps so far.</param>
    /// <param name="sum">The return so far.</param>
    /// <param name="values">The value of each action; empty where nobody gives one.</param>
    /// <param name="chosen">The action that is taken; −1 for none.</param>
    /// <param name="footer">What stands below.</param>
    public IReadOnlyList<string> Lines(int step, double sum, ReadOnlySpan<float> values, int chosen, params ReadOnlySpan<string> footer) =>
        Lines(step, sum, values, chosen, [], footer);

    /// <inheritdoc cref="Lines(int, double, ReadOnlySpan{float}, int, ReadOnlySpan{string})"/>
    /// <param name="numbers">An action that is no single index; empty where it is one.</param>
    public IReadOnlyList<string> Lines(
        int step, double sum, ReadOnlySpan<float> values, int chosen, ReadOnlySpan<float> numbers, ReadOnlySpan<string> footer)
    {
        List<string> lines =
        [
            $"\e[1m{Shown.Text(spec.Name)}{HalfBlocks.Reset}",
            $"{Quiet}step{HalfBlocks.Reset}   {Format.Count(step)}",
            $"{Quiet}return{HalfBlocks.Reset} {Format.Return(sum)}",
            "",
        ];
        if (!values.IsEmpty)
        {
            float best = float.NegativeInfinity, worst = float.PositiveInfinity;
            foreach (float value in values)
            {
                (best, worst) = (Math.Max(best, value), Math.Min(worst, value));
            }

            // As in a film: values lie close together, so bars show how much worse than the best an action is, measured by the widest gap
            // so far.
            _widest = Math.Max(_widest, best - worst);
            for (int action = 0; action < values.Length; action++)
            {
                double share = _widest > 0 ? 1 - ((best - values[action]) / _widest) : 1;
                string colour = action == chosen ? Best : Other;
                string name = Shown.Text(action < names.Count ? names[action] : $"action {action}");
                int filled = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
                string value = Value(values[action], Math.Max(Math.Abs(best), Math.Abs(worst)));
            lines.Add($"{(action == chosen ? Best : Quiet)}{name,-10}{value,14}{HalfBlocks.Reset}");
                lines.Add($"{colour}{new string('━', filled)}{HalfBlocks.Reset}");
            }

            lines.Add("");
        }

        foreach (ActionBar bar in numbers.IsEmpty ? [] : ActionBar.Of(spec.Actions, names, numbers))
        {
            int from = Math.Min((int)Math.Round(bar.From * BarWidth), BarWidth - 1);
            int width = Math.Clamp((int)Math.Round(bar.To * BarWidth) - from, 1, BarWidth - from);
            lines.Add($"{Quiet}{Shown.Text(bar.Name),-10}{HalfBlocks.Reset}{Best}{bar.Text,14}{HalfBlocks.Reset}");
            lines.Add($"{new string(' ', from)}{Best}{new string('━', width)}{HalfBlocks.Reset}");
        }

        foreach (string line in footer)
        {
            lines.Add($"{Quiet}{Shown.Text(line)}{HalfBlocks.Reset}");
        }

        return lines;
    }

    private static string Value(float value, float largest) =>
        largest is > 0 and < 0.1f ? Format.Small(value) : value.ToString("0.00", CultureInfo.InvariantCulture);
}
