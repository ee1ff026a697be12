using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Epoche.Experiments;

/// <summary>
/// What a policy meets in an environment: episodes, rewards, observations, and some observations with the discounted return that followed.
/// </summary>
internal sealed class GamePlay
{
    private const int Lanes = 31; // odd, so that samples at a distance of a power of 2 come from all of them
    private const int EnoughEpisodes = 100, EnoughSteps = 20_000, FewestSteps = 2_000, LongestLane = 3_200, MostSamples = 256;
    private const int WideObservation = 256; // beyond it the numbers of one environment are enough to look at
    private const long MostNumbers = 2_000_000; // of observations that are kept

    private readonly HashSet<ulong> _acted = []; // what was seen and not followed by an end
    private readonly int _width;
    private readonly float _discount;
    private readonly List<PlayedSample> _samples = [];
    private long _repeated, _kept;
    private int _stride = 1;

    private GamePlay(EnvironmentSpec spec, float discount)
    {
        (_width, _discount) = (spec.Observation.ElementCount, discount);
        Features = new NumberRange[_width];
        Going = new NumberRange[_width];
    }

    public List<PlayedEpisode> Episodes { get; } = [];

    public long Steps { get; private set; }

    /// <summary>Each number of an observation.</summary>
    public NumberRange[] Features { get; }

    /// <summary>The same of observations that were not the last of an episode.</summary>
    public NumberRange[] Going { get; }

    public NumberRange Rewards { get; private set; }

    /// <summary>How often each reward came, of the first that differ.</summary>
    public Dictionary<float, long> RewardCounts { get; } = [];

    /// <summary>Observations that actions were chosen on, spread over the whole play.</summary>
    public IReadOnlyList<PlayedSample> Samples => _samples;

    /// <summary>The share of observations that had been seen before: near 1 in small worlds, 0 among real numbers.</summary>
    public double RepeatedShare => Steps == 0 ? 0 : (double)_repeated / Steps;

    /// <summary>The mean return over as many episodes of each environment as all have ended: short ones are not overrepresented.</summary>
    public (int Episodes, double Mean, double Deviation) Return
    {
        get
        {
            ILookup<int, PlayedEpisode> byLane = Episodes.ToLookup(episode => episode.Lane);
            int each = Enumerable.Range(0, Lanes).Min(lane => byLane[lane].Count());
            NumberRange returns = default;
            foreach (PlayedEpisode episode in byLane.SelectMany(lane => lane.Take(each)))
            {
                returns.Add(episode.Return);
            }

            return ((int)returns.Count, returns.Mean, returns.Deviation);
        }
    }

    public double MeanLength => Episodes.Count == 0 ? double.NaN : Episodes.Average(episode => (double)episode.Length);

    /// <summary>The share of steps with the reward that came most often.</summary>
    public double CommonestRewardShare => Steps == 0 ? 1 : RewardCounts.Values.Max() / (double)Steps;

    /// <summary>Whether an observation stood before an action that did not end the episode.</summary>
    public bool WentOnFrom(ulong fingerprint) => _acted.Contains(fingerprint);

    /// <summary>Plays some episodes.</summary>
    /// <param name="recipe">What is played, as the agent sees it.</param>
    /// <param name="policy">Who plays.</param>
    /// <param name="discount">γ, for the returns of samples.</param>
    /// <param name="seconds">How long at most.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="NonFiniteException">An observation or reward is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static GamePlay Of(AgentRecipe recipe, IPolicy policy, float discount, double seconds, CancellationToken cancellation)
    {
        using IBatchEnvironment environment = recipe.CreateEnvironment(Lanes);
        GamePlay play = new(environment.Spec, discount);
        play.Run(environment, policy, Rng.Stream(recipe.Seed, "doctor").NextUInt64(), seconds, cancellation);
        return play;
    }

