namespace Epoche;

/// <summary>A policy that was learned from pairs, with how its training went. Serves one thread at a time.</summary>
public sealed class ClonedPolicy : IScoringPolicy
{
    private readonly HeadPolicy _policy;

    internal ClonedPolicy(Imitator imitator, FitReport report, CloningScore score)
    {
        (Model, Report, Score) = (imitator.Model, report, score);
        _policy = new(imitator.Model, imitator.Head);
    }

    /// <summary>The network: <c>ModelFile.Save(clone.Model, path)</c> keeps it, <see cref="BehaviourCloning.PolicyOf"/> plays it.</summary>
    public Model Model { get; }

    /// <summary>
    /// The training, epoch by epoch: <c>train/loss</c>, and <c>train/accuracy</c> and <c>validation/accuracy</c>, or <c>…/mean_error</c>
    /// of numbers, beside <c>validation/loss</c>.
    /// </summary>
    public FitReport Report { get; }

    /// <summary>How it agrees with the pairs that were held back, or, without any, with those that it learned from.</summary>
    public CloningScore Score { get; }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) =>
        _policy.Act(observations, lanes, actions);

    string IScoringPolicy.Score => ((IScoringPolicy)_policy).Score;

    bool IScoringPolicy.TryScore(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed, Span<float> scores) =>
        ((IScoringPolicy)_policy).TryScore(observation, allowed, scores);

    /// <inheritdoc/>
    public override string ToString() => $"a policy cloned from pairs: {Score}";
}
