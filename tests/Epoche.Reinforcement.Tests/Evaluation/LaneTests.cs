using Epoche;
using Epoche.Reinforcement.Tests.Simulation;

namespace Epoche.Reinforcement.Tests.Evaluation;

/// <summary>Policies that remember, and lanes beside others.</summary>
public sealed class LaneTests
{
    private const int Lanes = 16;

    public static TheoryData<string> Environments => ["dice", "ferry"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_policy_with_memory_plays_alone_as_it_plays_beside_others(string name)
    {
        using IBatchEnvironment environment = Make(name);
        using Evaluator evaluator = new(environment);
        Counting beside = new(), alone = new();

        EvaluationReport many = evaluator.Run(beside, Lanes, seed: 5);

        EvaluationReport[] ones = [.. Enumerable.Range(0, Lanes).Select(lane => Play(environment, lane, alone))];
        EvaluationReport one = new(
            [.. ones.Select(report => report.Returns[0])], ones.Sum(report => report.Steps), environment.Spec.BestReturn);
        Assert.Equal(many.Returns, one.Returns);
        Assert.Equal((many.Steps, many.ToString()), (one.Steps, one.ToString()));
        Assert.True(many.Returns.Distinct().Count() > 3, "The episodes should differ.");
        // what was remembered of the evaluation before is forgotten
        Assert.Equal(many.Returns, evaluator.Run(beside, Lanes, seed: 5).Returns);
        Assert.NotEqual(many.Returns, evaluator.Run(new Counting { Forgets = true }, Lanes, seed: 5).Returns); // so memory matters here
    }

    [Fact]
    public void Episodes_begin_once_in_each_lane_and_a_lane_whose_episode_is_over_is_gone()
    {
        using IBatchEnvironment environment = Make("dice");
        using Evaluator evaluator = new(environment);
        Counting policy = new();

        EvaluationReport report = evaluator.Run(policy, 1030, seed: 5);

        Assert.Equal([.. Enumerable.Range(0, 1024), .. Enumerable.Range(0, 6)], policy.Begun); // two rounds
        Assert.Equal(report.Steps, policy.Actions);
    }

    [Fact]
    public void A_recording_begins_the_episode_too()
    {
        using IBatchEnvironment environment = Make("ferry");
        using Evaluator evaluator = new(environment);
        Counting policy = new();
        double expected = evaluator.Run(policy, 1, seed: 5).Mean;

        EpisodeRecording episode = EpisodeRecording.Play(environment, policy, seed: 5);

        Assert.Equal(expected, episode.Return);
        Assert.All(episode.Steps, step => Assert.Equal(2, step.Information.Length));
        Assert.Equal(Ferry.LastPier - episode.Last[2], episode.Steps[^1].Information[1]);
    }

    [Fact]
    public void A_greedy_policy_takes_the_best_of_what_is_allowed()
    {
        using IBatchEnvironment environment = Make("ferry");
        Sequential network = new Sequential { new Dense(8), new Dense(3) }.Build(environment.Spec.Observation, seed: 3);
        GreedyPolicy policy = new(network);
        using Evaluator evaluator = new(environment);
        Assert.Equal(40, evaluator.Run(policy, 40, seed: 1).Episodes); // a forbidden action would have been refused

        float[] observations = [1, 0, 4, 0, 1, 0, 0, 0, 0, 1, 0, 0], values = new float[6];
        int[] actions = new int[2];
        policy.Values(observations, values);
        int[] best = [Best(values[..3]), Best(values[3..])];
        bool[] allowed = [true, true, true, true, true, true];
        allowed[best[0]] = false;
        policy.Act(observations, new PolicyActions(actions) { Allowed = allowed });
        Assert.NotEqual(best[0], actions[0]);
        values[best[0]] = float.NegativeInfinity;
        Assert.Equal([Best(values[..3]), best[1]], actions);
        policy.Act(observations, [4, 2], new PolicyActions(actions));
        Assert.Equal(best, actions);
        Assert.Contains("allows no action", Refused(6), StringComparison.Ordinal);
        Assert.Contains("6 elements", Refused(5), StringComparison.Ordinal);

        string Refused(int elements) => Assert.Throws<ArgumentException>(
            () => policy.Act(observations, new PolicyActions(actions) { Allowed = new bool[elements] })).Message;

        static int Best(float[] row) => Array.IndexOf(row, row.Max());
    }

    [Fact]
    public void A_policy_that_does_what_is_forbidden_is_found_out()
    {
        using IBatchEnvironment environment = Make("ferry");
        using Evaluator evaluator = new(environment);
        Assert.Contains(
            "forbids; allowed", Assert.Throws<ArgumentException>(() => evaluator.Run(new Counting { Ignores = true }, 20, seed: 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Playing_allocates_nothing_once_it_is_warm()
    {
        using EvaluationLanes lanes = new(BatchEnvironment.Of(() => new Ferry(), Lanes));
        GreedyPolicy policy = new(new Sequential { new Dense(3) }.Build([6], seed: 3));
        double[] returns = new double[Lanes];
        Assert.Equal(0, Conformance.Allocations.InRound(() => lanes.Play(
            policy, seed: 1, 0, returns, observer: null, CancellationToken.None)));
    }

    private static EvaluationReport Play(IBatchEnvironment environment, int lane, IPolicy policy)
    {
        using OneLane one = new(environment.WithCount(Lanes), lane);
        using Evaluator evaluator = new(one);
        return evaluator.Run(policy, 1, seed: 5);
    }

    private static IBatchEnvironment Make(string name) =>
        name == "dice" ? BatchEnvironment.Of(() => default(Dice), count: 1) : BatchEnvironment.Of(() => new Ferry(), count: 1);

    /// <summary>Does what follows from how many steps it has seen in a lane, and from what it saw there before.</summary>
    private sealed class Counting : IPolicy
    {
        private readonly List<(int Steps, float Sum)> _memory = [];

        public List<int> Begun { get; } = [];

        public long Actions { get; private set; }

        public bool Forgets { get; init; }

        public bool Ignores { get; init; }

        public void Begin(ReadOnlySpan<int> lanes)
        {
            foreach (int lane in lanes)
            {
                Begun.Add(lane);
                while (_memory.Count <= lane)
                {
                    _memory.Add((-1, 0)); // nothing can be known of a lane whose episode was never begun
                }

                _memory[lane] = (0, 0);
            }
        }

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
        {
            Assert.Equal(actions.Indices.Length, lanes.Length);
            int width = observations.Length / lanes.Length;
            for (int i = 0; i < lanes.Length; i++)
            {
                (int steps, float sum) = _memory[lanes[i]];
                Assert.True(steps >= 0, $"Lane {lanes[i]} plays, though no episode has begun there.");
                _memory[lanes[i]] = Forgets ? (0, 0) : (steps + 1, sum + observations[i * width]);
                int wish = ((steps * steps) + (int)sum) % 7;
                bool[] mask = actions.Allowed.IsEmpty || Ignores ? [true, true] : actions.Allowed.Slice(3 * i, 3).ToArray();
                int[] allowed = [.. Enumerable.Range(0, mask.Length).Where(action => mask[action])];
                actions.Indices[i] = allowed[wish % allowed.Length];
            }

            Actions += lanes.Length;
        }
    }

    /// <summary>One environment of a batch, as a batch of one; the others do the first thing that is allowed.</summary>
    private sealed class OneLane(IBatchEnvironment all, int lane) : IBatchEnvironment
    {
        private readonly TransitionBuffers _buffers = new(all);

        public EnvironmentSpec Spec => all.Spec;

        public int Count => 1;

        public IBatchEnvironment WithCount(int count) =>
            count == 1 ? new OneLane(all.WithCount(all.Count), lane) : throw new NotSupportedException();

        public void Reset(ulong seed, Span<float> observations)
        {
            all.Reset(seed, _buffers.Observations);
            all.WriteActionMasks(_buffers.ActionMasks);
            Row(_buffers.Observations).CopyTo(observations);
        }

        public void WriteActionMasks(Span<bool> allowed) => Row(_buffers.ActionMasks).CopyTo(allowed);

        public void Step(in BatchActions actions, in BatchTransition result)
        {
            int[] indices = [.. Enumerable.Range(0, all.Count).Select(FirstAllowed)];
            indices[lane] = actions.Indices[0];
            all.Step(indices, _buffers.View);
            Row(_buffers.Observations).CopyTo(result.Observations);
            Row(_buffers.FinalObservations).CopyTo(result.FinalObservations);
            Row(_buffers.Rewards).CopyTo(result.Rewards);
            Row(_buffers.Terminated).CopyTo(result.Terminated);
            Row(_buffers.Truncated).CopyTo(result.Truncated);
            Row(_buffers.ActionMasks).CopyTo(result.ActionMasks);
            Row(_buffers.FinalActionMasks).CopyTo(result.FinalActionMasks);
            Row(_buffers.Information).CopyTo(result.Information);
        }

        public void SaveState(System.Buffers.IBufferWriter<byte> destination) => throw new NotSupportedException();

        public void RestoreState(ReadOnlySpan<byte> state) => throw new NotSupportedException();

        public void Dispose() => all.Dispose();

        private int FirstAllowed(int i) =>
            _buffers.ActionMasks.Length == 0 ? 0 : Array.IndexOf(_buffers.ActionMasks, true, 3 * i) - (3 * i);

        private Span<T> Row<T>(T[] rows) => rows.AsSpan(lane * (rows.Length / all.Count), rows.Length / all.Count);
    }
}