    private void Run(IBatchEnvironment environment, IPolicy policy, ulong seed, double seconds, CancellationToken cancellation)
    {
        EnvironmentSpec spec = environment.Spec;
        TransitionBuffers buffers = new(environment);
        (int[] indices, float[] values) = spec.Actions.Room(Lanes);
        int[] lanes = [.. Enumerable.Range(0, Lanes)];
        List<LaneStep>[] running = [.. lanes.Select(_ => new List<LaneStep>())];
        int longest = Math.Clamp(spec.TimeLimit ?? LongestLane, 1_000, LongestLane), finished = 0;
        int[] ended = new int[Lanes];
        Stopwatch watch = Stopwatch.StartNew();
        environment.Reset(seed, buffers.Observations);
        environment.WriteActionMasks(buffers.ActionMasks);
        TransitionGuard.Observations(spec, 0, buffers.Observations);
        policy.Begin(lanes);
        for (int step = 0; step < longest && watch.Elapsed.TotalSeconds < seconds; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (finished == Lanes && Steps >= FewestSteps && (Episodes.Count >= EnoughEpisodes || Steps >= EnoughSteps))
            {
                break;
            }

            policy.Act(buffers.Observations, lanes, spec.Actions.To(indices, values, buffers.ActionMasks));
            for (int i = 0; i < Lanes; i++)
            {
                Remember(running[i], Row(buffers.Observations, i));
            }

            environment.Step(spec.Actions.Of(indices, values), buffers.View);
            TransitionGuard.Step(spec, Steps + Lanes, buffers.View);
            for (int i = 0; i < Lanes; i++)
            {
                Take(buffers, running[i], i);
                if (buffers.View.Ended(i))
                {
                    running[i].Clear();
                    finished += ++ended[i] == 1 ? 1 : 0;
                    policy.Begin(lanes.AsSpan(i, 1));
                }
            }
        }
    }

    private void Remember(List<LaneStep> running, ReadOnlySpan<float> observation)
    {
        ulong fingerprint = Fingerprint(observation);
        PlayedSample? sample = null;
        if (Steps++ % _stride == 0)
        {
            sample = new(observation.ToArray());
            _samples.Add(sample);
            if (_samples.Count == 2 * MostSamples)
            {
                _stride *= 2; // every second one goes, and from now on half as many come
                List<PlayedSample> half = [.. _samples.Where((_, i) => i % 2 == 0)];
                _samples.Clear();
                _samples.AddRange(half);
            }
        }

        running.Add(new(fingerprint, sample));
    }

    private void Take(TransitionBuffers buffers, List<LaneStep> running, int lane)
    {
        float reward = buffers.Rewards[lane];
        bool terminated = buffers.Terminated[lane], isLast = terminated || buffers.Truncated[lane];
        ReadOnlySpan<float> next = Row(isLast ? buffers.FinalObservations : buffers.Observations, lane);
        running[^1].Reward = reward;
        Count(reward);
        for (int k = 0; k < _width && (_width <= WideObservation || lane == 0); k++)
        {
            Features[k].Add(next[k]);
            if (!isLast)
            {
                Going[k].Add(next[k]);
            }
        }

        if (!terminated && !_acted.Add(running[^1].Fingerprint))
        {
            _repeated++;
        }

        if (isLast)
        {
            Close(running, terminated);
            _kept += _width;
            Episodes.Add(new(
                lane, running.Count, running.Sum(step => (double)step.Reward), terminated, _kept <= MostNumbers ? next.ToArray() : [],
                running[^1].Fingerprint));
        }
    }

    private void Count(float reward)
    {
        NumberRange rewards = Rewards;
        rewards.Add(reward);
        Rewards = rewards;
        if (RewardCounts.Count < 1_000 || RewardCounts.ContainsKey(reward))
        {
            RewardCounts[reward] = RewardCounts.GetValueOrDefault(reward) + 1;
        }
    }

    /// <summary>Gives the samples of an episode the returns that followed, where its cut-off end would hardly have changed them.</summary>
    private void Close(List<LaneStep> running, bool terminated)
    {
        const double negligible = 0.05;
        double sum = 0, rest = terminated ? 0 : 1;
        for (int i = running.Count - 1; i >= 0; i--)
        {
            sum = running[i].Reward + (_discount * sum);
            rest *= _discount;
            if (running[i].Sample is { } sample && rest <= negligible)
            {
                sample.Return = sum;
            }
        }
    }

    /// <summary>FNV-1a over the bits of the numbers.</summary>
    private static ulong Fingerprint(ReadOnlySpan<float> observation)
    {
        ulong hash = 14695981039346656037;
        foreach (uint bits in MemoryMarshal.Cast<float, uint>(observation))
        {
            hash = (hash ^ bits) * 1099511628211;
        }

        return hash;
    }

    private ReadOnlySpan<float> Row(float[] observations, int lane) => observations.AsSpan(lane * _width, _width);

    private sealed class LaneStep(ulong fingerprint, PlayedSample? sample)
    {
        public ulong Fingerprint { get; } = fingerprint;

        public PlayedSample? Sample { get; } = sample;

        public float Reward { get; set; }
    }
}

/// <summary>An observation that the doctor kept.</summary>
internal sealed class PlayedSample(float[] observation)
{
    public float[] Observation { get; } = observation;

    /// <summary>The discounted return that followed; null where the episode did not last to tell.</summary>
    public double? Return { get; set; }
}
