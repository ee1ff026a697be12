using System.Buffers;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents.ActorCritic;

/// <summary>What actor-critics do in an environment while they explore, and what they remember of it.</summary>
public sealed class ExploringTests
{
    private const int Count = 64, Limit = 20;

    private static readonly Td3Options s_options = new()
    {
        Actor = spec => [new Dense(spec.Actions.Count, Tanh, Initializer.Zeros)], // chooses the middle of every range
        Critic = spec => CriticNetwork.Create(spec, new() { Hidden = [4] }),
        TrainEverySteps = int.MaxValue,
    };

    [Fact]
    public void A_random_action_is_held_until_its_time_or_its_episode_is_over()
    {
        using ActionTape tape = new();
        Run(tape, s_options with { WarmUpSteps = long.MaxValue, WarmUpHold = 6 }, steps: 2 * Limit);

        for (int step = 1; step < 2 * Limit; step++)
        {
            for (int i = 0; i < 2 * Count; i++)
            {
                Assert.Equal(step % Limit % 6 != 0, tape.Actions[step][i] == tape.Actions[step - 1][i]);
            }
        }

        float[] first = [.. tape.Actions.SelectMany(all => all.Where((_, i) => i % 2 == 0))];
        Assert.InRange(first.Min(), -3, -2.9f);
        Assert.InRange(first.Max(), 0.9f, 1);
        Assert.InRange(first.Average(), -1.2, -0.8); // uniform in [−3, 1]
    }

    /// <summary>
    /// After k steps the deviation of x is σ·√(dt·Σ_{j&lt;k}(1 − θ·dt)^2j); actions are x times half of the range, 2 and 1, around the
    /// middle. Within 15%: of 128 episodes in 64 environments the standard error is 6%.
    /// </summary>
    [Fact]
    public void Drifting_noise_starts_at_0_in_each_episode_and_is_in_units_of_half_the_range()
    {
        OrnsteinUhlenbeckNoise noise = new(0.2f, Pull: 1, TimeStep: 0.04f);
        using ActionTape tape = new();
        Run(tape, s_options with { WarmUpSteps = 0, Noise = noise }, steps: 2 * Limit);

        foreach (int step in (int[])[0, 5, Limit - 1])
        {
            double variance = Enumerable.Range(0, step + 1).Sum(j => 0.04 * 0.04 * Math.Pow(0.96, 2 * j));
            for (int number = 0; number < 2; number++)
            {
                (double middle, double half) = number == 0 ? (-1, 2) : (0.0, 1);
                double[] found =
                [
                    .. new[] { tape.Actions[step], tape.Actions[Limit + step] }
                        .SelectMany(all => all.Where((_, i) => i % 2 == number).Select(x => (x - middle) / half)),
                ];
                Assert.InRange(Math.Sqrt(found.Average(x => x * x) / variance), 0.85, 1.15);
            }
        }
    }

    /// <summary>With three-step returns and priorities too: each number belongs to the observation it was chosen on.</summary>
    [Fact]
    public void Memory_keeps_each_number_of_an_action_with_its_observation()
    {
        using ActionTape tape = new();
        ReplayBuffer replay = new(tape.Spec, Count, new() { Capacity = 100 * Count, NStep = 3, Priorities = new() }, 0.5f);
        TransitionBuffers buffers = new(tape);
        tape.Reset(0, buffers.Observations);
        replay.Begin(buffers.Observations);
        for (int step = 0; step < 2 * Limit; step++)
        {
            // The action is what was seen: the number of the environment, and of the step.
            float[] actions = [.. buffers.Observations];
            tape.Step(actions, buffers.View);
            replay.Add(actions, buffers.View);
        }

        TransitionBatch batch = new(tape.Spec, 512);
        Rng random = Rng.Stream(1, "test");
        replay.Sample(ref random, batch, 1);

        Assert.Equal(batch.Observations, batch.Actions);
        for (int i = 0; i < batch.Size; i++)
        {
            int left = Limit - (int)batch.Observations[(2 * i) + 1]; // steps to the time limit, which cuts off and does not end
            Assert.Equal(MathF.Pow(0.5f, Math.Min(3, left)), batch.Discounts[i]);
            Assert.Equal(left >= 3 ? 1.75f : left == 2 ? 1.5f : 1, batch.Rewards[i]);
        }
    }

    private static void Run(ActionTape tape, Td3Options options, int steps)
    {
        AgentTraining training = new(new Td3Agent(tape.Spec, options), tape);
        for (int i = 0; i < steps; i++)
        {
            training.Advance();
        }
    }

    /// <summary>
    /// Environments whose episodes are cut off after so many steps, which pay 1 for each and show their number and the step; remembers
    /// actions.
    /// </summary>
    private sealed class ActionTape : IBatchEnvironment
    {
        private int _step;

        public List<float[]> Actions { get; } = [];

        public EnvironmentSpec Spec { get; } = new()
        {
            Name = "Tape", Observation = [2], Actions = ActionSpec.Continuous([-3, -1], [1, 1], clips: true), TimeLimit = Limit,
        };

        int IBatchEnvironment.Count => Count;

        public IBatchEnvironment WithCount(int count) => throw new NotSupportedException();

        public void Reset(ulong seed, Span<float> observations)
        {
            _step = 0;
            Show(observations);
        }

        public void Step(in BatchActions actions, in BatchTransition result)
        {
            Actions.Add(actions.Values.ToArray());
            bool ends = ++_step == Limit;
            Show(result.FinalObservations);
            _step = ends ? 0 : _step;
            Show(result.Observations);
            result.Rewards.Fill(1);
            result.Terminated.Clear();
            result.Truncated.Fill(ends);
        }

        public void SaveState(IBufferWriter<byte> destination) => throw new NotSupportedException();

        public void RestoreState(ReadOnlySpan<byte> state) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        private void Show(Span<float> observations)
        {
            for (int i = 0; i < Count; i++)
            {
                (observations[2 * i], observations[(2 * i) + 1]) = (i, _step);
            }
        }
    }
}
