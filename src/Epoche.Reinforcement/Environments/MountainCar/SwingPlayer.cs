namespace Epoche.Simulation;

/// <summary>Pushes the way things move, and so lets them swing higher and higher.</summary>
/// <param name="speed">Which number of an observation is the speed.</param>
/// <param name="width">How many numbers an observation has.</param>
internal sealed class SwingPlayer(int speed, int width) : IPolicy
{
    private const int Backward = 0, Forward = 2;

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
        {
            bool forward = observations[(i * width) + speed] >= 0;
            if (actions.Indices.IsEmpty)
            {
                actions.Values[i] = forward ? 1 : -1;
            }
            else
            {
                actions.Indices[i] = forward ? Forward : Backward;
            }
        }
    }
}
