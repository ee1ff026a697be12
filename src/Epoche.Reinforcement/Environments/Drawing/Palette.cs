namespace Epoche.Simulation;

/// <summary>The colours of the games' pictures: they stand on light and dark pages alike.</summary>
internal static class Palette
{
    public static Rgba Night => Rgba.Hex(0x131A26);

    public static Rgba Dusk => Rgba.Hex(0x1B2434);

    public static Rgba Line => Rgba.Hex(0x2C3A50);

    public static Rgba Quiet => Rgba.Hex(0x8A9BB4);

    public static Rgba Text => Rgba.Hex(0xE6EDF7);

    public static Rgba Blue => Rgba.Hex(0x5AA2FF);

    public static Rgba Orange => Rgba.Hex(0xFFA24D);

    public static Rgba Red => Rgba.Hex(0xF2647B);

    public static Rgba Green => Rgba.Hex(0x5FC98F);

    public static Rgba Gold => Rgba.Hex(0xFFD166);

    public static Rgba Rock => Rgba.Hex(0x33445E);

    public static Rgba RockEdge => Rgba.Hex(0x6C86AD);

    /// <exception cref="ArgumentException">The length is another.</exception>
    public static void Require(EnvironmentSpec spec, int received)
    {
        if (received != spec.Observation.ElementCount)
        {
            throw new ArgumentException($"{spec.Name} draws one observation of {spec.Observation.ElementCount} numbers; "
                + $"received {received}. Of stacked frames, draw the newest: FrameStack.Newest.", "observation");
        }
    }
}
