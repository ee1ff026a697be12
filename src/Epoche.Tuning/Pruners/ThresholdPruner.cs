namespace Epoche;

/// <summary>Ends a trial whose report is NaN, below a least or above a greatest value: what diverges need not be waited for.</summary>
public sealed class ThresholdPruner : Pruner
{
    /// <summary>The least value that goes on.</summary>
    public double Lower { get; init => field = NotNaN(value); } = double.NegativeInfinity;

    /// <summary>The greatest value that goes on.</summary>
    public double Upper { get; init => field = NotNaN(value); } = double.PositiveInfinity;

    /// <summary>Before which step none is ended.</summary>
    public int WarmUpSteps { get; init => field = Tuning.Steps.Least(0, value); }

    /// <inheritdoc/>
    public override string Text => $"threshold({StudyValue.NumberText(Lower)} to {StudyValue.NumberText(Upper)}, warm-up {WarmUpSteps})";

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        double value = context.Trial.At(context.Step) ?? double.NaN;
        return context.Step < WarmUpSteps || (value >= Lower && value <= Upper) ? TrialDecision.Continue : TrialDecision.Prune;
    }

    private static double NotNaN(double value) => double.IsNaN(value)
        ? throw new ArgumentException("A bound is NaN; expected a number.", nameof(value)) : value;
}
