namespace Epoche;

/// <summary>
/// The frames of a replay buffer, one to a slot. An observation of n frames, <c>[…, n · channels]</c> with the newest last, is kept as its
/// newest frame and put together again from n slots.
/// </summary>
internal abstract class FrameStore(Shape observation, int frames)
{
    /// <summary>Numbers that lie side by side in one frame.</summary>
    protected int Channels { get; } = (observation.Rank == 0 ? 1 : observation[observation.Rank - 1]) / frames;

    protected int Frames { get; } = frames;

    /// <summary>Numbers in one frame.</summary>
    public int Width { get; } = observation.ElementCount / frames;

    public static FrameStore For(EnvironmentSpec spec, int slots) => spec.PixelSteps is { } steps
        ? new ByteFrames(spec.Observation, spec.Frames, slots, steps)
        : new FloatFrames(spec.Observation, spec.Frames, slots);

    /// <summary>Keeps the newest frame of an observation.</summary>
    /// <exception cref="ArgumentException">The observation cannot be kept exactly.</exception>
    public abstract void Put(int slot, ReadOnlySpan<float> observation);

    /// <summary>Puts an observation together from the slots of its frames, the oldest first.</summary>
    public abstract void Read(ReadOnlySpan<int> slots, Span<float> observation);
}
