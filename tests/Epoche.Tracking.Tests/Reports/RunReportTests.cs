using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.Reports;

public sealed class RunReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_of_an_agent_is_shown_from_its_folder_alone()
    {
        Write();

        ReportData data = Report.FromRun(_folder.Path);

        Assert.Equal(("cartpole · seed 18446744073709551615", "A perfect agent", "complete"), (data.Title, data.Subtitle, data.Status));
        Assert.Equal(
            ["Mean return 499.2 ± 3.1 over 1,000 episodes", "Perfect episodes 99.3% ", "Environment steps 28,000 ", "Updates 13,500 ",
                "Training time 2 min 5 s "],
            data.Figures.Select(figure => $"{figure.Label} {figure.Value} {figure.Note}"));
        Assert.Equal(
            ["Return", "Loss", "Exploration ε", "Odd one", "Returns of the last evaluation"], data.Charts.Select(chart => chart.Title));
        LineChart returns = Assert.IsType<LineChart>(data.Charts[0]);
        Assert.Equal(
            ("environment steps", "training, evaluation"),
            (returns.XLabel, string.Join(", ", returns.Series.Select(series => series.Name))));
        Assert.Equal([(1000.0, 20.0), (2000.0, 30.0)], returns.Series[0].Points.Select(point => (point.X, point.Y)));
        Assert.Equal(["An episode of the greedy policy", "Play"], data.Images.Select(image => image.Title));
        Assert.Contains(new("weights sha256", "9f86"), data.Tables[0].Rows);
        Assert.Contains(
            data.Tables[1].Rows, row => row is { Key: "Cores", Value: var cores } && cores == Environment.ProcessorCount.ToString());
        Assert.Equal("# A perfect agent\nkind: dqn\n", Assert.Single(data.Texts).Text);

        string path = _folder.File("report.html");
        Report.Save(data, path);
        Assert.Equal(Report.ToHtml(Report.FromRun(_folder.Path)), File.ReadAllText(path));
    }

    [Fact]
    public void The_least_and_the_greatest_return_of_an_evaluation_are_the_band_of_their_mean()
    {
        using (EventFileWriter writer = EventFileWriter.Open(_folder.Path))
        {
            foreach (long step in (long[])[1, 2])
            {
                writer.Scalar(RunTags.EvaluationReturn, step, 5 * step);
                writer.Scalar(RunTags.EvaluationReturnMin, step, 4 * step);
                writer.Scalar(RunTags.EvaluationReturnMax, step, 7 * step);
            }

            writer.Scalar("other_min", 1, 3);
            writer.Scalar("other_min", 2, 3);
        }

        Chart[] charts = [.. Report.FromRun(_folder.Path).Charts];

        Assert.Equal(["Return", "Other min"], charts.Select(chart => chart.Title));
        Assert.Equal([(4.0, 7.0), (8.0, 14.0)], Assert.Single(((LineChart)charts[0]).Series).Band);
    }

    [Fact]
    public void What_was_measured_once_is_a_row_and_no_chart_of_a_dot()
    {
        using (EventFileWriter writer = EventFileWriter.Open(_folder.Path))
        {
            writer.Scalar(RunTags.TrainLoss, 1_000, 2);
            writer.Scalar(RunTags.TrainLoss, 4_065, 1.5);
            writer.Scalar(RunTags.ValidationLoss, 4_065, 0.25); // beside a curve a dot says something
            writer.Scalar(RunTags.ValidationAccuracy, 4_065, 0.99114);
        }

        ReportData data = Report.FromRun(_folder.Path);

        Assert.Equal(["Loss"], data.Charts.Select(chart => chart.Title));
        ReportTable once = Assert.Single(data.Tables, table => table.Title == "Measured once");
        Assert.Equal([new("Accuracy, validation", "0.9911 after 4,065 steps")], once.Rows);
    }

    [Fact]
    public void Charts_are_drawn_as_pictures_too()
    {
        ChartSeries rising = new()
        {
            Name = "rising", Points = [new(0, 0), new(50, double.NaN), new(60, 5), new(100, 10)], Band = [(0, 1), (1, 2), (4, 6), (9, 12)],
        };
        LineChart lines = new() { Title = "Lines", XLabel = "steps", Series = [rising, rising with { Name = "again", Band = null }] };
        HistogramChart bars = new() { Title = "Bars", Histogram = RunHistogram.Of([0, 5.5f, 5.5f, 10, 10, 10], 10) };

        Canvas first = Report.ToPicture(lines, 800, 500), second = Report.ToPicture(bars, 640, 360);

        Assert.Equal((800, 500, 640, 360), (first.Width, first.Height, second.Width, second.Height));
        Assert.Contains(Rgba.Hex(0xC2570C), first.Pixels.ToArray()); // the second colour, over the first
        int[] heights = [.. Enumerable.Range(0, 640).Select(x => Enumerable.Range(0, 360).Count(y => second[x, y] == Rgba.Hex(0x2463C9)))
            .Where(h => h > 0).Distinct()];
        Assert.Equal(3, heights.Length);
        Assert.Equal(heights[0] * 3.0, heights[2], 4.0);
        Assert.True(Report.ToPicture(lines, 800, 500).Bytes.SequenceEqual(first.Bytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => Report.ToPicture(lines, 100, 100));
    }

    [Fact]
    public void A_run_that_still_runs_is_shown_as_far_as_it_is()
    {
        using EventFileWriter writer = EventFileWriter.Open(_folder.Path);
        writer.Code(RunTags.Recipe, 0, "# Its summary\nkind: dqn", "yaml");
        writer.BeginSession([new("rate", 0.5)], []);
        writer.Scalar(RunTags.TrainLoss, 1, 2);
        writer.Scalar(RunTags.TrainLoss, 2, 1);
        writer.Flush();

        ReportData data = Report.FromRun(_folder.Path);

        Assert.Equal((Path.GetFileName(_folder.Path), "not finished", "Its summary"), (data.Title, data.Status, data.Subtitle));
        Assert.Equal("# Its summary\nkind: dqn", Assert.Single(data.Texts).Text);
        Assert.Equal(new KeyValuePair<string, string>("rate", "0.5"), Assert.Single(Assert.Single(data.Tables).Rows));
        Assert.Contains("Loss", Report.ToHtml(data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_a_classifier_compares_training_and_validation()
    {
        using (EventFileWriter writer = EventFileWriter.Open(_folder.Path))
        {
            foreach (string name in (string[])[
                RunTags.ValidationAccuracy, RunTags.TrainAccuracy, RunTags.TrainLoss, RunTags.ValidationLoss])
            {
                writer.Scalar(name, 1, 0.5);
                writer.Scalar(name, 2, 0.5);
            }
        }

        File.WriteAllText(
            _folder.File("result.json"),
            """
            {"run":"r","recipe":"mnist","seed":0,"status":"complete","wall_seconds":9,"updates":469,
             "evaluation":{"examples":10000,"accuracy":0.9841,"loss":null}}
            """);

        ReportData data = Report.FromRun(_folder.Path);

        Assert.Equal("98.41%", data.Figures[0].Value);
        Assert.Equal(
            ["Accuracy: training, validation", "Loss: training, validation"],
            data.Charts.Cast<LineChart>().Select(chart => $"{chart.Title}: {string.Join(", ", chart.Series.Select(s => s.Name))}"));
        Assert.Equal("updates", data.Charts[0].XLabel);
    }

    [Fact]
    public void An_empty_folder_is_a_report_and_a_missing_one_an_error()
    {
        Assert.Empty(Report.FromRun(_folder.Path).Charts);
        Assert.Throws<DirectoryNotFoundException>(() => Report.FromRun(_folder.File("missing")));
    }

    [Theory]
    [InlineData("result.json", "{")]
    [InlineData("result.json", "[1]")]
    [InlineData("play.gif", "no gif")]
    [InlineData("events.out.tfevents.1700000000.host.1.0", "no record of an event file")]
    public void Damage_is_named(string file, string content)
    {
        File.WriteAllText(_folder.File(file), content);

        Assert.Contains(file, Assert.Throws<DataFormatException>(() => Report.FromRun(_folder.Path)).Message, StringComparison.Ordinal);
    }

    private void Write()
    {
        File.WriteAllText(_folder.File("recipe.yaml"), "# A perfect agent\nkind: dqn\n");
        File.WriteAllText(
            _folder.File("result.json"),
            """
            {"run":"r","recipe":"cartpole","seed":18446744073709551615,"status":"complete","train_seconds":125.4,"wall_seconds":130,
             "env_steps":28000,"updates":13500,
             "evaluation":{"episodes":1000,"mean":499.2,"std":3.1,"min":460,"max":500,"perfect_share":0.993},"weights_sha256":"9f86"}
            """);
        GifWriter film = new(4, 4);
        film.Add(new Canvas(4, 4, Rgba.White), TimeSpan.FromSeconds(1));
        byte[] gif = film.ToArray();
        File.WriteAllBytes(_folder.File("copy.gif"), gif);
        File.WriteAllBytes(_folder.File("play.png"), Png.Encode(new Canvas(4, 4)));
        using EventFileWriter writer = EventFileWriter.Open(_folder.Path);
        writer.Text(RunTags.Machine, 0, MachineInfo.ToMarkdown(MachineInfo.Current()));
        foreach (long step in (long[])[1000, 2000])
        {
            writer.Scalar("other/odd_one", step, 1);
            writer.Scalar(RunTags.Epsilon, step, 1);
            writer.Scalar(RunTags.TrainLoss, step, 1);
        }

        writer.Scalar(RunTags.EvaluationReturn, 1000, 25);
        writer.Scalar(RunTags.TrainReturn, 1000, 20);
        writer.Scalar(RunTags.TrainReturn, 2000, 30);
        writer.Histogram(RunTags.EvaluationReturns, 2000, [20, 30], 10);
        writer.Image(RunTags.EvaluationEpisode, 2000, gif);
    }
}
