using Epoche.Cli.Imitation;

namespace Epoche.Cli.Tests;

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

        Dataset calm = PairRecorder.Record(environment, new Leaning(), 2_000, s_everyStep with { Every = 10 }, 7, TestContext.Current.CancellationToken);
        Dataset noisy = PairRecorder.Record(environment, new Leaning(), 2_000, s_everyStep with { Every = 10, Noise = 0.5f }, 7, TestContext.Current.CancellationToken);

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
        Dataset read = PairFile.Read(directory["a.csv"], environment.Spec);

        Assert.Equal(50, read.Count);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(records.Input(i), read.Input(i)));
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(records.Target(i)[0], read.Target(i)[0]));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "line 1")]
    [InlineData("cart_position,cart_velocity,pole_angle,pole_velocity,action\n1,2,3,4,0\n1,2,x,4,0\n", "line 3, column pole_angle")]
    [InlineData("cart_position,cart_velocity,pole_angle,pole_velocity,action\n1,2,3,4,2\n", "line 2, column action")]
    [InlineData("cart_position,cart_velocity,pole_angle,pole_velocity,action\n1,2,3,4\n", "line 2")]
    public void A_damaged_file_is_refused_with_line_and_column(string text, string place)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["a.csv"], text);

        DataFormatException error = Assert.Throws<DataFormatException>(() => PairFile.Read(directory["a.csv"], new CartPole().Spec));

        Assert.Contains(place, error.Message);
    }

    [Theory]
    [InlineData(0.80, 0.80, 0.20, 0.20, 0.30, Fit.Underfits)] // far less of its own records than the best network, 0.95 and 0.94
    [InlineData(0.52, 0.92, 0.20, 0.30, 0.30, Fit.Underfits)] // on the records no better than always the same, 0.5
    [InlineData(0.95, 0.94, 0.20, 0.30, 0.30, Fit.Fits)]
    [InlineData(0.99, 0.96, 0.20, 0.30, 0.40, Fit.Overfits)] // the test loss rose
    [InlineData(0.99, 0.92, 0.20, 0.30, 0.29, Fit.Overfits)] // the records are right, the others less so
    public void A_network_is_called_what_it_is(double train, double test, double trainLoss, double lowest, double final, string word)
    {
        EpochPoint[] curve = [.. Enumerable.Range(0, 30).Select(e => new EpochPoint(trainLoss - (0.001 * e), train, e < 15 ? lowest : final, test))];

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
    public void A_network_is_named_after_its_layers(int[] hidden, string name, string folder) => Assert.Equal((name, folder), (new NetworkSize(hidden).Name, new NetworkSize(hidden).FolderName));

    /// <summary>Pushes to where the pole leans and moves.</summary>
    private sealed class Leaning : IPolicy
    {
        public static int Answer(ReadOnlySpan<float> observation) => observation[2] + (0.5f * observation[3]) > 0 ? 1 : 0;

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) =>
            actions.Indices[0] = Answer(observations);
    }
}
