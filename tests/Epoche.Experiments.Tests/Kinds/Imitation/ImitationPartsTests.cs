namespace Epoche.Experiments.Tests.Kinds.Imitation;

/// <summary>The parts of <c>epoche imitate</c>: records, their files, and the words for how a network fits.</summary>
public sealed class ImitationPartsTests
{
    private static readonly RecordOptions s_everyStep = new() { Pairs = 600, TestPairs = 2, Every = 1, Noise = 0 };

    [Fact]
    public void Recorded_is_what_was_seen_and_what_the_agent_did()
    {
        using CartPoleBatch environment = new(1);
        using CartPoleBatch again = new(1);
        TransitionBuffers buffers = new(again);
        again.Reset(7, buffers.Observations);

        Dataset records = PairRecorder.Record(environment, new Leaning(), 600, s_everyStep, 7, TestContext.Current.CancellationToken);

        for (int i = 0; i < records.Count; i++)
        {
            Assert.Equal(buffers.Observations, records.Input(i));
            Assert.Equal(Leaning.Answer(buffers.Observations), records.Target(i)[0]);
            again.Step((int[])[(int)records.Target(i)[0]], buffers.View);
        }
    }

    [Fact]
    public void With_noise_the_agents_answer_is_recorded_and_something_else_may_be_done()
    {
        using CartPoleBatch environment = new(1);

        Dataset calm = PairRecorder.Record(
            environment, new Leaning(), 2_000, s_everyStep with { Every = 10 }, 7, TestContext.Current.CancellationToken);
        Dataset noisy = PairRecorder.Record(
            environment, new Leaning(), 2_000, s_everyStep with { Every = 10, Noise = 0.5f }, 7, TestContext.Current.CancellationToken);

        Assert.All(Enumerable.Range(0, 2_000), i => Assert.Equal(Leaning.Answer(noisy.Input(i)), noisy.Target(i)[0]));
        Assert.True(Spread(noisy) > 1.3 * Spread(calm)); // of the pole's angle

        static double Spread(Dataset data) => Enumerable.Range(0, data.Count).Average(i => Math.Abs(data.Input(i)[2]));
    }

