using System.Diagnostics;

namespace Epoche.Cli.Progress;

/// <summary>
/// Plain lines, for logs and pipes: the first after half a second, then one per second, then less often the longer it takes.
/// </summary>
internal sealed class LineView(ShownWriter output) : IProgressView
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _next = 0.5;

    public bool IsDue => _watch.Elapsed.TotalSeconds >= _next;

    public void Show(ProgressSnapshot snapshot)
    {
        double now = _watch.Elapsed.TotalSeconds;
        _next = now + Math.Clamp(now / 20, 1, 30);
        IEnumerable<string> figures = snapshot.Curves.Select(c => c.Figure).Prepend(snapshot.Headline).Concat(snapshot.Figures).Select(
            f => $"{f.Name} {f.Value}");
        IEnumerable<string> parts = [$"{snapshot.Percent,4}", snapshot.Position, .. figures, snapshot.Left];
        output.WriteLine($"{string.Join("  ", parts.Where(p => p.Length > 0))}");
    }

    public void Dispose()
    {
    }
}
