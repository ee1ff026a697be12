namespace Epoche;

/// <summary>Ends a trial whose best report so far is worse than the median of what complete trials had reported at the same step.</summary>
public sealed class MedianPruner : Pruner
{
    private PercentilePruner _half = new(50);

    /// <summary>How many complete trials there have to be before one is ended.</summary>
    public int StartupTrials
    {
        get => _half.StartupTrials;
        init => _half = new(50) { StartupTrials = value, WarmUpSteps = WarmUpSteps, Interval = Interval };
    }

    /// <summary>Before which step none is ended.</summary>
    public int WarmUpSteps
    {
        get => _half.WarmUpSteps;
        init => _half = new(50) { StartupTrials = StartupTrials, WarmUpSteps = value, Interval = Interval };
    }

    /// <summary>Decides at every n-th step behind the warm-up only.</summary>
    public int Interval
    {
        get => _half.Interval;
        init => _half = new(50) { StartupTrials = StartupTrials, WarmUpSteps = WarmUpSteps, Interval = value };
    }

    /// <inheritdoc/>
    public override string Text => $"median(startup {StartupTrials}, warm-up {WarmUpSteps}, interval {Interval})";

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context) => _half.Decide(context);
}
