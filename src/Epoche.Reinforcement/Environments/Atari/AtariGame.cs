namespace Epoche.Simulation;

/// <summary>One game as a scalar environment: a batch of one whose episodes are begun by hand.</summary>
internal sealed class AtariGame(EnvironmentSpec spec, Func<IEmulators> create, AtariOptions options) : IEnvironment, IDisposable
{
    private AtariBatch? _game;

    public EnvironmentSpec Spec => spec;

    public void Reset(ref Rng rng, Span<float> observation)
    {
        spec.RequireRoom(observation);
        _game ??= new(create(), options, learns: true);
        _game.BeginEpisode(ref rng, observation[..spec.Observation.ElementCount]);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        if (_game is null)
        {
            throw BatchChecks.NotReset(spec);
        }

        spec.RequireRoom(observation);
        return _game.StepEpisode(action.Index, observation[..spec.Observation.ElementCount]);
    }

    public void Dispose()
    {
        _game?.Dispose();
        _game = null;
    }
}

/// <summary>Draws what an agent sees of a game.</summary>
internal sealed class AtariPicture(EnvironmentSpec spec, IReadOnlyList<string> actions) : IDrawable
{
    private const double FramesPerSecond = 15; // 60 of the game, four an action

    public IReadOnlyList<string> ActionNames { get; } = [.. actions.Select(word => word.ToLowerInvariant())];

    public double AspectRatio => 1;

    public double StepSeconds => 1 / FramesPerSecond;

    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        spec.RequireRoom(observation);
        byte[] pixels = new byte[spec.Observation.ElementCount];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)Math.Clamp((observation[i] * byte.MaxValue) + 0.5f, 0, byte.MaxValue);
        }

        canvas.Fit(new(spec.Observation[1], spec.Observation[0], 1, pixels));
    }
}
