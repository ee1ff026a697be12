namespace Epoche;

/// <summary>Room for actions as a policy takes it.</summary>
internal static class PolicyRoom
{
    /// <summary>Where a policy writes actions of a spec: indices under their masks, or numbers.</summary>
    public static PolicyActions To(this ActionSpec spec, Span<int> indices, Span<float> values, ReadOnlySpan<bool> allowed) =>
        spec.IsContinuous ? new(values) : new(indices) { Allowed = allowed };
}
