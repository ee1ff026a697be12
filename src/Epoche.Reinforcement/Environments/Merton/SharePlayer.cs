namespace Epoche.Simulation;

/// <summary>Holds a share of the risky asset that time alone decides.</summary>
/// <param name="share">The share at a share of the time, 0 to 1.</param>
internal sealed class SharePlayer(Func<double, double> share) : IPolicy
{
    private const int Width = 2;

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
        {
            actions.Values[i] = (float)Math.Clamp(share(observations[i * Width]), Merton.LowestShare, Merton.HighestShare);
        }
    }
}
