namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class CavePlayerTests
{
    private const int Episodes = 12;

    private static readonly EnvironmentEntry s_cave = EnvironmentRegistry.Find("Cave-48x48");

    /// <summary>
    /// Twenty columns of foresight survive, ten do not: the game is beatable, and needs foresight. 82 blocks
    /// are all there are in 2,000 steps.
    /// </summary>
    [Fact]
    public void The_scripted_player_survives_every_episode_with_twenty_columns_of_foresight_but_not_with_ten()
    {
        using IBatchEnvironment environment = s_cave.CreateBatch(1);
        EvaluationReport twenty = s_cave.Player!.Play(environment, Episodes, seed: 0);
        Assert.True(twenty.IsPerfect);
        Assert.Equal((2000, 82), (twenty.Mean, s_cave.Measure!.Mean(twenty)));

        ScriptedPlayer shortSighted = s_cave.Player with { Create = spec => new CavePlayer(spec, columns: 10) };
        EvaluationReport ten = shortSighted.Play(environment, Episodes, seed: 0);
        Assert.False(ten.IsPerfect);
        Assert.InRange(s_cave.Measure!.Mean(ten), 1, 81);
    }

    [Fact]
    public void Who_never_releases_the_button_passes_no_block()
    {
        using IBatchEnvironment environment = s_cave.CreateBatch(1);
        using Evaluator evaluator = new(environment);
        EvaluationReport report = evaluator.Run(new Held(), episodes: 20, seed: 0);
        Assert.InRange(report.Mean, 3, 30);
        Assert.Equal(0, s_cave.Measure!.Mean(report));
    }

    [Fact]
    public void Other_pictures_and_distances_are_refused()
    {
        Assert.Contains(
            "[8, 8, 1]", Assert.Throws<ArgumentException>(() => new CavePlayer(new Catch().Spec)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CavePlayer(new Cave().Spec, columns: 39));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CavePlayer(new Cave().Spec, columns: 0));
    }

    private sealed class Held : IPolicy
    {
        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) => actions.Indices.Fill(1);
    }
}