    [Fact]
    public void A_file_of_records_reads_back_to_the_bit()
    {
        using TemporaryDirectory directory = new();
        using CartPoleBatch environment = new(1);
        Dataset records = PairRecorder.Record(environment, new Leaning(), 50, s_everyStep, 7, TestContext.Current.CancellationToken);

        PairFile.Write(directory["a.csv"], records, environment.Spec);
        Dataset read = PairFile.Read(directory["a.csv"], 50, environment.Spec);

        Assert.Equal(50, read.Count);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(records.Input(i), read.Input(i)));
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(records.Target(i)[0], read.Target(i)[0]));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "line 1: expected NAMES; found a,b")]
    [InlineData("NAMES\n1,2,3,4,0\n1,2,x,4,0\n", "line 3, column pole_angle: expected a number; found 'x'")]
    [InlineData("NAMES\n1,2,3,4,2\n", "line 2, column action: expected an action from 0 to 1; found '2'")]
    [InlineData("NAMES\n1,2,3,4\n", "line 2: expected 5 cells; found 4")]
    [InlineData("NAMES\n1,2,3,4,0,5\n", "line 2: expected 5 cells; found 6")]
    [InlineData("NAMES\n1,2,∞,4,0\n", "line 2, column pole_angle: expected a number; found '∞'")]
    [InlineData("NAMES\n1,2,1e99,4,0\n", "line 2, column pole_angle: expected a number; found '1e99'")]
    [InlineData("NAMES\n", "line 2: expected a record; found the end of the file")]
    [InlineData("cart\u001b[31m,b\n1,2\n", "line 1: expected NAMES; found cart\\u001b[31m,b")]
    public void A_damaged_file_is_refused_with_line_and_column(string text, string message)
    {
        const string Names = "cart_position,cart_velocity,pole_angle,pole_velocity,action";
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["a.csv"], text.Replace("NAMES", Names));

        DataFormatException error = Assert.Throws<DataFormatException>(() => PairFile.Read(directory["a.csv"], 100, new CartPole().Spec));

        Assert.Equal($"{directory["a.csv"]}: {message.Replace("NAMES", Names)}", error.Message);
    }

    [Theory]
    [InlineData("| network | parameters |\n| --- | ---: |\n| 32 |\n", "the row '32': expected 2 cells, as the heading has; found 1")]
    [InlineData("| network |\n| --- |\n| 32 | 5 |\n", "the row '32': expected 1 cells, as the heading has; found 2")]
    public void A_table_with_rows_of_another_length_is_refused(string table, string message)
    {
        using TemporaryDirectory directory = new();
        ImitationRecipe recipe = (ImitationRecipe)Experiment.Load("imitate").Recipe;
        RunFolder run = RunFolder.Create(directory.Path, "r", "r", recipe.ResolvedYaml);
        string path = Path.Combine(run.Path, ImitationFiles.Table);
        File.WriteAllText(path, table);

        Assert.Equal(
            $"{path}: {message}", Assert.Throws<DataFormatException>(() => ImitationReport.Of(run, recipe)).Message);
    }

    [Theory]
    [InlineData("""{"best":null,"smallest_perfect":null,"baseline":{"test_accuracy":0.5}}""")]
    [InlineData("""{"best":"32","smallest_perfect":null,"baseline":{"test_accuracy":1e999}}""")]
    [InlineData("""{"best":"32","smallest_perfect":{"units":1e300,"parameters":1},"baseline":{"test_accuracy":0.5}}""")]
    [InlineData("""{"best":"32","smallest_perfect":[],"baseline":{"test_accuracy":0.5}}""")]
    [InlineData("""{}""")]
    public void A_result_of_something_else_is_refused(string details)
    {
        RunResult result = RunResult.FromJson(
            $$"""
            {"run":"r","recipe":"imitate","seed":0,"status":"complete","wall_seconds":1,
             "evaluation":{"examples":1,"accuracy":1,"loss":0},"details":{{details}}}
            """);

        Assert.Equal(
            "r: result: expected that of a study of imitation; found another",
            Assert.Throws<DataFormatException>(() => ImitationJson.Headline(result, "r")).Message);
    }

    [Theory]
    [InlineData(0.80, 0.80, 0.20, 0.20, 0.30, Fit.Underfits)] // far less of its own records than the best network, 0.95 and 0.94
    [InlineData(0.52, 0.92, 0.20, 0.30, 0.30, Fit.Underfits)] // on the records no better than always the same, 0.5
    [InlineData(0.95, 0.94, 0.20, 0.30, 0.30, Fit.Fits)]
    [InlineData(0.99, 0.96, 0.20, 0.30, 0.40, Fit.Overfits)] // the test loss rose
    [InlineData(0.99, 0.92, 0.20, 0.30, 0.29, Fit.Overfits)] // the records are right, the others less so
    public void A_network_is_called_what_it_is(double train, double test, double trainLoss, double lowest, double final, string word)
    {
        EpochPoint[] curve = [.. Enumerable.Range(0, 30).Select(
            e => new EpochPoint(trainLoss - (0.001 * e), train, e < 15 ? lowest : final, test))];

        Assert.Equal(word, Fit.Of(curve, (new(0.1, 0.95, 0.1, 0.94), "256"), 0.5, (1_000, 1_000)).Word);
    }

    [Fact]
    public void One_lucky_epoch_does_not_make_the_end_look_overfitted()
    {
        EpochPoint[] curve = [.. Enumerable.Range(0, 150).Select(e => new EpochPoint(0.1, 0.95, e == 74 ? 0.1 : 0.2, 0.94))];

        Assert.Equal(Fit.Fits, Fit.Of(curve, (curve[^1], "256"), 0.5, (1_000, 1_000)).Word);
    }

    [Theory]
    [InlineData(new int[0], "linear", "linear")]
    [InlineData(new[] { 256 }, "256", "256")]
    [InlineData(new[] { 256, 256, 256 }, "256×3", "256x3")]
    [InlineData(new[] { 64, 32 }, "64-32", "64-32")]
    public void A_network_is_named_after_its_layers(int[] hidden, string name, string folder) =>
        Assert.Equal((name, folder), (new NetworkSize(hidden).Name, new NetworkSize(hidden).FolderName));

    /// <summary>Pushes to where the pole leans and moves.</summary>
    private sealed class Leaning : IPolicy
    {
        public static int Answer(ReadOnlySpan<float> observation) => observation[2] + (0.5f * observation[3]) > 0 ? 1 : 0;

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) =>
            actions.Indices[0] = Answer(observations);
    }
}
