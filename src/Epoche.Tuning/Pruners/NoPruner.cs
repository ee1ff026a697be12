namespace Epoche;

/// <summary>Every trial runs to its end.</summary>
public sealed class NoPruner : Pruner
{
    /// <inheritdoc/>
    public override string Text => "none";

    /// <inheritdoc/>
    public override TrialDecision Decide(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return TrialDecision.Continue;
    }
}
