namespace Epoche.Simulation;

/// <summary>Draws what an environment shows of itself; what it hides is drawn as zero.</summary>
internal sealed class PartialPicture(IDrawable whole, int width, params int[] shown) : IDrawable
{
    public IReadOnlyList<string> ActionNames => whole.ActionNames;

    public double AspectRatio => whole.AspectRatio;

    public double StepSeconds => whole.StepSeconds;

    public bool WaitsForPlayer => whole.WaitsForPlayer;

    public void Draw(ReadOnlySpan<float> observation, Canvas canvas)
    {
        if (observation.Length != shown.Length)
        {
            throw new ArgumentException(
                $"One observation of {shown.Length} numbers is drawn; received {observation.Length}. Of stacked frames, draw the newest: "
                + "FrameStack.Newest.",
                nameof(observation));
        }

        float[] all = new float[width];
        for (int i = 0; i < shown.Length; i++)
        {
            all[shown[i]] = observation[i];
        }

        whole.Draw(all, canvas);
    }
}
