namespace Epoche.Reinforcement.Tests;

public sealed class EpisodeTests
{
    [Fact]
    public void A_recording_is_the_first_episode_that_an_evaluation_plays_under_its_seed()
    {
        using CatchBatch environment = new(1);
        CatchPlayer player = new(environment.Spec);
        using Evaluator evaluator = new(environment);

        EpisodeRecording episode = EpisodeRecording.Play(environment, player, seed: 11);

        Assert.Equal(evaluator.Run(player, 1, 11).Returns[0], episode.Return);
        Assert.Equal(501, episode.Steps.Count);
        Assert.True(episode.IsOver);
        Assert.All(episode.Steps, step => Assert.Empty(step.Values)); // a scripted player has none
    }

    [Fact]
    public void A_greedy_policy_records_the_values_it_acted_by()
    {
        using CartPoleBatch environment = new(1);
        Sequential network = [new Dense(8, Tensors.Ops.Tanh), new Dense(2)];
        network.Build(environment.Spec.Observation, seed: 4);

        EpisodeRecording episode = EpisodeRecording.Play(environment, new GreedyPolicy(network), seed: 0, maxSteps: 7);

        Assert.Equal(7, episode.Steps.Count);
        Assert.False(episode.IsOver);
        Assert.All(episode.Steps, step => Assert.Equal(step.Values[1] > step.Values[0] ? 1 : 0, step.Action));
        Assert.Equal(4, episode.Last.Count);
    }

    [Fact]
    public void Of_stacked_frames_the_newest_is_kept()
    {
        using FrameStack stack = new(new CaveBatch(1), 4);
        using CaveBatch plain = new(1);

        EpisodeRecording stacked = EpisodeRecording.Play(stack, new Constant(1), seed: 2),
            single = EpisodeRecording.Play(plain, new Constant(1), seed: 2);

        Assert.Equal(single.Steps.Count, stacked.Steps.Count);
        Assert.All(single.Steps.Zip(stacked.Steps), pair => Assert.Equal(pair.First.Frame, pair.Second.Frame));
        Assert.Equal(single.Last, stacked.Last);
    }

    [Fact]
    public void The_newest_frame_of_several_channels_and_of_vectors_is_cut_out()
    {
        EnvironmentSpec pixels = new() { Observation = [2, 6], Frames = 3, Actions = ActionSpec.Discrete(1) }, vector = pixels with
        {
            Observation = [4], Frames = 2,
        };
        float[] frame = new float[4], half = new float[2];

        FrameStack.Newest(pixels, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], frame);
        FrameStack.Newest(vector, [0, 1, 2, 3], half);

