namespace Epoche;

/// <summary>What a trial reported on its way.</summary>
/// <param name="Step">At which step: an epoch, a number of environment steps, the index of a seed.</param>
/// <param name="Value">The objective there.</param>
public readonly record struct IntermediateValue(int Step, double Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Step}: {StudyValue.NumberText(Value)}";
}
