using System.Diagnostics;

namespace Epoche.Learning.Tests.Models;

/// <summary>Models that are larger than a person can read: what is shown of them is bounded, and says what it leaves out.</summary>
public sealed class LargeGraphTests
{
    private const int Nodes = 500;
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(5);

    private static readonly Lazy<GraphModel> s_dense = new(() =>
    {
        Symbol input = Model.Input([1], "x");
        List<Symbol> values = [input];
        for (int i = 0; i < Nodes; i++)
        {
            values.Add(values.Count == 1 ? input.Then(new Dense(1)) : Symbol.Add([.. values]));
        }

        GraphModel model = new(input, values[^1]);
        model.Build(seed: 1);
        return model;
    });

    [Fact]
    public void A_node_of_hundreds_of_sources_names_some_in_the_summary()
    {
        string summary = Timed(() => s_dense.Value.Summary());

        Assert.InRange(summary.Length, Nodes * 40, Nodes * 300);
        Assert.Contains("… 492 more", summary, StringComparison.Ordinal); // the last has 500 sources, of which 8 are named
    }

    [Fact]
    public void The_graph_in_text_ends_where_its_lanes_cannot_be_followed()
    {
        string[] lines = Timed(() => s_dense.Value.GraphText()).Split(Environment.NewLine);

        Assert.InRange(lines.Sum(line => line.Length), 1_000, 100_000);
        Assert.EndsWith("more are left out", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_leaves_long_lines_out_and_says_how_many()
    {
        string svg = Timed(() => s_dense.Value.GraphSvg());

        Assert.InRange(svg.Length, 10_000, 2_000_000);
        Assert.Matches("<text [^>]+>[0-9,]+ long lines are left out</text>", svg);
    }

    [Fact]
    public void Thousands_of_layers_are_counted_where_they_are_not_shown()
    {
        Sequential model = [];
        for (int i = 0; i < 2_000; i++)
        {
            model.Add(new Dense(1));
        }

        model.Build([1], seed: 1);

        Assert.Contains("… 1,001 more rows are left out", Timed(() => model.Summary()), StringComparison.Ordinal);
        Assert.EndsWith("… 1,002 more are left out", Timed(() => model.GraphText()), StringComparison.Ordinal);
        Assert.Contains(">1,002 more boxes are left out</text>", Timed(() => model.GraphSvg()), StringComparison.Ordinal);
    }

    private static string Timed(Func<string> show)
    {
        _ = s_dense.Value;
        long start = Stopwatch.GetTimestamp();
        string text = show();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_most);
        return text;
    }
}
