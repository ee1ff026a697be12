namespace Epoche.Simulation;

/// <summary>Pushes the way the car has moved between its last two positions, to the right where it has not.</summary>
internal sealed class TrackingPlayer : IPolicy
{
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
        {
            actions.Values[i] = observations[(2 * i) + 1] >= observations[2 * i] ? 1 : -1;
        }
    }
}
