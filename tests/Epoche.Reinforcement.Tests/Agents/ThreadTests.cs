using System.Buffers;
using Epoche;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>What serves one thread says so when two come.</summary>
public sealed class ThreadTests
{
    private static readonly DqnOptions s_options = new()
    {
        Network = spec => [new Dense(8, Relu), new Dense(spec.Actions.Count)], TargetEverySteps = 50, WarmUpSteps = 100,
        BatchSize = 8, ReportEverySteps = 10,
    };

    [Fact]
    public void Two_agents_cannot_train_on_one_batch_at_once()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 2);
        DqnAgent first = new(environment.Spec, s_options), second = new(environment.Spec, s_options);
        InvalidOperationException? error = null;
        foreach (TrainingReport report in first.Train(environment, 20))
        {
            Thread thread = new(() => error = Assert.Throws<InvalidOperationException>(() => second.Train(environment, 20).Last()));
            thread.Start();
            thread.Join();
        }

        Assert.Equal(
            "Another agent is being trained on this batch of Corridor already, on another thread or by an enumeration that has neither "
            + "ended nor been disposed: their steps would mix. Give each agent a batch of its own: "
            + "environment.WithCount(environment.Count).",
            error!.Message);
        Assert.Equal(20, second.Train(environment, 20).Last().Step); // one after the other they can
    }

    [Fact]
    public void One_agent_cannot_be_trained_twice_at_once()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 2), other = environment.WithCount(2);
        DqnAgent agent = new(environment.Spec, s_options);
        foreach (TrainingReport report in agent.Train(environment, 10))
        {
            Assert.Equal(
                "This agent is being trained already, on another thread or by an enumeration that has neither ended nor been disposed. "
                + "End that one first; to train twice at once, make two agents.",
                Assert.Throws<InvalidOperationException>(() => agent.Train(other, 10).Last()).Message);
        }
    }

    [Fact]
    public void Agents_with_a_batch_each_train_beside_each_other_with_the_bits_of_one_after_the_other()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 2), other = environment.WithCount(2);
        DqnAgent alone = new(environment.Spec, s_options), first = new(environment.Spec, s_options),
            second = new(environment.Spec, s_options);
        alone.Train(environment, 400).Last();
        Parallel.Invoke(() => first.Train(environment, 400).Last(), () => second.Train(other, 400).Last());
        Assert.Equal(alone.Model.Parameters.Values.ToArray(), first.Model.Parameters.Values.ToArray());
        Assert.Equal(alone.Model.Parameters.Values.ToArray(), second.Model.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_batch_refuses_calls_that_overlap()
    {
        Func<IBatchEnvironment>[] batches =
        [
            () => new CartPoleBatch(2), () => new CatchBatch(2), () => new CaveBatch(2),
            () => BatchEnvironment.Of(() => default(Corridor), 2),
        ];
        foreach (Func<IBatchEnvironment> create in batches)
        {
            using IBatchEnvironment environment = create();
            environment.Reset(0, new float[2 * environment.Spec.Observation.ElementCount]);

            // Saving calls back in the middle: there, a step comes in from another thread.
            string? message = null;
            environment.SaveState(new Interrupted(() => Task.Run(() =>
            {
                TransitionBuffers buffers = new(environment);
                message ??= Assert.Throws<InvalidOperationException>(() => environment.Step(new int[2], buffers.View)).Message;
            }).Wait()));
            Assert.Equal(
                "This batch of environments is in use already, by another thread or by a call further out on this one, and it serves one "
                + "call at a time. Give each thread a batch of its own: environment.WithCount(count).",
                message);
        }
    }

    [Fact]
    public void An_evaluator_and_a_policy_refuse_calls_that_overlap()
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 1);
        using Evaluator evaluator = new(environment);
        string? message = null;
        Calling policy = new(() => message ??= Task.Run(
            () => Assert.Throws<InvalidOperationException>(() => evaluator.Run(new Calling(() => { }), 1, seed: 1)).Message).Result);
        evaluator.Run(policy, 1, seed: 1);
        Assert.Equal(
            "This evaluator is in use already, by another thread or by a call further out on this one, and it serves one call at a time. "
            + "Give each thread an evaluator and a policy of its own: new Evaluator(environment), agent.Greedy().",
            message);
    }

    [Fact]
    public void A_policy_shared_by_threads_says_so()
    {
        // The network calls back in the middle of acting.
        GreedyPolicy? policy = null;
        string? message = null;
        Sequential network =
        [
            new Dense(2),
            new Lambda(x =>
            {
                if (policy is not null)
                {
                    message ??= Task.Run(() => Assert.Throws<InvalidOperationException>(() => policy.Act([0f, 0f])).Message).Result;
                }

                return x;
            }),
        ];
        network.Build([2]);
        policy = new(network);
        policy.Act([0f, 0f]);
        Assert.Equal(
            "This policy is in use already, by another thread or by a call further out on this one, and it serves one call at a time. "
            + "Make one for each thread: agent.Greedy(), or new GreedyPolicy(network); they may share the network while nobody trains it.",
            message);
    }

    private sealed class Calling(Action acted) : IPolicy
    {
        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
        {
            acted();
            actions.Indices.Fill(1);
        }
    }

    /// <summary>A buffer that does something whenever it is written to.</summary>
    private sealed class Interrupted(Action written) : IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[1 << 16];

        public void Advance(int count) => written();

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes;

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes;
    }
}
