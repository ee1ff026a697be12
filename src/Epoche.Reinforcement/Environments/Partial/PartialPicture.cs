namespace Epoche.Simulation;

/// <summary>Draws what an environment shows of itself; what it hides is drawn as zero.</summary>
internal sealed class PartialPicture(IDrawable whole, EnvironmentSpec spec, int width, params int[] shown) : IDrawable
{
    public IReadOnlyList<string> ActionNames => whole.ActionNames;

    public double AspectRatio => whole.AspectRatio;

    public double StepSeconds => whole.StepSeconds;

    public bool WaitsForPlayer => whole.WaitsForPlayer;

    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        Palette.Require(spec, observation.Length);
        float[] all = new float[width];
        for (int i = 0; i < shown.Length; i++)
        {
            all[shown[i]] = observation[i];
        }

        whole.Draw(all, canvas);
    }
}
