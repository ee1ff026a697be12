namespace Epoche.Simulation;

/// <summary>Knows which action means right in which cell, and always goes there.</summary>
internal sealed class DeepSeaPlayer(DeepSeaRules rules) : IPolicy
{
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        int cells = rules.Size * rules.Size;
        for (int i = 0; i < lanes.Length; i++)
        {
            int cell = Math.Max(0, observations.Slice(i * cells, cells).IndexOf(1f));
            actions.Indices[i] = rules.IsRight(cell / rules.Size, cell % rules.Size, 1) ? 1 : 0;
        }
    }
}
