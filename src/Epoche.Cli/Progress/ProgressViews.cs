namespace Epoche.Cli.Progress;

/// <summary>Picks the view that suits the place where messages go.</summary>
internal static class ProgressViews
{
    public static IProgressView For(Terminal messages, bool quiet, string title) =>
        quiet ? new SilentView()
        : messages.OutIsTerminal ? new LiveView(messages.Out.Raw, title)
        : new LineView(messages.Out);
}