        Assert.Equal([4, 5, 10, 11], frame);
        Assert.Equal([2, 3], half);
        Assert.Equal(
            "The environment: an observation has 4 numbers and its newest frame 2; received 3 and room for 2. (Parameter 'frame')",
            Assert.Throws<ArgumentException>(() => FrameStack.Newest(vector, [1, 2, 3], half)).Message);
    }

    [Theory]
    [InlineData("CartPole-v1", 4)]
    [InlineData("Catch-8x8", 7)]
    [InlineData("Cave-48x48", 7)]
    public void A_film_runs_at_the_games_speed_and_ends_with_the_last_frame(string name, int frames)
    {
        EnvironmentEntry entry = EnvironmentRegistry.Find(name);
        using IBatchEnvironment environment = entry.CreateBatch(1);
        EpisodeFilm film = new(EpisodeRecording.Play(environment, new Constant(0), seed: 0, maxSteps: 6), entry.Picture!);

        Canvas[] pictures = [.. film.Frames().Select(Copy)];

        Assert.Equal(frames, film.FrameCount);
        Assert.Equal(frames, pictures.Length);
        Assert.InRange(film.FrameDuration.TotalSeconds, 0.039, 0.1);
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.False(pair.First.Bytes.SequenceEqual(pair.Second.Bytes)));
        Canvas again = new(film.Width, film.Height);
        film.Draw(frames - 1, again);
        Assert.True(again.Bytes.SequenceEqual(pictures[^1].Bytes));
    }

    [Fact]
    public void The_bar_of_the_best_action_is_full_and_that_of_the_worst_is_empty_where_the_gap_is_widest()
    {
        using CartPoleBatch environment = new(1);
        Sequential network = [new Dense(2)];
        network.Build(environment.Spec.Observation, seed: 1);
        EpisodeRecording episode = EpisodeRecording.Play(environment, new GreedyPolicy(network), seed: 0, maxSteps: 5);
        EpisodeFilm film = new(episode, new CartPole());
        int widest = Enumerable.Range(0, 5).MaxBy(i => Math.Abs(episode.Steps[i].Values[0] - episode.Steps[i].Values[1]));
        int frame = widest / 2, left = film.Width - 148 + 14 + 60; // the middle of the bars
        int shown = frame * 2; // frames show every second step
        float gap = Math.Abs(episode.Steps[shown].Values[0] - episode.Steps[shown].Values[1]) / Math.Abs(
            episode.Steps[widest].Values[0] - episode.Steps[widest].Values[1]);
        Canvas picture = new(film.Width, film.Height);

        film.Draw(frame, picture);

        int chosen = 76 + 12 + 2 + (25 * episode.Steps[shown].Action), other = 76 + 12 + 2 + (25 * (1 - episode.Steps[shown].Action));
        Assert.Equal(Rgba.Hex(0xFFA24D), picture[left, chosen]);
        Assert.Equal(gap > 0.5f ? Rgba.Hex(0x131A26) : Rgba.Hex(0x5AA2FF), picture[left, other]);
    }

    [Fact]
    public void Beside_a_force_stands_a_bar_from_nothing_to_that_force()
    {
        using IBatchEnvironment car = MountainCarContinuous.Batch(1);
        EpisodeRecording episode = EpisodeRecording.Play(car, new Push(0.5f), seed: 0, maxSteps: 3);
        EpisodeFilm film = new(episode, new MountainCarContinuous());
        Canvas picture = new(film.Width, film.Height);
        film.Draw(0, picture);

        Assert.All(episode.Steps, step => Assert.Equal([0.5f], step.Numbers));
        int left = film.Width - 148 + 14, row = 76 + 12 + 2; // a bar of 120 pixels from −1 to 1
        Assert.Equal(Rgba.Hex(0x131A26), picture[left + 55, row]);
        Assert.Equal(Rgba.Hex(0xFFA24D), picture[left + 65, row]);
        Assert.Equal(Rgba.Hex(0xFFA24D), picture[left + 85, row]);
        Assert.Equal(Rgba.Hex(0x131A26), picture[left + 95, row]);
    }

    [Fact]
    public void Actions_that_are_no_single_index_are_bars_with_names()
    {
        ActionSpec steering = ActionSpec.MultiDiscrete(("steer", 3), ("gear", 5));

        Assert.Equal(
            (ActionBar[])[new("steer", "2", 2 / 3f, 1), new("gear", "0", 0, 0.2f)], ActionBar.Of(steering, [], [2, 0]));
        Assert.Equal(
            (ActionBar[])[new("action 0", "on", 0, 1), new("action 1", "off", 0, 0)],
            ActionBar.Of(ActionSpec.MultiBinary(2), [], [1, 0]));
        Assert.Equal(
            (ActionBar[])[new("left", "-2.00", 0, 0.5f)],
            ActionBar.Of(ActionSpec.Continuous(-2, 2), ["left", "none", "right"], [-2]));
        Assert.Equal((ActionBar[])[new("action", "0.50", 0, 0.5f)], ActionBar.Of(ActionSpec.Continuous(0, 1), [], [0.5f]));
        Assert.Throws<ArgumentException>(() => ActionBar.Of(steering, [], [1]));
    }

    [Fact]
    public void A_policy_by_probabilities_records_them_and_gives_none_to_what_is_forbidden()
    {
        using IBatchEnvironment crossing = BatchEnvironment.Of(() => new Agents.Tabular.Crossing(oneHot: true), 1);
        Sequential network = [new Dense(3)];
        network.Build(crossing.Spec.Observation, seed: 2);
        HeadPolicy policy = new(network, ActionHead.For(crossing.Spec));

        EpisodeRecording episode = EpisodeRecording.Play(crossing, policy, seed: 1, maxSteps: 5);

        Assert.All(episode.Steps, step => Assert.Equal(1, step.Values.Sum(), 1e-6f));
        Assert.All(episode.Steps, step => Assert.Equal(step.Values.Max(), step.Values[step.Action]));
        Assert.Equal(0, episode.Steps[0].Values[Agents.Tabular.Crossing.Stay]); // nowhere to stay at the first stone
    }

    private static Canvas Copy(Canvas canvas)
    {
        Canvas copy = new(canvas.Width, canvas.Height);
        copy.Draw(0, 0, canvas);
        return copy;
    }

    /// <summary>Pushes with one force.</summary>
    private sealed class Push(float force) : IPolicy
    {
        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) => actions.Values.Fill(force);
    }

    /// <summary>Does one thing.</summary>
    private sealed class Constant(int action) : IPolicy
    {
        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) => actions.Indices.Fill(action);
    }
}
