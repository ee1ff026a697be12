namespace Epoche.Reinforcement.Tests.Agents.Imitation;

public sealed class DemonstrationsTests
{
    [Fact]
    public void A_player_is_recorded_with_what_it_saw_and_did()
    {
        using IBatchEnvironment corridor = BatchEnvironment.Of(() => default(Corridor), 3);
        Demonstrations pairs = Demonstrations.Record(corridor, new Player(2, _ => 1), 7);
        Dataset data = pairs.ToDataset();

        Assert.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 0, 0.2f], Enumerable.Range(0, 7).Select(i => data.Input(i)[0]));
        Assert.All(Enumerable.Range(0, 7), i => Assert.Equal(1, data.Target(i)[0]));
        Assert.Equal([], data.TargetShape);
    }

    [Fact]
    public void With_noise_the_player_answers_where_it_would_not_have_gone()
    {
        using IBatchEnvironment corridor = BatchEnvironment.Of(() => default(Corridor), 1);
        Dataset data = Demonstrations.Record(corridor, new Player(2, _ => 1), 300, new() { Noise = 0.5f }).ToDataset();

        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(1, data.Target(i)[0]));
        Assert.Contains(Enumerable.Range(1, 299), i => data.Input(i)[0] < data.Input(i - 1)[0] && data.Input(i - 1)[0] < 0.8f);
    }

    [Fact]
    public void Pairs_read_back_from_CSV_to_the_bit()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "pairs.csv");
        using IBatchEnvironment cartPole = new CartPoleBatch(1), crossing = BatchEnvironment.Of(() => new Tabular.Crossing(), 1),
            pendulum = EnvironmentRegistry.Find("Pendulum-v1").CreateBatch(1);
        foreach ((IBatchEnvironment environment, string head) in ((IBatchEnvironment, string)[])
            [(cartPole, "observation_0,observation_1,observation_2,observation_3,action"),
            (crossing, "observation_0,action,allowed_0,allowed_1,allowed_2"),
            (pendulum, "observation_0,observation_1,observation_2,action")])
        {
            Demonstrations pairs = Demonstrations.Record(environment, new RandomPolicy(environment.Spec.Actions, 1), 50);
            pairs.Save(path);
            Dataset before = pairs.ToDataset(), after = Demonstrations.Read(path, environment.Spec).ToDataset();

            Assert.Equal(head, File.ReadLines(path).First());
            Assert.Equal(before.Inputs().ToArray(), after.Inputs().ToArray());
            Assert.Equal(before.Targets().ToArray(), after.Targets().ToArray());
        }
    }

    [Fact]
    public void A_file_of_your_own_is_read_by_the_names_of_its_columns()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "drive.csv");
        File.WriteAllText(path, "who,speed,push,x\nAda,0.01,2,-0.5\nBob,-0.02,0,-0.4\n");
        EnvironmentSpec spec = new MountainCar().Spec;
        Dataset data = Demonstrations.Read(path, spec, ["x", "speed"], ["push"]).ToDataset();

        Assert.Equal([-0.5f, 0.01f], data.Input(0));
        Assert.Equal([2f, 0f], data.Targets().ToArray());
        File.WriteAllText(path, "speed,push,x\n0.01,2,-0.5\n0,3,-0.5\n");
        DataFormatException refused = Assert.Throws<DataFormatException>(() => Demonstrations.Read(path, spec, ["x", "speed"], ["push"]));
        Assert.Contains("example 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("the action is 3; expected an index from 0 to 2", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Demonstrations.Read(path, spec, ["x"]));
    }

    [Theory]
    [InlineData(3, "Pair 1 of CartPole-v1: the action is 3; expected an index from 0 to 1.")]
    [InlineData(-1, "Pair 1 of CartPole-v1: the action is -1; expected an index from 0 to 1.")]
    public void What_is_no_pair_is_refused_and_nothing_is_added(int action, string message)
    {
        Demonstrations pairs = new(new CartPole().Spec);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => pairs.Add(new float[8], (int[])[0, action]));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, pairs.Count);
        Assert.Throws<ArgumentException>(() => pairs.Add(new float[7], (int[])[0]));
        Assert.Throws<ArgumentException>(() => pairs.Add([float.NaN, 0, 0, 0], (int[])[0]));
        Assert.Throws<InvalidOperationException>(() => pairs.ToDataset());
    }
}
