namespace Epoche.Simulation;

/// <summary>
/// Draws observations that are pictures. What an environment draws of itself is recorded with the episode, as no observation shows it.
/// </summary>
internal sealed class PythonPicture : IDrawable
{
    private const double UsualAspect = 1.5;

    private readonly EnvironmentSpec _spec;
    private readonly int _height, _width, _channels;

    public PythonPicture(PythonSource source)
    {
        _spec = source.Spec;
        if (IsShown(_spec))
        {
            (_height, _width, _channels) = (_spec.Observation[0], _spec.Observation[1], _spec.Observation[2]);
        }

        ActionNames = source.Meanings.Count == _spec.Actions.Count && _spec.Actions.IsDiscrete
            ? [.. source.Meanings.Select(word => word.ToLowerInvariant())]
            : [];
        StepSeconds = 1 / source.FramesPerSecond;
    }

    public IReadOnlyList<string> ActionNames { get; }

    public double AspectRatio => _height > 0 ? Math.Clamp((double)_width / _height, 0.25, 4) : UsualAspect;

    public double StepSeconds { get; }

    /// <summary>Whether an observation is a picture.</summary>
    public static bool IsShown(EnvironmentSpec spec) => spec.PixelSteps == byte.MaxValue && spec.Observation.Rank == 3
        && spec.Observation[2] is 1 or 3;

    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        _spec.RequireRoom(observation);
        if (_height == 0)
        {
            canvas.Clear(Palette.Night);
            return;
        }

        byte[] pixels = new byte[_height * _width * _channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)Math.Clamp((observation[i] * byte.MaxValue) + 0.5f, 0, byte.MaxValue);
        }

        canvas.Fit(new(_width, _height, _channels, pixels));
    }
}
