using System.Buffers;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class AtariBatchTests
{
    private static readonly EnvironmentEntry s_fake = AtariEnvironment.Entry("fake");

    public static TheoryData<string> Rules =>
        [.. EnvironmentCheck.Rules.Select(rule => rule.Name).Where(name => name is not ("limit" or "ends"))]; // half an hour of frames

    [Theory]
    [InlineData("seed")]
    [InlineData("state")]
    public void The_fake_game_keeps_the_rules_of_exact_runs(string rule) => Keeps(rule);

    [Theory]
    [MemberData(nameof(Rules))]
    [Trait("category", "soak")]
    public void The_fake_game_keeps_all_rules(string rule) => Keeps(rule);

    [Fact]
    public void What_an_agent_sees_are_four_pictures_of_greys_that_replay_keeps_as_bytes()
    {
        using IBatchEnvironment games = s_fake.CreateStacked(2, s_fake.Frames);

        Assert.Equal([84, 84, 4], games.Spec.Observation);
        Assert.Equal((4, 255), (games.Spec.Frames, games.Spec.PixelSteps));
        Assert.Equal(ActionSpec.Discrete(4), games.Spec.Actions);
    }

    [Fact]
    public void An_episode_ends_with_a_life_where_an_agent_learns_and_with_the_game_where_it_is_scored()
    {
        using IBatchEnvironment learning = s_fake.CreateBatch(1);
        using IBatchEnvironment scored = learning.ForScores(1);

        (int learned, double most) = Ends(learning, 3_000);
        (int played, _) = Ends(scored, 3_000);

        Assert.True(played > 0);
        Assert.InRange((double)learned / played, 3, 8); // five lives a game, and other actions in each
        Assert.Equal(1, most);
    }

    [Fact]
    public void Games_begin_with_some_frames_of_nothing_and_the_fire_button()
    {
        ScriptedEmulators emulators = new();
        using AtariBatch batch = new(emulators, new(), learns: true);
        batch.Reset(1, new float[84 * 84]);

        Assert.Equal("begin", emulators.Calls[0]);
        Assert.Matches("^0×([1-9]|[12][0-9]|30)$", emulators.Calls[1]);
        Assert.Equal(["1×4", "2×4"], emulators.Calls[2..]);

        TransitionBuffers buffers = new(batch);
        emulators.Calls.Clear();
        emulators.LosesLife = true;
        batch.Step(new([3]), buffers.View);

        Assert.Equal(["3×4", "0×4", "1×4", "2×4"], emulators.Calls);
        Assert.Equal((true, false), (buffers.Terminated[0], buffers.Truncated[0]));
        Assert.Equal(1, buffers.Rewards[0]); // of 40 points
    }

    [Fact]
    public void Python_gives_the_raw_screens_and_games_in_progress_are_restored_by_playing_them_again()
    {
        EnvironmentEntry entry = AtariEnvironment.Entry("toys:Raw", python: PythonHere.Options with { Processes = 2 });
        using IBatchEnvironment one = entry.CreateStacked(3, 4), other = entry.CreateStacked(3, 4);
        RandomActions actions = new(one.Spec.Actions, 3, 90, seed: 6);
        TransitionBuffers buffers = new(one), again = new(other);
        one.Reset(2, buffers.Observations);
        int lives = 0;
        for (int step = 0; step < 60; step++)
        {
            one.Step(actions[step], buffers.View);
            lives += buffers.Terminated.Count(ended => ended);
        }

        ArrayBufferWriter<byte> state = new();
        one.SaveState(state);
        other.RestoreState(state.WrittenSpan);
        for (int step = 60; step < 90; step++)
        {
            one.Step(actions[step], buffers.View);
            other.Step(actions[step], again.View);
            Assert.Equal(buffers.Observations, again.Observations);
            Assert.Equal(buffers.Rewards, again.Rewards);
        }

        Assert.InRange(lives, 3, 6);
        Assert.Contains(buffers.Observations, number => number > 0.3f);
    }

    private static void Keeps(string rule) =>
        EnvironmentAssert.Keeps(rule, EnvironmentSubject.Of(AtariEnvironment.Entry("fake", new() { Size = 21 })));

    private static (int Episodes, double LargestReward) Ends(IBatchEnvironment environment, int steps)
    {
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        RandomActions actions = new(environment.Spec.Actions, 1, steps, seed: 1);
        (int ends, double most) = (0, 0);
        for (int step = 0; step < steps; step++)
        {
            environment.Step(actions[step], buffers.View);
            ends += buffers.View.Ended(0) ? 1 : 0;
            most = Math.Max(most, buffers.Rewards[0]);
        }

        return (ends, most);
    }

    /// <summary>Writes down what it is asked.</summary>
    private sealed class ScriptedEmulators : IEmulators
    {
        private readonly byte[] _screen = new byte[210 * 160 * 3];
        private int _lives = 3;

        public List<string> Calls { get; } = [];

        public bool LosesLife { get; set; }

        public EmulatorSpec Spec { get; } = new("scripted", 210, 160, 3, ["NOOP", "FIRE", "RIGHT", "LEFT"]);

        public int Count => 1;

        public IEmulators WithCount(int count) => new ScriptedEmulators();

        public void Begin(ReadOnlySpan<bool> which, ReadOnlySpan<ulong> seeds) => Calls.Add("begin");

        public void Advance(ReadOnlySpan<bool> which, ReadOnlySpan<int> actions, int frames)
        {
            Calls.Add($"{actions[0]}×{frames}");
            _lives -= LosesLife ? 1 : 0;
            LosesLife = false;
        }

        public ReadOnlySpan<byte> Screen(int index, bool before) => _screen;

        public double Points(int index) => 40;

        public bool IsOver(int index) => false;

        public bool IsCut(int index) => false;

        public int Lives(int index) => _lives;

        public void SaveState(IBufferWriter<byte> destination)
        {
        }

        public void RestoreState(ReadOnlySpan<byte> state)
        {
        }

        public void Dispose()
        {
        }
    }
}
