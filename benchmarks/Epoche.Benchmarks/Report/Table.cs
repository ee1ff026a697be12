using System.Globalization;
using System.Text;
using Epoche.Benchmarks.Cases;
using Epoche.Benchmarks.Measuring;

namespace Epoche.Benchmarks.Report;

/// <summary>Our figures and the peer's side by side, as Markdown and as JSON lines.</summary>
internal sealed class Table(IReadOnlyList<Measurement> ours, IReadOnlyList<Measurement> peers)
{
    private static readonly string[] Columns =
    [
        "case", "threads", "median", "least", "rate", "of the limit", "PyTorch", "times faster", "Pyro, recorded", "times faster than Pyro",
        "must", "aim", "reached",
    ];

    public string ToMarkdown()
    {
        List<string[]> rows = [Columns, .. ours.Select(Row)];
        int[] widths = [.. Columns.Select((_, column) => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach ((int index, string[] row) in rows.Index())
        {
            text.Append('|').AppendJoin('|', row.Select((cell, column) => $" {cell.PadRight(widths[column])} ")).AppendLine("|");
            if (index == 0)
            {
                text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).AppendLine("|");
            }
        }

        text.AppendLine();
        foreach (BenchCase item in BenchCases.All.Where(item => ours.Any(figure => figure.Name == item.Name)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{item.Name}: {item.What}");
        }

        return text.ToString();
    }

    public IEnumerable<string> ToJson() => ours.Concat(peers).Select(figure => figure.ToJson());

    private string[] Row(Measurement figure)
    {
        BenchCase item = BenchCases.All.First(item => item.Name == figure.Name);
        Measurement? peer = peers.Where(peer => peer.Name == figure.Name).MinBy(peer => peer.MedianMicroseconds);
        double seconds = figure.MedianMicroseconds / 1e6, flops = FlopsPerSecond(item, figure);
        double? share = flops > 0 ? flops / Limit(figure.Threads) : null;
        double? times = peer?.MedianMicroseconds / figure.MedianMicroseconds;
        double? recorded = item.RecordedMilliseconds > 0 ? item.RecordedMilliseconds * 1000 : null,
            timesRecorded = recorded / figure.MedianMicroseconds;
        Target? target = Target.All.FirstOrDefault(
            target => target.Name == figure.Name && (target.Threads == figure.Threads || (target.Threads == 0 && IsBest(figure))));
        double? value = target?.Scale switch
        {
            Scale.ShareOfLimit => share,
            Scale.TimesRecorded => timesRecorded,
            Scale.EventsPerSecond => item.Events / seconds,
            Scale.ShareOfTime => seconds,
            _ => times,
        };
        return
        [
            figure.Name,
            $"{figure.Threads}",
            Duration(figure.MedianMicroseconds),
            Duration(figure.MinMicroseconds),
            flops > 0 ? Format($"{flops / 1e9:0.0} GFLOP/s")
            : item.Events > 0 ? PerSecond(item.Events / seconds, item.Unit)
            : item.PerSecond ? Format($"{seconds:0.0%} of the time")
            : "",
            share is { } s ? Format($"{s:0%}") : "",
            peer is null ? "" : $"{Duration(peer.MedianMicroseconds)} ({peer.Threads}, {peer.Setting})",
            times is { } t ? Format($"{t:0.0}") : "",
            recorded is { } r ? Duration(r) : "",
            timesRecorded is { } u ? Format($"{u:0.0}") : "",
            target is null ? "" : Level(target, target.Must),
            target is null ? "" : Level(target, target.Aim),
            target is null || value is null ? "" : target.Verdict(value.Value),
        ];
    }

    private double FlopsPerSecond(BenchCase item, Measurement figure) =>
        item.Flops * (item.FlopsPerThread ? figure.Threads : 1) / (figure.MedianMicroseconds / 1e6);

    private double? Limit(int threads) =>
        ours.FirstOrDefault(figure => figure.Name == FmaLimit.Name && figure.Threads == threads) is { } limit
            ? FlopsPerSecond(FmaLimit.Case, limit)
            : null;

    private bool IsBest(Measurement figure) =>
        ours.Where(other => other.Name == figure.Name).MinBy(other => other.MedianMicroseconds) == figure;

    private static string Level(Target target, double level) => target.Scale switch
    {
        Scale.ShareOfLimit => Format($"{level:0%}"),
        Scale.EventsPerSecond => Format($"{level / 1e6:0} M/s"),
        Scale.ShareOfTime => Format($"≤ {level:0%}"),
        _ => Format($"{level:0.#}×"),
    };

    private static string PerSecond(double rate, string unit) => rate switch
    {
        >= 1e8 => Format($"{rate / 1e6:0} M {unit}/s"),
        >= 1e6 => Format($"{rate / 1e6:0.0} M {unit}/s"),
        _ => Format($"{rate:#,0} {unit}/s"),
    };

    private static string Duration(double microseconds) => microseconds switch
    {
        < 1000 => Format($"{microseconds:0.00} µs"),
        < 1e6 => Format($"{microseconds / 1e3:0.00} ms"),
        _ => Format($"{microseconds / 1e6:0.00} s"),
    };

    private static string Format(FormattableString text) => FormattableString.Invariant(text);
}
