using Epoche.Reinforcement.Tests.Simulation;

namespace Epoche.Reinforcement.Tests.Agents.Tabular;

/// <summary>What a user of tables sees: what they learn, what they refuse, and the model that comes of them.</summary>
public sealed class TableAgentTests
{
    // Walking is worth 1 − 3/8. A jump from the third stone ends with 3/4, so that both are worth the same from nowhere: the best is to
    // walk twice and jump, or to walk on, by value iteration below.
    [Theory]
    [InlineData(TableMethod.QLearning, 0f, false)]
    [InlineData(TableMethod.QLearning, 0.7f, false)]
    [InlineData(TableMethod.DoubleQLearning, 0f, false)]
    [InlineData(TableMethod.QLearning, 0f, true)]
    public void It_learns_the_values_that_value_iteration_gives(TableMethod method, float lambda, bool oneHot)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Crossing(oneHot), 2);
        TableAgent agent = new(environment.Spec, new()
        {
            Method = method, Lambda = lambda, StepSize = lambda > 0 ? 0.01f : StepSize.Power(0.8f), Epsilon = 1, Discount = 0.9f,
        });
        foreach (TrainingReport unused in agent.Train(environment, 60_000))
        {
        }

        double[,] expected = Values(0.9);
        for (int stone = 0; stone < Crossing.Stones - 1; stone++)
        {
            for (int action = stone == 0 ? 1 : 0; action <= (stone == 3 ? 1 : 2); action++)
            {
                float value = agent.Model.Parameters.Values[(stone * 3) + action];
                Assert.Equal(expected[stone, action], value, lambda > 0 ? 0.15 : 0.06); // Q(λ) with a constant step keeps moving
            }
        }
    }

    [Fact]
    public void The_model_is_a_network_that_is_saved_and_plays()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Crossing(), 1);
        TableAgent agent = new(environment.Spec, new() { Epsilon = 0.3f, Selection = new() { EverySteps = 500, StopWhenPerfect = false } });
        foreach (TrainingReport unused in agent.Train(environment, 2_000))
        {
        }

        using TemporaryFolder folder = new();
        agent.Model.Save(Path.Combine(folder.Path, "table.epoche"));
        Model loaded = Model.Load(Path.Combine(folder.Path, "table.epoche"));
        Assert.Equal([Crossing.Stones, 3], loaded.Parameters.Entries[0].Shape);
        Assert.True(loaded.Parameters.Values.SequenceEqual(agent.Model.Parameters.Values));
        using Evaluator evaluator = new(environment);
        Assert.Equal(evaluator.Run(agent.PolicyOf(agent.Model), 50, 1).Mean, evaluator.Run(new GreedyPolicy(loaded), 50, 1).Mean);
        Assert.InRange(agent.BestEvaluation!.Mean, 0.5, 0.875);
    }

    [Fact]
    public void A_table_with_a_time_limit_is_the_same_for_every_number_of_environments_that_learn_alone()
    {
        static float[] Table(int environments)
        {
            using IBatchEnvironment environment = BatchEnvironment.Of(() => new Crossing(), environments);
            TableAgent agent = new(environment.Spec, new() { Epsilon = 1 });
            foreach (TrainingReport unused in agent.Train(environment, 300))
            {
            }

            Assert.Equal(300, agent.Updates);
            return agent.Model.Parameters.Values.ToArray();
        }

        Assert.NotEqual(Table(1), Table(3));
        Assert.Equal(Table(3), Table(3));
    }

    [Theory]
    [InlineData("tiles for values", "Leave Tiles out.")]
    [InlineData("numbers without tiles", "Set Tiles for real numbers.")]
    [InlineData("parts", "Set Tiles for real numbers.")]
    [InlineData("counts with tiles", "Choose a constant.")]
    [InlineData("bounds", "Tiles has 1 lower and 2 upper bounds; Corridor shows [2]")]
    [InlineData("traces of two tables", "double Q-learning has no traces")]
    [InlineData("dutch traces of a mean", "Dutch traces are for the value of one next action")]
    [InlineData("normalized", "there is nothing to normalize")]
    [InlineData("continuous", "A table has a value for each discrete action")]
    [InlineData("step", "StepSize is 0; expected above 0, to 1")]
    [InlineData("lambda", "Lambda is 1.5; expected 0 to 1.")]
    public void What_does_not_fit_is_refused(string what, string message)
    {
        EnvironmentSpec table = new Crossing().Spec, numbers = default(Corridor).Spec;
        TileOptions tiles = new() { Low = [0, 0], High = [1, 1] };
        (EnvironmentSpec spec, TableOptions options) = what switch
        {
            "tiles for values" => (table, new() { Tiles = tiles }),
            "numbers without tiles" => (numbers, new()),
            "parts" => (default(Ferry).Spec, new()),
            "counts with tiles" => (numbers, new() { Tiles = tiles, StepSize = StepSize.Power(1) }),
            "bounds" => (numbers, new() { Tiles = tiles with { Low = [0] } }),
            "traces of two tables" => (table, new() { Method = TableMethod.DoubleQLearning, Lambda = 0.5f }),
            "dutch traces of a mean" => (table, new() { Method = TableMethod.ExpectedSarsa, Lambda = 0.5f, Traces = TraceKind.Dutch }),
            "normalized" => (numbers, new() { Tiles = tiles, NormalizeObservations = true }),
            "continuous" => (table with { Actions = ActionSpec.Continuous(0, 1), MasksActions = false }, new()),
            "step" => (table, new() { StepSize = 0 }),
            _ => (table, new TableOptions() { Lambda = 1.5f }),
        };
        Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => new TableAgent(spec, options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5f)]
    [InlineData(1.5f)]
    [InlineData(-1f)]
    public void An_observation_that_is_none_of_the_values_is_refused(float observation)
    {
        TableBench bench = new(new(), states: 5);
        bench.Agent.Begin([0]);
        Assert.Contains(
            "is a whole number from 0 to 4",
            Assert.Throws<ArgumentException>(() => bench.Agent.Act([observation], new PolicyActions(new int[1]), 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_another_method_is_refused()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        EnvironmentSpec spec = new Crossing().Spec;
        checkpoints.Save(new TableAgent(spec, new() { Method = TableMethod.Sarsa }).Loop, 0);
        Assert.Contains(
            "expected the state of QLearning; found that of Sarsa",
            Assert.Throws<DataFormatException>(() => checkpoints.TryLoad(new TableAgent(spec, new()).Loop)).Message,
            StringComparison.Ordinal);
    }

    private static double[,] Values(double discount)
    {
        double[,] q = new double[Crossing.Stones, 3];
        for (int sweep = 0; sweep < 500; sweep++)
        {
            for (int stone = 0; stone < 4; stone++)
            {
                q[stone, Crossing.Stay] = -0.125 + (discount * Best(stone));
                q[stone, Crossing.Walk] = stone == 3 ? 1 : -0.125 + (discount * Best(stone + 1));
                q[stone, Crossing.Jump] = (0.75 * (stone == 2 ? 1 : -0.125 + (discount * (stone == 3 ? 0 : Best(stone + 2)))))
                    + (0.25 * (-0.125 + (discount * Best(0))));
            }
        }

        return q;

        double Best(int stone)
        {
            double best = q[stone, Crossing.Walk];
            best = stone > 0 ? Math.Max(best, q[stone, Crossing.Stay]) : best;
            return stone < 3 ? Math.Max(best, q[stone, Crossing.Jump]) : best;
        }
    }
}
