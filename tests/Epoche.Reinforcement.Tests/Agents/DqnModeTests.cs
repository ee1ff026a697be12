using Epoche;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>Networks that are only asked do so in evaluation mode; the pass that learns is the only one of training.</summary>
public sealed class DqnModeTests
{
    private static readonly Transitions s_one = new(
        Tensor.Of([1, 1], [1, 2]), Tensor.Of([1], [1]), Tensor.Of([1], [1]), Tensor.Of([0.5f], [1]), Tensor.Of([4, -2], [1, 2]));

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void A_target_network_with_dropout_gives_one_target_for_one_transition(bool doubleQ, bool frozen)
    {
        Sequential online = [new Dense(16, Relu), new Dense(2)], target = [new Dense(16, Relu), new Dropout(0.3f), new Dense(2)];
        online.Build([2], seed: 1);
        target.Build([2], seed: 2);
        target.Parameters.Trainable = !frozen;
        Trainer trainer = new(new() { Optimizer = new Sgd(1e-30f), Seed = 3 }, online.Parameters);
        HashSet<float> losses = [];
        for (int update = 0; update < 20; update++)
        {
            losses.Add(trainer.Step(t => DqnObjective.Loss(online, target, t, doubleQ, huberDelta: 1), s_one).Loss);
        }

        Assert.Single(losses);

        // y = r + ½·(what the target network says when it is asked outside of training).
        float[] q_t = Asked(target, s_one.S_t), choice = doubleQ ? Asked(online, s_one.S_t) : q_t;
        float y = 1 + (0.5f * (choice[1] > choice[0] ? q_t[1] : q_t[0])), error = MathF.Abs(Asked(online, s_one.S_tm1)[1] - y);
        Assert.Equal(error > 1 ? error - 0.5f : 0.5f * error * error, losses.Single(), 1e-6f);
    }

    [Fact]
    public void Choosing_the_action_draws_nothing_from_the_stream_of_the_step()
    {
        // With dropout in the online network the loss depends on the draws of the pass over s_tm1: they are the same whether or not the
        // network is asked about s_t before.
        Sequential online = [new Dense(16, Relu), new Dropout(0.5f), new Dense(2)], target = [new Dense(2)];
        online.Build([2], seed: 1);
        target.Build([2], seed: 2);
        target.Parameters.Values.Clear(); // the target is r, whatever the action
        Assert.Equal(Losses(online, target, doubleQ: false), Losses(online, target, doubleQ: true));
        Assert.True(Losses(online, target, doubleQ: true).Distinct().Count() > 10); // the pass that learns does drop out
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batch_statistics_move_by_the_pass_that_learns_alone(bool doubleQ)
    {
        Sequential online = [new Dense(4), new BatchNorm(), new Dense(2)];
        online.Build([2], seed: 1);
        Sequential target = online.Clone(), alone = online.Clone();
        float[] before = target.Parameters.Values.ToArray();
        Transitions batch = new(
            Tensor.Of([1, 1, 0, 2], [2, 2]), Tensor.Of([1, 0], [2]), Tensor.Of([1, 1], [2]), Tensor.Of([0.5f, 0.5f], [2]),
            Tensor.Of([40, -20, 7, 9], [2, 2]));
        new Trainer(new() { Optimizer = new Sgd(1e-30f) }, online.Parameters)
            .Step(t => DqnObjective.Loss(online, target, t, doubleQ, huberDelta: 1), batch);
        new Trainer(new() { Optimizer = new Sgd(1e-30f) }, alone.Parameters).Step(t => Square(alone.Call(t.S_tm1)).Mean(), batch);
        Assert.Equal(Rounded(alone), Rounded(online)); // weights at 0 moved by 1e-37
        Assert.Equal(before, target.Parameters.Values.ToArray());
    }

    [Fact]
    public void An_agent_shows_values_and_acts_without_dropout_and_without_moving_statistics()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 2);
        DqnAgent agent = new(environment.Spec, new()
        {
            Network = spec => [new Dense(8, Relu), new BatchNorm(), new Dropout(0.5f), new Dense(spec.Actions.Count)],
            DoubleQ = true, TargetEverySteps = 50, WarmUpSteps = 40, BatchSize = 8, Epsilon = Schedule.Constant(0), ReportEverySteps = 10,
        });
        TrainingReport last = agent.Train(environment, 200).Last();
        float[] weights = agent.Model.Parameters.Values.ToArray(), values = agent.ActionValues();
        Assert.Equal(values, agent.ActionValues());
        Assert.Equal(values.Chunk(2).Average(row => row.Max()), last.MeanQ, 1e-5f);
        GreedyPolicy policy = new(agent.Model);
        Assert.Equal(policy.Act([0.2f, 1]), policy.Act([0.2f, 1]));
        using Evaluator evaluator = new(environment);
        Assert.Equal(evaluator.Run(policy, 5, seed: 1).Returns, evaluator.Run(policy, 5, seed: 1).Returns);
        Assert.Equal(weights, agent.Model.Parameters.Values.ToArray());
    }

    private static float[] Losses(Sequential online, Sequential target, bool doubleQ)
    {
        Trainer trainer = new(new() { Optimizer = new Sgd(1e-30f), Seed = 3 }, online.Parameters);
        return [.. Enumerable.Range(0, 20)
            .Select(_ => trainer.Step(t => DqnObjective.Loss(online, target, t, doubleQ, huberDelta: 1), s_one).Loss)];
    }

    private static float[] Rounded(Sequential network) =>
        [.. network.Parameters.Values.ToArray().Select(value => MathF.Abs(value) < 1e-30f ? 0 : value)];

    private static float[] Asked(Sequential network, Tensor x)
    {
        float[] values = new float[2];
        new GreedyPolicy(network).Values(x.Values, values);
        return values;
    }
}
