namespace Epoche;

/// <summary>One step of a recorded episode.</summary>
/// <param name="Frame">What the policy saw, the newest frame where frames are stacked.</param>
/// <param name="Values">
/// What the policy says of each discrete action: its value where it is a <see cref="GreedyPolicy"/>, its probability where it is a
/// <see cref="HeadPolicy"/>; else empty.
/// </param>
/// <param name="Action">What it did, as an index; −1 where actions are not discrete.</param>
/// <param name="Reward">What that earned.</param>
public sealed record EpisodeStep(float[] Frame, float[] Values, int Action, float Reward)
{
    /// <summary>The numbers beside the step, in the order of <see cref="EnvironmentSpec.Information"/>. Default: none.</summary>
    public float[] Information { get; init => field = value ?? throw new ArgumentNullException(nameof(Information)); } = [];

    /// <summary>What the policy saw, the newest frame where frames are stacked.</summary>
    public float[] Frame { get; init => field = NotNull.Of(value); } = NotNull.Of(Frame);

    /// <summary>
    /// What the policy says of each discrete action: its value where it is a <see cref="GreedyPolicy"/>, its probability where it is a
    /// <see cref="HeadPolicy"/>; else empty.
    /// </summary>
    public float[] Values { get; init => field = NotNull.Of(value); } = NotNull.Of(Values);

    /// <summary>
    /// What it did where an action is no single index: the numbers of a continuous action, an index for each of several choices, 0 or 1 for
    /// each bit. Default: none.
    /// </summary>
    public float[] Numbers { get; init => field = value ?? throw new ArgumentNullException(nameof(Numbers)); } = [];

    /// <summary>What it did, as an index; −1 where actions are not discrete.</summary>
    public int Action { get; init; } = Action;

    /// <summary>What the environment drew of itself before the step; null where it draws observations, or nothing.</summary>
    internal PixelImage? Picture { get; init; }

    /// <summary>What that earned.</summary>
    public float Reward { get; init; } = Reward;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EpisodeStep), PrintMembers);
}

/// <summary>An episode as it was played, to be looked at: see <see cref="EpisodeFilm"/>.</summary>
/// <example><code>
/// EpisodeRecording episode = EpisodeRecording.Play(environment, agent.Greedy(), seed: 1);
/// EpisodeFilm film = new(episode, new CartPole());
/// GifWriter gif = new(film.Width, film.Height);
/// foreach (Canvas frame in film.Frames())
///     gif.Add(frame, film.FrameDuration);
/// gif.Save("episode.gif");
/// </code></example>
public sealed class EpisodeRecording
{
    private EpisodeRecording(EnvironmentSpec spec, IReadOnlyList<EpisodeStep> steps, float[] last, bool isOver, string score)
    {
        (Spec, Steps, Last, IsOver, Score) = (spec, steps, last, isOver, score);
        Return = steps.Sum(step => (double)step.Reward);
    }

    /// <summary>What was played.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>The steps, in order; at least one.</summary>
    public IReadOnlyList<EpisodeStep> Steps { get; }

    /// <summary>The frame after the last step.</summary>
    public IReadOnlyList<float> Last { get; }

    /// <summary>Whether the episode came to its end, rather than to the largest number of steps that was asked for.</summary>
    public bool IsOver { get; }

    /// <summary>What <see cref="EpisodeStep.Values"/> are: <c>value</c> or <c>probability</c>.</summary>
    internal string Score { get; }

    /// <summary>The sum of all rewards.</summary>
    public double Return { get; }

    /// <summary>What the environment drew of itself after the last step; null where it draws observations, or nothing.</summary>
    internal PixelImage? LastPicture { get; private init; }

    /// <summary>Plays one episode by a policy and keeps all of it.</summary>
    /// <param name="environment">What to play; it is neither stepped nor disposed.</param>
    /// <param name="policy">Who plays.</param>
    /// <param name="seed">Which episode: the first that an <see cref="Evaluator"/> plays under this seed.</param>
    /// <param name="maxSteps">
    /// After how many steps to stop where the episode has not ended; at least 1. Without a time limit an episode may never end.
    /// </param>
    /// <param name="ct">Checked at every step.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxSteps"/> is not positive.</exception>
    /// <exception cref="NonFiniteException">An observation or reward is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EpisodeRecording Play(
        IBatchEnvironment environment, IPolicy policy, ulong seed, int maxSteps = 100_000, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(policy);
        OptionChecks.AtLeastOne(maxSteps, "steps");
        using IBatchEnvironment one = environment.ForScores(1);
        EnvironmentSpec spec = one.Spec;
        TransitionBuffers buffers = new(one);
        (int[] indices, float[] values) = spec.Actions.Room(1);
        IScoringPolicy? scoring = policy as IScoringPolicy;
        List<EpisodeStep> steps = [];
        ReadOnlySpan<int> lanes = [0];
        IRendersItself? drawn = one as IRendersItself is { CanRender: true } able ? able : null;
        drawn?.PrepareToRender();
        one.Reset(seed, buffers.Observations);
        one.WriteActionMasks(buffers.ActionMasks);
        policy.Begin(lanes);
        TransitionGuard.Begun(spec, 0, buffers.Observations);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            PixelImage? picture = drawn?.Render(0);
            float[] seen = Newest(spec, buffers.Observations), scores = new float[spec.Actions.IsDiscrete ? spec.Actions.Count : 0];
            bool isScored = scores.Length > 0 && scoring?.TryScore(buffers.Observations, buffers.ActionMasks, scores) == true;

            policy.Act(buffers.Observations, lanes, spec.Actions.To(indices, values, buffers.ActionMasks));
            BatchTransition result = buffers.View;
            one.Step(spec.Actions.Of(indices, values), result);
            TransitionGuard.Played(spec, steps.Count + 1, result, 0, episode: 0);
            policy.Observe(lanes, spec.Actions.Of(indices, values), result.Rewards);
            steps.Add(new(seen, isScored ? scores : [], spec.Actions.IsDiscrete ? indices[0] : -1, result.Rewards[0])
            {
                Numbers = spec.Actions.IsDiscrete ? [] : spec.Actions.IsContinuous ? [.. values] : [.. indices],
                Information = [.. buffers.Information],
                Picture = picture,
            });
            if (result.Ended(0) || steps.Count == maxSteps)
            {
                float[] last = Newest(spec, result.Ended(0) ? result.FinalObservations : result.Observations);
                return new(spec, steps, last, result.Ended(0), scoring?.Score ?? "")
                {
                    LastPicture = result.Ended(0) ? picture : drawn?.Render(0), // after the end the next episode has begun
                };
            }
        }
    }

    private static float[] Newest(EnvironmentSpec spec, ReadOnlySpan<float> observation)
    {
        float[] frame = new float[spec.Observation.ElementCount / spec.Frames];
        FrameStack.Newest(spec, observation, frame);
        return frame;
    }
}
