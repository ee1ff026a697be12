namespace Epoche.Simulation;

/// <summary>Remembers for each lane what an observation showed that shows anything.</summary>
/// <param name="width">Numbers of an observation.</param>
/// <param name="shows">Whether an observation is one to remember.</param>
/// <param name="act">The action for what was remembered and for what is seen now.</param>
internal sealed class MemoryPlayer(
    int width, Func<ReadOnlySpan<float>, bool> shows, Func<ReadOnlySpan<float>, ReadOnlySpan<float>, int> act) : IPolicy
{
    private float[] _remembered = [];

    /// <summary>Says the bit that is asked for.</summary>
    public static MemoryPlayer OfChain(EnvironmentSpec spec) => new(
        spec.Observation[0], seen => seen[0] == 1, (remembered, seen) => remembered[2 + (int)seen[1]] > 0 ? 1 : 0);

    /// <summary>Walks to the junction and turns as the sign said.</summary>
    public static MemoryPlayer OfMaze() =>
        new(3, seen => seen[1] == 1 && seen[0] != seen[2], (remembered, seen) => seen[0] + seen[2] > 0 ? 1 : remembered[2] == 1 ? 0 : 2);

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
        {
            int from = lanes[i] * width;
            if (_remembered.Length < from + width)
            {
                Array.Resize(ref _remembered, Math.Max(from + width, 2 * _remembered.Length));
            }

            ReadOnlySpan<float> seen = observations.Slice(i * width, width);
            Span<float> remembered = _remembered.AsSpan(from, width);
            if (shows(seen))
            {
                seen.CopyTo(remembered);
            }

            actions.Indices[i] = act(remembered, seen);
        }
    }
}
