namespace Epoche.Reinforcement.Tests.Agents.Imitation;

/// <summary>Does the same everywhere, or what a function of the observation says.</summary>
internal sealed class Player(int width, Func<float[], float> answer) : IPolicy
{
    /// <summary>Balances CartPole's pole: pushes to where angle, speed of the pole, and drift point.</summary>
    public static Player Balancer { get; } = new(4, o => (10 * o[2]) + (2 * o[3]) + (0.3f * o[0]) + (0.6f * o[1]) > 0 ? 1 : 0);

    /// <summary>Walks along <see cref="Corridor"/>, but backward from one of its places.</summary>
    public static Player Walker { get; } = new(2, o => o[0] is > 0.3f and < 0.5f ? 0 : 1);

    public List<int> Begun { get; } = [];

    public void Begin(ReadOnlySpan<int> lanes) => Begun.AddRange(lanes);

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
        {
            float[] buffer = Observation;
            observations.Slice(i * width, width).CopyTo(buffer);
            if (actions.Indices.IsEmpty)
            {
                actions.Values[i] = answer(buffer);
            }
            else
            {
                actions.Indices[i] = (int)answer(buffer);
            }
        }
    }

    private float[] Observation { get; } = new float[width];
}
