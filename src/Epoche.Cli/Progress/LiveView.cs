using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Epoche.Cli.Progress;

/// <summary>
/// A display that redraws in place. It draws on a thread of its own: training only hands over a snapshot, so neither a slow terminal
/// nor the display's start-up delays it.
/// </summary>
internal sealed class LiveView : IProgressView
{
    private const int BarWidth = 40;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output;
    private readonly string _title;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _closing = new();
    private long _shownAt = Stopwatch.GetTimestamp();
    private volatile ProgressSnapshot? _latest;

    public LiveView(TextWriter output, string title)
    {
        _output = output;
        _title = title;
        _thread = new Thread(Draw) { IsBackground = true, Name = "progress" };
        _thread.Start();
    }

    public bool IsDue => Stopwatch.GetElapsedTime(_shownAt) >= Interval;

    public void Show(ProgressSnapshot snapshot)
    {
        _shownAt = Stopwatch.GetTimestamp();
        _latest = snapshot;
    }

    /// <summary>Removes the display, so that what follows starts on a clean line.</summary>
    public void Dispose()
    {
        _closing.Set();
        _thread.Join();
        _closing.Dispose();
    }

    private void Draw()
    {
        try
        {
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output) });
            console.Live(new Text("")).AutoClear(true).Start(context =>
            {
                ProgressSnapshot? drawn = null;
                while (!_closing.Wait(Interval))
                {
                    if (_latest is { } latest && latest != drawn)
                    {
                        context.UpdateTarget(Render(latest));
                        drawn = latest;
                    }
                }
            });
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or NotSupportedException)
        {
            // The terminal went away; training goes on (DESIGN, decision 14).
        }
    }

    private Rows Render(ProgressSnapshot s)
    {
        int width = s.Curves.Select(c => c.Figure.Name.Length).Append(s.Headline.Name.Length).Max();
        int filled = (int)(s.Share * BarWidth);
        string bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/]";
        List<IRenderable> rows =
        [
            new Markup($"[bold]{Foreign(_title)}[/]"),
            new Markup($"{bar} {s.Percent,4}  {Foreign(s.Position)}  [grey]{s.Left}[/]"),
            new Markup(
                $"{Foreign(s.Headline.Name.PadRight(width))} [bold]{s.Headline.Value,-8}[/] "
                + $"[green]{Format.Sparkline(s.Curve, BarWidth)}[/]"),
            .. s.Curves.Select(c => new Markup(
                $"{Foreign(c.Figure.Name.PadRight(width))} {c.Figure.Value,-8} [grey]{Format.Sparkline(c.Curve, BarWidth)}[/]")),
            new Markup(string.Join("   ", s.Figures.Select(f => $"[grey]{Foreign(f.Name)}[/] {f.Value}"))),
        ];
        return new Rows(rows);
    }

    /// <summary>What a recipe, a kind or an environment named.</summary>
    private static string Foreign(string text) => Markup.Escape(Shown.Text(text));
}
