namespace Epoche.Reinforcement.Tests.Agents.PolicyGradient;

/// <summary>What users of PPO and A2C notice.</summary>
public sealed class OnPolicyTests
{
    [Theory]
    [InlineData("ppo")]
    [InlineData("a2c")]
    public void A_corridor_is_learned_perfectly(string kind)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 8);
        SelectionOptions selection = new() { EverySteps = 400, Episodes = 10, ConfirmEpisodes = 20 };
        Agent agent = kind == "ppo"
            ? new PpoAgent(environment.Spec, new()
            {
                Steps = 16, BatchSize = 32, Epochs = 4, Optimizer = new Adam(3e-3f, epsilon: 1e-5f), Selection = selection,
            })
            : new A2cAgent(environment.Spec, new() { Optimizer = new RmsProp(3e-3f, 0.99f, 1e-5f), Selection = selection });
        foreach (TrainingReport report in agent.Train(environment, steps: 20_000))
        {
        }

        Assert.True(agent.GoalReached);
        Assert.Equal(environment.Spec.BestReturn, agent.BestEvaluation!.Mean);
    }

    /// <summary>Users of other libraries look for these.</summary>
    [Fact]
    public void It_reports_what_users_of_PPO_look_for()
    {
        PpoAgent agent = new(default(Corridor).Spec, new() { Steps = 8, BatchSize = 8, Epochs = 2 });
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 2);
        TrainingReport last = agent.Train(environment, steps: 64).Last();
        foreach (string tag in (string[])[
            "train/loss", "train/policy_loss", "train/value_loss", "train/entropy", "train/approx_kl", "train/clip_fraction",
            "train/clip_range", "train/explained_variance", "train/learning_rate", "train/gradient_norm"])
        {
            Assert.True(double.IsFinite(last[tag]), tag);
        }

        Assert.InRange(last["train/entropy"], 0.5, Math.Log(2) + 1e-6);
        Assert.InRange(last["train/explained_variance"], double.NegativeInfinity, 1);
    }

    [Fact]
    public void A_policy_too_far_from_the_one_that_acted_learns_no_further()
    {
        long Updates(float? target)
        {
            PpoAgent agent = new(default(Corridor).Spec, new()
            {
                Steps = 32, BatchSize = 8, Epochs = 10, TargetKl = target, Optimizer = new Adam(0.05f),
            });
            using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
            return agent.Train(environment, steps: 32).Last().Updates;
        }

        Assert.Equal(40, Updates(null));
        Assert.InRange(Updates(0.01f), 2, 20);
    }

    /// <summary>One that gives the values of actions, as DQN has it.</summary>
    [Fact]
    public void A_network_without_the_two_outputs_is_refused_by_name()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => new PpoAgent(default(Corridor).Spec, new() { Network = spec => [new Dense(spec.Actions.Count)] }));
        Assert.Contains("'policy' [2]", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PolicyNetwork.Create", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(PpoOptions.Lambda))]
    [InlineData(nameof(PpoOptions.Clip))]
    [InlineData(nameof(PpoOptions.Epochs))]
    [InlineData(nameof(PpoOptions.EntropyWeight))]
    public void Options_out_of_range_are_refused_by_name(string option)
    {
        PpoOptions options = option switch
        {
            nameof(PpoOptions.Lambda) => new() { Lambda = 1.5f },
            nameof(PpoOptions.Clip) => new() { Clip = 0f },
            nameof(PpoOptions.Epochs) => new() { Epochs = 0 },
            _ => new() { EntropyWeight = -1 },
        };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new PpoAgent(default(Corridor).Spec, options));
        Assert.StartsWith(option, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Its statistics change between rollouts, never between acting and learning from it.</summary>
    [Fact]
    public void The_first_update_of_a_rollout_sees_the_policy_that_acted()
    {
        PpoAgent agent = new(new Pendulum().Spec, new()
        {
            Steps = 32, BatchSize = 64, Epochs = 1, NormalizeObservations = true, Discount = 0.9f,
        });
        using IBatchEnvironment environment = BatchEnvironment.Of(() => new Pendulum(), 2);
        foreach (TrainingReport report in agent.Train(environment, steps: 640))
        {
            Assert.InRange(report["train/approx_kl"], -1e-6, 1e-6); // one update a rollout: the ratio is 1 throughout
            Assert.Equal(0, report["train/clip_fraction"]);
        }
    }
}
