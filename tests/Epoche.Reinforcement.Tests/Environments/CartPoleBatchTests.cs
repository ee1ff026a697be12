using System.Runtime.Intrinsics;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class CartPoleBatchTests
{
    public static TheoryData<int> Widths => [.. new[] { 4, 8, 16 }
        .Where(lanes => lanes == 4 || (lanes == 8 ? Vector256.IsHardwareAccelerated : Vector512.IsHardwareAccelerated))];

    /// <summary>The scalar written-out lane, batched, is the reference: any count, full registers or not.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_vector_width_gives_the_bits_of_one_lane(int lanes)
    {
        EnvironmentSubject subject = new(() => new CartPole32(), count => new CartPoleBatch(count, null, lanes));
        EnvironmentAssert.Keeps("batch", subject);
        foreach (int count in (int[])[1, 15, 16, 17, 63, 64, 65, 130])
        {
            using IBatchEnvironment batch = subject.CreateBatch(count), scalar = BatchEnvironment.Of(() => new CartPole32(), count);
            Assert.Equal(Play(scalar, 300), Play(batch, 300));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_vector_width_keeps_the_rules(int lanes) =>
        EnvironmentAssert.KeepsAll(new(() => new CartPole(), count => new CartPoleBatch(count, null, lanes), BatchTolerance: 1e-3f));

    /// <summary>
    /// Along whole balanced episodes: a controller in the loop keeps the two precisions together where open loops would part.
    /// </summary>
    [Fact]
    public void Single_precision_stays_with_double_precision_step_by_step()
    {
        using IBatchEnvironment single = new CartPoleBatch(32), precise = BatchEnvironment.Of(() => new CartPole(), 32);
        TransitionBuffers buffers = new(single), preciseBuffers = new(precise);
        single.Reset(8, buffers.Observations);
        precise.Reset(8, preciseBuffers.Observations);
        Assert.Equal(preciseBuffers.Observations, buffers.Observations);
        int[] actions = new int[32];
        float worst = 0;
        for (int step = 0; step < 15; step++)
        {
            for (int i = 0; i < 32; i++)
            {
                actions[i] = Balance(buffers.Observations.AsSpan(4 * i, 4));
            }

            single.Step(actions, buffers.View);
            precise.Step(actions, preciseBuffers.View);
            for (int k = 0; k < buffers.Observations.Length; k++)
            {
                worst = MathF.Max(worst, MathF.Abs(buffers.Observations[k] - preciseBuffers.Observations[k]));
            }
        }

        Assert.InRange(worst, 1e-9f, 1e-6f);
    }

    [Fact]
    public void A_balanced_episode_is_truncated_at_the_limit_and_the_next_one_begins()
    {
        using IBatchEnvironment environment = new CartPoleBatch(20);
        TransitionBuffers buffers = new(environment);
        environment.Reset(9, buffers.Observations);
        int[] actions = new int[20];
        for (int step = 1; step <= 1000; step++)
        {
            for (int i = 0; i < 20; i++)
            {
                actions[i] = Balance(buffers.Observations.AsSpan(4 * i, 4));
            }

            environment.Step(actions, buffers.View);
            Assert.All(buffers.Terminated, Assert.False);
            Assert.All(buffers.Truncated, flag => Assert.Equal(step % 500 == 0, flag));
            Assert.All(buffers.Rewards, reward => Assert.Equal(1, reward));
            Assert.True(step % 500 != 0 || buffers.Observations.All(number => MathF.Abs(number) <= 0.05f));
        }
    }

    [Fact]
    public void Both_flags_are_true_where_the_pole_falls_in_the_last_step()
    {
        using IBatchEnvironment environment = new CartPoleBatch(64, new() { TimeLimit = 10 });
        TransitionBuffers buffers = new(environment);
        environment.Reset(1, buffers.Observations);
        int[] right = [.. Enumerable.Repeat(1, 64)];
        for (int step = 0; step < 10; step++)
        {
            environment.Step(right, buffers.View);
        }

        Assert.Contains(Enumerable.Range(0, 64), i => buffers.Terminated[i] && buffers.Truncated[i]);
        Assert.Contains(Enumerable.Range(0, 64), i => !buffers.Terminated[i] && buffers.Truncated[i]);
    }

    [Fact]
    public void First_states_are_the_draws_of_each_environments_own_stream()
    {
        float[] observations = new float[4 * 21];
        new CartPoleBatch(21).Reset(77, observations);
        for (int i = 0; i < 21; i++)
        {
            Rng rng = Rng.Stream(77, "env", i);
            float[] expected =
            [
                rng.NextSingle(-0.05f, 0.05f), rng.NextSingle(-0.05f, 0.05f), rng.NextSingle(-0.05f, 0.05f), rng.NextSingle(-0.05f, 0.05f),
            ];
            Assert.Equal(expected, observations[(4 * i)..((4 * i) + 4)]);
        }
    }

    [Fact]
    public void Eight_blocks_in_vectors_are_the_blocks_drawn_one_by_one()
    {
        Rng rng = new(5);
        float[] vector = new float[32], scalar = new float[32];
        for (int i = 0; i < 500; i++)
        {
            ulong[] keys = new ulong[8], blocks = new ulong[8];
            for (int j = 0; j < 8; j++)
            {
                (keys[j], blocks[j]) = (rng.NextUInt64(), rng.NextUInt64() >> (2 + (i % 60)));
            }

            CartPoleStarts.Draw(keys, blocks, -0.3f, 0.3f, vector);
            CartPoleStarts.DrawOneByOne(keys, blocks, -0.3f, 0.3f, scalar);
            Assert.Equal(scalar, vector);
        }
    }

    private static float[] Play(IBatchEnvironment environment, int steps)
    {
        RandomActions actions = new(environment.Spec.Actions, environment.Count, steps, seed: 2);
        TransitionBuffers buffers = new(environment);
        environment.Reset(4, buffers.Observations);
        List<float> all = [.. buffers.Observations];
        for (int step = 0; step < steps; step++)
        {
            environment.Step(actions[step], buffers.View);
            all.AddRange(buffers.Observations);
            all.AddRange(buffers.FinalObservations);
        }

        return [.. all];
    }

    private static int Balance(ReadOnlySpan<float> observation) =>
        observation[2] + (0.3f * observation[3]) + (0.02f * observation[0]) + (0.05f * observation[1]) > 0 ? 1 : 0;
}
